"""What a validation report shows of one model's chances of default on the test set."""

import mlflow
import numpy as np
import pandas as pd
from sklearn.metrics import classification_report, confusion_matrix

from .figures import NAMES, draw_all
from .measures import points, refused


def report(y: np.ndarray, chance: np.ndarray) -> None:
    for file, figure in draw_all(y, chance).items():
        mlflow.log_figure(figure, file)
    counts = confusion_matrix(y, refused(chance))
    mlflow.log_dict({"labels": NAMES, "rows": "actual", "columns": "decided", "counts": counts.tolist()},
                    "confusion-matrix.json")
    classes = classification_report(y, refused(chance), target_names=NAMES, output_dict=True, zero_division=0)
    table = pd.DataFrame({name: classes[name] for name in NAMES}).T.rename_axis("class").reset_index()
    mlflow.log_table(table, "per-class.json")
    mlflow.log_text(score_bands(y, chance).to_csv(index=False), "score-bands.csv")


def score_bands(y: np.ndarray, chance: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame({"score": points(chance), "bad": y})
    frame["band"] = pd.qcut(frame["score"], 10, duplicates="drop").astype(str)
    bands = frame.groupby("band").agg(lowest=("score", "min"), loans=("bad", "size"), bad=("bad", "sum"))
    bands["bad_rate"] = bands["bad"] / bands["loans"]
    return bands.sort_values("lowest").round(4).reset_index()
