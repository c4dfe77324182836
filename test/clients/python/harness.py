"""Runs every check_… function of the named modules and prints a JSON line for each: its name and what went wrong."""

import importlib
import json
import os
import sys
import tempfile
import traceback
import uuid
from pathlib import Path

import mlflow
from mlflow.exceptions import MlflowException

client = None


def connect() -> None:
    global client
    mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])
    client = mlflow.tracking.MlflowClient()


def fresh_name(label: str) -> str:
    return f"{label}-{uuid.uuid4().hex[:12]}"


def fresh_experiment(label: str = "experiment") -> str:
    return client.create_experiment(fresh_name(label))


def fresh_run(label: str = "run"):
    return client.create_run(fresh_experiment(label))


def equal(got, wanted, what: str = "value") -> None:
    if got != wanted:
        raise AssertionError(f"{what}: wanted {wanted!r}, got {got!r}")


def refused(code: str, text: str, call) -> None:
    """The call must raise an MlflowException with this code and this text in its message."""
    try:
        answer = call()
    except MlflowException as error:
        equal(error.error_code, code, "error_code")
        if text not in str(error):
            raise AssertionError(f"message: wanted {text!r} in {error}") from error
        return
    raise AssertionError(f"accepted, with {answer!r}")


def scratch_folder() -> Path:
    return Path(tempfile.mkdtemp(dir=os.environ["SCRATCH"]))


def main(modules: list[str]) -> None:
    connect()
    for module in map(importlib.import_module, modules):
        for name, check in list(vars(module).items()):
            if name.startswith("check_"):
                print(json.dumps({"check": f"{module.__name__}.{name}", "error": error_of(check)}), flush=True)


def error_of(check) -> str | None:
    try:
        check()
    except Exception:
        while mlflow.active_run():
            mlflow.end_run()
        return traceback.format_exc(limit=-6)
    return None


if __name__ == "__main__":
    # The modules import this file as `harness`: both names must be one module, or they would not share the client.
    sys.modules["harness"] = sys.modules["__main__"]
    main(sys.argv[1:])
