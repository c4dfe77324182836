"""Registers a model of a run and of a logged model, and makes a trace, through the Python client."""

import sys

import mlflow

mlflow.set_tracking_uri(sys.argv[1])
label = sys.argv[2]
client = mlflow.MlflowClient()

experiment = client.create_experiment(f"{label} registry")
run = client.create_run(experiment, start_time=1_700_000_000_000).info.run_id
client.log_text(run, "flavors: {}", "model/MLmodel")
model = client.create_logged_model(experiment, name="m", source_run_id=run)
client.finalize_logged_model(model.model_id, "READY")

name = f"{label} модел"
client.create_registered_model(name, tags={"a": "b"}, description="desc")
client.create_model_version(name, f"runs:/{run}/model", run, tags={"x": "y"}, description="first")
client.create_model_version(name, f"models:/{model.model_id}", run, tags={"x": "z"}, model_id=model.model_id)
client.set_registered_model_alias(name, "champion", 1)

mlflow.set_experiment(experiment_id=experiment)


@mlflow.trace
def add(x: int) -> int:
    return x + 1


add(1)
mlflow.flush_trace_async_logging()
