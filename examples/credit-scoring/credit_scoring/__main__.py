"""Sweeps models of default risk and logs everything to a tracking server with the plain MLflow client."""

import argparse
import os
import warnings
from dataclasses import dataclass
from time import monotonic

import mlflow
import numpy as np
import pandas as pd
from mlflow.models import infer_signature
from sklearn.base import BaseEstimator
from sklearn.metrics import classification_report, confusion_matrix, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from . import data
from .candidates import CANDIDATES, Candidate
from .figures import NAMES, draw_all
from .measures import BASE_ODDS, BASE_SCORE, CUTOFF, POINTS_TO_DOUBLE, measure, points, refused

FOLDS = 5
# What models of this sweep are made of beyond skops' own list; the file is written and read by this script alone.
TRUSTED_TYPES = ["numpy.dtype", "sklearn.neural_network._stochastic_optimizers.AdamOptimizer", "sklearn.tree._tree.Tree"]


@dataclass(frozen=True)
class Result:
    run_id: str
    candidate: Candidate
    model: BaseEstimator
    pd: np.ndarray
    metrics: dict[str, float]


def main() -> None:
    args = arguments()
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")
    mlflow.set_tracking_uri(args.tracking_uri)
    experiment = mlflow.set_experiment(args.experiment)
    mlflow.set_experiment_tags({"domain": "credit risk", "data": data.PACKAGE, "mlflow.note.content": __doc__})
    started = monotonic()
    split = data.load(args.seed)
    with mlflow.start_run(run_name=f"sweep of {len(CANDIDATES)} candidates") as parent:
        describe_sweep(split, args.seed)
        results = sweep(split, args.seed)
        for best in best_of_families(results):
            report(best, split)
        champion = max(results, key=lambda r: r.metrics["cv_auc"])
        model_id = log_champion(champion, split)
        close_sweep(champion, model_id, results)
    print(f"\n{len(results)} runs in {monotonic() - started:.0f} s, champion: {champion.candidate.name}")
    for name in ("cv_auc", "test_auc", "test_gini", "test_ks", "test_expected_cost"):
        print(f"  {name:20} {champion.metrics[name]:.4f}")
    print(f"Look at it: {args.tracking_uri}/#/experiments/{experiment.experiment_id}/runs/{parent.info.run_id}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    server = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
    parser.add_argument("--tracking-uri", default=server, type=lambda uri: uri.rstrip("/"))
    parser.add_argument("--experiment", default="credit-scoring")
    parser.add_argument("--seed", default=7, type=int)
    return parser.parse_args()


def describe_sweep(split: data.Split, seed: int) -> None:
    mlflow.set_tag("stage", "sweep")
    mlflow.log_params({
        "seed": seed, "folds": FOLDS, "candidates": len(CANDIDATES), "cutoff_pd": round(CUTOFF, 6),
        "train_rows": len(split.train), "test_rows": len(split.test), "features": len(data.features(split.train)),
        "base_score": BASE_SCORE, "base_odds": BASE_ODDS, "points_to_double": POINTS_TO_DOUBLE,
    })
    log_datasets(split)
    mlflow.log_dict({"protected": data.PROTECTED, "numeric": split.numeric, "categorical": split.categorical},
                    "data/columns.json")
    mlflow.log_text(split.train.describe(include="all").to_csv(), "data/train-summary.csv")


def log_datasets(split: data.Split) -> None:
    for context, frame in (("training", split.train), ("testing", split.test)):
        dataset = mlflow.data.from_pandas(frame, source=data.SOURCE, targets=data.TARGET, name="german-credit")
        mlflow.log_input(dataset, context=context)


def sweep(split: data.Split, seed: int) -> list[Result]:
    results: list[Result] = []
    for number, candidate in enumerate(CANDIDATES, start=1):
        result = try_candidate(candidate, split, seed)
        results.append(result)
        mlflow.log_metric("best_cv_auc", max(r.metrics["cv_auc"] for r in results), step=number)
        print(f"[{number:2}/{len(CANDIDATES)}] cv_auc {result.metrics['cv_auc']:.4f}  {candidate.name}", flush=True)
    return results


def try_candidate(candidate: Candidate, split: data.Split, seed: int) -> Result:
    with mlflow.start_run(run_name=candidate.name, nested=True) as run:
        mlflow.set_tags({"family": candidate.family.name, "stage": "candidate"})
        mlflow.log_params({"family": candidate.family.name, **candidate.params})
        log_datasets(split)
        x, y = split.train[data.features(split.train)], split.train[data.TARGET].to_numpy()
        metrics = cross_validate(candidate, split, x, y, seed)
        model = candidate.pipeline(split, seed).fit(x, y)
        chance = model.predict_proba(split.test[x.columns])[:, 1]
        tested = measure(split.test[data.TARGET].to_numpy(), chance)
        metrics |= {f"test_{name}": value for name, value in tested.items()}
        mlflow.log_metrics(metrics)
        return Result(run.info.run_id, candidate, model, chance, metrics)


def cross_validate(candidate: Candidate, split: data.Split, x: pd.DataFrame, y: np.ndarray, seed: int) -> dict[str, float]:
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


def best_of_families(results: list[Result]) -> list[Result]:
    best: dict[str, Result] = {}
    for result in sorted(results, key=lambda r: r.metrics["cv_auc"]):
        best[result.candidate.family.name] = result
    return list(best.values())


def report(result: Result, split: data.Split) -> None:
    y = split.test[data.TARGET].to_numpy()
    with mlflow.start_run(run_id=result.run_id, nested=True):
        mlflow.set_tag("stage", "best of its family")
        for file, figure in draw_all(y, result.pd).items():
            mlflow.log_figure(figure, file)
        counts = confusion_matrix(y, refused(result.pd))
        mlflow.log_dict({"labels": NAMES, "rows": "actual", "columns": "decided", "counts": counts.tolist()},
                        "confusion-matrix.json")
        classes = classification_report(y, refused(result.pd), target_names=NAMES, output_dict=True)
        table = pd.DataFrame({name: classes[name] for name in NAMES}).T.rename_axis("class").reset_index()
        mlflow.log_table(table, "per-class.json")
        bands = score_bands(y, result.pd)
        mlflow.log_text(bands.to_csv(index=False), "score-bands.csv")


def score_bands(y: np.ndarray, chance: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame({"score": points(chance), "bad": y})
    frame["band"] = pd.qcut(frame["score"], 10, duplicates="drop").astype(str)
    bands = frame.groupby("band").agg(lowest=("score", "min"), loans=("bad", "size"), bad=("bad", "sum"))
    bands["bad_rate"] = bands["bad"] / bands["loans"]
    return bands.sort_values("lowest").round(4).reset_index()


def log_champion(champion: Result, split: data.Split) -> str:
    x = split.train[data.features(split.train)]
    with mlflow.start_run(run_id=champion.run_id, nested=True):
        mlflow.set_tags({"stage": "champion", "mlflow.note.content": "Highest cross-validated AUC of the sweep."})
        info = mlflow.sklearn.log_model(
            champion.model, name="model", pyfunc_predict_fn="predict_proba", input_example=x.head(3),
            signature=infer_signature(x, champion.model.predict_proba(x)), params=champion.candidate.params,
            skops_trusted_types=TRUSTED_TYPES,
        )
        tested = mlflow.data.from_pandas(split.test, source=data.SOURCE, targets=data.TARGET, name="german-credit")
        measured = {name: value for name, value in champion.metrics.items() if name.startswith("test_")}
        mlflow.log_metrics(measured, model_id=info.model_id, dataset=tested)
    again = mlflow.pyfunc.load_model(info.model_uri).predict(split.test[x.columns])
    if not np.allclose(again[:, 1], champion.pd):
        raise RuntimeError("The model read back from the server scores differently")
    return info.model_id


def close_sweep(champion: Result, model_id: str, results: list[Result]) -> None:
    mlflow.set_tags({"champion.run_id": champion.run_id, "champion.model_id": model_id,
                     "champion.family": champion.candidate.family.name})
    mlflow.log_metrics({name: champion.metrics[name] for name in ("cv_auc", "test_auc", "test_ks", "test_expected_cost")})
    ranked = sorted(results, key=lambda r: r.metrics["cv_auc"], reverse=True)
    board = pd.DataFrame([{"run_id": r.run_id, "candidate": r.candidate.name, **r.metrics} for r in ranked])
    mlflow.log_table(board.round(6), "leaderboard.json")


if __name__ == "__main__":
    main()
