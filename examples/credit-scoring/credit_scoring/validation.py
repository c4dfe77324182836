"""Cross-validation of a candidate on the training rows, with its learning curve."""

import mlflow
import numpy as np
import pandas as pd
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from . import data
from .candidates import Candidate
from .measures import measure

FOLDS = 5


def cross_validate(candidate: Candidate, split: data.Split, seed: int) -> dict[str, float]:
    x, y = split.train[data.features(split.train)], split.train[data.TARGET].to_numpy()
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(x, y))
    log_learning_curve(candidate, split, x, y, folds[0], seed)
    by_fold = []
    for step, (rows, held_out) in enumerate(folds, start=1):
        model = candidate.pipeline(split, seed).fit(x.iloc[rows], y[rows])
        measures = measure(y[held_out], model.predict_proba(x.iloc[held_out])[:, 1])
        mlflow.log_metrics({"fold_auc": measures["auc"], "fold_ks": measures["ks"]}, step=step)
        by_fold.append(measures)
    means = {f"cv_{name}": float(np.mean([fold[name] for fold in by_fold])) for name in by_fold[0]}
    return means | {"cv_auc_std": float(np.std([fold["auc"] for fold in by_fold]))}


def log_learning_curve(candidate: Candidate, split: data.Split, x: pd.DataFrame, y: np.ndarray, fold, seed: int) -> None:
    rows, held_out = fold
    preparation = candidate.preparation(split).fit(x.iloc[rows])
    prepared = [preparation.transform(x.iloc[index]) for index in (rows, held_out)]
    curve = candidate.family.follow(candidate.estimator(seed), prepared[0], y[rows], prepared[1])
    for step, trained, held in curve:
        mlflow.log_metrics({
            "train_auc": roc_auc_score(y[rows], trained), "validation_auc": roc_auc_score(y[held_out], held),
            "train_loss": log_loss(y[rows], trained), "validation_loss": log_loss(y[held_out], held),
        }, step=step)
