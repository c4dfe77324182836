"""Trains one candidate: cross-validated, fitted on all training rows, logged as a model."""

import mlflow

from . import data
from .candidates import BY_NAME, Candidate
from .model import fit, log_model
from .tracking import begin, log_params
from .validation import cross_validate

# In place of the run that prepared the data: split it here.
FRESH = "fresh"


def train(family: str, settings: list[str], source: str, seed: int) -> str:
    kind = BY_NAME[family]
    candidate = Candidate(kind, kind.read(settings))
    with begin(candidate.name) as run:
        mlflow.set_tags({"family": family, "stage": "train", "data.run_id": source})
        split = split_of(source, seed)
        log_params({"family": family, "seed": seed, "data": source, **candidate.params})
        data.log_inputs(split)
        metrics = cross_validate(candidate, split, seed)
        mlflow.log_metrics(metrics)
        log_model(fit(candidate, split, seed), candidate, split)
    print(f"Trained {candidate.name}: cv_auc {metrics['cv_auc']:.4f}, run {run.info.run_id}")
    return run.info.run_id


def split_of(source: str, seed: int) -> data.Split:
    return data.load(seed) if source == FRESH else data.of_run(source)
