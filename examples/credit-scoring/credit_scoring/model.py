"""A fitted candidate as a logged model: what it takes, what it gives, and that it reads back the same."""

import mlflow
import numpy as np
from mlflow.models import infer_signature
from mlflow.models.model import ModelInfo
from sklearn.base import BaseEstimator

from . import data
from .candidates import Candidate

# What models of this example are made of beyond skops' own list; the file is written and read by this program alone.
TRUSTED_TYPES = ["numpy.dtype", "sklearn.neural_network._stochastic_optimizers.AdamOptimizer", "sklearn.tree._tree.Tree"]


def fit(candidate: Candidate, split: data.Split, seed: int) -> BaseEstimator:
    return candidate.pipeline(split, seed).fit(split.train[data.features(split.train)], split.train[data.TARGET].to_numpy())


def log_model(model: BaseEstimator, candidate: Candidate, split: data.Split) -> ModelInfo:
    x, unseen = (frame[data.features(split.train)] for frame in (split.train, split.test))
    info = mlflow.sklearn.log_model(
        model, name="model", pyfunc_predict_fn="predict_proba", input_example=x.head(3),
        signature=infer_signature(x, model.predict_proba(x)), params=candidate.params,
        skops_trusted_types=TRUSTED_TYPES,
    )
    again = mlflow.pyfunc.load_model(info.model_uri).predict(unseen)
    if not np.allclose(again, model.predict_proba(unseen)):
        raise RuntimeError("The model read back from the server scores differently")
    return info


def log_tested(model_id: str, split: data.Split, measured: dict[str, float]) -> None:
    """Measures of the test set, which belong to the model as well as to the run."""
    dataset = data.as_dataset(split.test)
    mlflow.log_metrics({f"test_{name}": value for name, value in measured.items()}, model_id=model_id, dataset=dataset)
