"""The sweep as data: families of models, the grid of each, and how its learning curve is followed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import ParameterGrid
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, StandardScaler

from .data import Split

EPOCHS = 30
TREES = 100
TREES_A_STEP = 5
Params = dict[str, Any]
# Gives (step, scores of the rows trained on, scores of the rows held out).
Curve = Iterator[tuple[int, np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Family:
    name: str
    grid: dict[str, list[Any]]
    build: Callable[[Params, int], BaseEstimator]
    follow: Callable[[BaseEstimator, Any, np.ndarray, Any], Curve]


    def read(self, settings: list[str]) -> Params:
        """`C=0.1` and so on, each of the type that the grid has."""
        given = dict(setting.split("=", 1) for setting in settings)
        if given.keys() != self.grid.keys():
            raise ValueError(f"{self.name} takes {', '.join(self.grid)}; given: {', '.join(given) or 'none'}")
        return {name: as_type(type(values[0]), given[name]) for name, values in self.grid.items()}


def as_type(kind: type, text: str) -> Any:
    if kind is tuple:
        return tuple(int(size) for size in text.strip("()").split(",") if size)
    if kind is int and not float(text).is_integer():
        raise ValueError(f"{text} is no whole number")
    return int(float(text)) if kind is int else kind(text)


@dataclass(frozen=True)
class Candidate:
    family: Family
    params: Params

    @property
    def name(self) -> str:
        return f"{self.family.name} " + " ".join(f"{k}={v}" for k, v in sorted(self.params.items()))

    def preparation(self, split: Split) -> ColumnTransformer:
        bins = self.params.get("bins")
        numbers = KBinsDiscretizer(bins, encode="onehot-dense", quantile_method="averaged_inverted_cdf") if bins else StandardScaler()
        categories = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
        return ColumnTransformer([("numbers", numbers, split.numeric), ("categories", categories, split.categorical)],
                                 sparse_threshold=0)

    def estimator(self, seed: int) -> BaseEstimator:
        return self.family.build({k: v for k, v in self.params.items() if k != "bins"}, seed)

    def pipeline(self, split: Split, seed: int) -> BaseEstimator:
        return make_pipeline(self.preparation(split), self.estimator(seed))


def no_curve(estimator, x, y, held_out) -> Curve:
    return iter(())


def by_epoch(estimator, x, y, held_out) -> Curve:
    for epoch in range(1, EPOCHS + 1):
        estimator.partial_fit(x, y, classes=[0, 1])
        yield epoch, estimator.predict_proba(x)[:, 1], estimator.predict_proba(held_out)[:, 1]


def by_boosting_stage(estimator, x, y, held_out) -> Curve:
    estimator.fit(x, y)
    stages = zip(estimator.staged_predict_proba(x), estimator.staged_predict_proba(held_out), strict=True)
    for trees, (trained, held) in enumerate(stages, start=1):
        if trees % TREES_A_STEP == 0:
            yield trees, trained[:, 1], held[:, 1]


def by_forest_size(estimator, x, y, held_out) -> Curve:
    for trees in range(TREES_A_STEP, TREES + 1, TREES_A_STEP):
        estimator.set_params(n_estimators=trees, warm_start=True).fit(x, y)
        yield trees, estimator.predict_proba(x)[:, 1], estimator.predict_proba(held_out)[:, 1]


FAMILIES = [
    Family("scorecard", {"C": [0.01, 0.1, 1.0, 10.0], "bins": [4, 6]},
           lambda p, seed: LogisticRegression(**p, max_iter=1000), no_curve),
    Family("linear-sgd", {"alpha": [0.001, 0.01, 0.1], "penalty": ["l2", "elasticnet"]},
           lambda p, seed: SGDClassifier(loss="log_loss", max_iter=EPOCHS, tol=None, random_state=seed, **p), by_epoch),
    Family("random-forest", {"max_depth": [4, 8, 12], "min_samples_leaf": [2, 10]},
           lambda p, seed: RandomForestClassifier(n_estimators=TREES, random_state=seed, **p), by_forest_size),
    Family("gradient-boosting", {"learning_rate": [0.03, 0.1, 0.3], "max_depth": [2, 4], "subsample": [0.6, 1.0]},
           lambda p, seed: GradientBoostingClassifier(n_estimators=TREES, random_state=seed, **p), by_boosting_stage),
    Family("neural-net", {"hidden_layer_sizes": [(16,), (32, 16)], "alpha": [0.01, 1.0]},
           lambda p, seed: MLPClassifier(learning_rate_init=0.01, max_iter=EPOCHS, n_iter_no_change=EPOCHS, random_state=seed, **p), by_epoch),
]

BY_NAME = {family.name: family for family in FAMILIES}


def candidates(families: list[Family]) -> list[Candidate]:
    return [Candidate(family, dict(params)) for family in families for params in ParameterGrid(family.grid)]
