"""Registers an evaluated model: as the challenger, or as the champion where it costs less than the one there is."""

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from .tracking import begin, log_params

# What bad decisions cost a loan; see measures.py.
DECIDES = "test_expected_cost"


def register(evaluation_run: str, model_name: str) -> str:
    client = MlflowClient()
    evaluated = client.get_run(evaluation_run)
    tags, cost = evaluated.data.tags, evaluated.data.metrics[DECIDES]
    if tags["passed"] != "true":
        raise ValueError(f"The run {evaluation_run} says that the model is not good enough.")
    with begin(f"register {model_name}") as run:
        mlflow.set_tags({"stage": "register", "evaluation.run_id": evaluation_run, "train.run_id": tags["train.run_id"]})
        log_params({"evaluation_run": evaluation_run, "model_name": model_name})
        version = mlflow.register_model(f"models:/{tags['model.id']}", model_name, tags={
            "family": tags["family"], "evaluation.run_id": evaluation_run, DECIDES: f"{cost:.6f}",
        })
        alias = "champion" if cost < cost_of_champion(client, model_name) else "challenger"
        client.set_registered_model_alias(model_name, alias, version.version)
        mlflow.set_tags({"model.version": version.version, "model.alias": alias})
        mlflow.log_metric(DECIDES, cost)
    print(f"Registered models:/{model_name}/{version.version} as @{alias}: run {run.info.run_id}")
    return version.version


def cost_of_champion(client: MlflowClient, model_name: str) -> float:
    try:
        return float(client.get_model_version_by_alias(model_name, "champion").tags[DECIDES])
    except MlflowException:
        return float("inf")
