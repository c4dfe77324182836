"""Splits the data in two, once for all that follows."""

import mlflow

from . import data
from .tracking import begin, log_params


def prepare(seed: int, test_share: float) -> str:
    with begin("prepare") as run:
        mlflow.set_tag("stage", "prepare")
        split = data.load(seed, test_share)
        log_params({"seed": seed, "test_share": test_share})
        mlflow.log_metrics({
            "train_rows": len(split.train), "test_rows": len(split.test), "features": len(data.features(split.train)),
            "bad_rate": float(split.train[data.TARGET].mean()),
        })
        data.log_inputs(split)
        data.log_files(split)
        describe(split)
    print(f"Prepared {len(split.train)} rows to train on and {len(split.test)} to test with: run {run.info.run_id}")
    return run.info.run_id


def describe(split: data.Split) -> None:
    mlflow.log_dict({"protected": data.PROTECTED, "numeric": split.numeric, "categorical": split.categorical},
                    "data/columns.json")
    mlflow.log_text(split.train.describe(include="all").to_csv(), "data/train-summary.csv")
