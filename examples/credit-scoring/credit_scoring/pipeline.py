"""All steps, one after the other, each a run below one that holds them together."""

import mlflow

from .evaluate import evaluate
from .prepare import prepare
from .register import register
from .tracking import begin, log_params
from .train import train


def pipeline(seed: int, settings: list[str], min_auc: float, model_name: str) -> None:
    with begin("prepare to register"):
        mlflow.set_tag("stage", "pipeline")
        log_params({"seed": seed, "min_auc": min_auc, "model_name": model_name})
        prepared = prepare(seed, test_share=0.3)
        trained = train("scorecard", settings, prepared, seed)
        evaluated = evaluate(trained, min_auc)
        version = register(evaluated, model_name)
        measured = mlflow.get_run(evaluated).data.metrics
        mlflow.log_metrics({name: measured[name] for name in ("test_auc", "test_ks", "test_expected_cost")})
        mlflow.set_tags({"train.run_id": trained, "model.version": version})
