"""Sweeps models of default risk and logs everything to a tracking server with the plain MLflow client."""

from dataclasses import dataclass
from time import monotonic

import mlflow
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from . import data
from .candidates import Candidate, Family, candidates
from .measures import BASE_ODDS, BASE_SCORE, CUTOFF, POINTS_TO_DOUBLE, measure
from .model import fit, log_model, log_tested
from .prepare import describe
from .report import report
from .tracking import begin, log_params
from .train import FRESH
from .validation import FOLDS, cross_validate


@dataclass(frozen=True)
class Result:
    run_id: str
    candidate: Candidate
    model: BaseEstimator
    chance: np.ndarray
    tested: dict[str, float]
    validated: dict[str, float]


def sweep(families: list[Family], seed: int) -> None:
    started = monotonic()
    split = data.load(seed)
    grid = candidates(families)
    with begin(f"sweep of {len(grid)} candidates") as parent:
        describe_sweep(split, seed, len(grid))
        results = try_all(grid, split, seed)
        for best in best_of_families(results):
            with mlflow.start_run(run_id=best.run_id, nested=True):
                mlflow.set_tag("stage", "best of its family")
                report(split.test[data.TARGET].to_numpy(), best.chance)
        champion = max(results, key=lambda r: r.validated["cv_auc"])
        model_id = log_champion(champion, split)
        close_sweep(champion, model_id, results)
    print(f"\n{len(results)} runs in {monotonic() - started:.0f} s, champion: {champion.candidate.name}")
    for name, value in chosen(champion).items():
        print(f"  {name:20} {value:.4f}")
    print(f"Look at it: {mlflow.get_tracking_uri()}/#/experiments/{parent.info.experiment_id}/runs/{parent.info.run_id}")


def describe_sweep(split: data.Split, seed: int, count: int) -> None:
    mlflow.set_tag("stage", "sweep")
    log_params({
        "seed": seed, "folds": FOLDS, "candidates": count, "cutoff_pd": round(CUTOFF, 6),
        "train_rows": len(split.train), "test_rows": len(split.test), "features": len(data.features(split.train)),
        "base_score": BASE_SCORE, "base_odds": BASE_ODDS, "points_to_double": POINTS_TO_DOUBLE,
    })
    data.log_inputs(split)
    describe(split)


def try_all(grid: list[Candidate], split: data.Split, seed: int) -> list[Result]:
    results: list[Result] = []
    for number, candidate in enumerate(grid, start=1):
        result = try_candidate(candidate, split, seed)
        results.append(result)
        mlflow.log_metric("best_cv_auc", max(r.validated["cv_auc"] for r in results), step=number)
        print(f"[{number:2}/{len(grid)}] cv_auc {result.validated['cv_auc']:.4f}  {candidate.name}", flush=True)
    return results


def try_candidate(candidate: Candidate, split: data.Split, seed: int) -> Result:
    with mlflow.start_run(run_name=candidate.name, nested=True) as run:
        # As `train` tags and logs them, so that `evaluate` takes a run of a sweep too.
        mlflow.set_tags({"family": candidate.family.name, "stage": "candidate", "data.run_id": FRESH})
        mlflow.log_params({"family": candidate.family.name, "seed": seed, **candidate.params})
        data.log_inputs(split)
        validated = cross_validate(candidate, split, seed)
        model = fit(candidate, split, seed)
        chance = model.predict_proba(split.test[data.features(split.test)])[:, 1]
        tested = measure(split.test[data.TARGET].to_numpy(), chance)
        mlflow.log_metrics(validated | {f"test_{name}": value for name, value in tested.items()})
        return Result(run.info.run_id, candidate, model, chance, tested, validated)


def best_of_families(results: list[Result]) -> list[Result]:
    best: dict[str, Result] = {}
    for result in sorted(results, key=lambda r: r.validated["cv_auc"]):
        best[result.candidate.family.name] = result
    return list(best.values())


def log_champion(champion: Result, split: data.Split) -> str:
    with mlflow.start_run(run_id=champion.run_id, nested=True):
        mlflow.set_tags({"stage": "champion", "mlflow.note.content": "Highest cross-validated AUC of the sweep."})
        info = log_model(champion.model, champion.candidate, split)
        log_tested(info.model_id, split, champion.tested)
    return info.model_id


def close_sweep(champion: Result, model_id: str, results: list[Result]) -> None:
    mlflow.set_tags({"champion.run_id": champion.run_id, "champion.model_id": model_id,
                     "champion.family": champion.candidate.family.name})
    mlflow.log_metrics(chosen(champion))
    ranked = sorted(results, key=lambda r: r.validated["cv_auc"], reverse=True)
    board = pd.DataFrame([{"run_id": r.run_id, "candidate": r.candidate.name, **measures(r)} for r in ranked])
    mlflow.log_table(board.round(6), "leaderboard.json")


def measures(result: Result) -> dict[str, float]:
    return result.validated | {f"test_{name}": value for name, value in result.tested.items()}


def chosen(result: Result) -> dict[str, float]:
    return {name: measures(result)[name] for name in ("cv_auc", "test_auc", "test_gini", "test_ks", "test_expected_cost")}
