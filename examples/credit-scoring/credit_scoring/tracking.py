"""Where runs go, and how they begin, with a project runner or without one."""

import os
from typing import Any

import mlflow

from . import data


def connect(tracking_uri: str, experiment: str, note: str | None) -> None:
    mlflow.set_tracking_uri(tracking_uri)
    # A project runner has made the run already, in the experiment that it was given.
    if "MLFLOW_RUN_ID" not in os.environ:
        mlflow.set_experiment(experiment)
        mlflow.set_experiment_tags({"domain": "credit risk", "data": data.PACKAGE, "mlflow.note.content": note})


def begin(name: str) -> mlflow.ActiveRun:
    """The runner's run, a child where a run is active, or a new one."""
    return mlflow.start_run(run_name=name, nested=mlflow.active_run() is not None)


def log_params(params: dict[str, Any]) -> None:
    """A project runner has logged its own, as they were typed: `.1` there is 0.1 here, and neither may change."""
    known = mlflow.get_run(mlflow.active_run().info.run_id).data.params
    mlflow.log_params({name: value for name, value in params.items() if name not in known})
