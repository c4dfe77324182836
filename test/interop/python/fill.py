"""Writes a little of everything through the Python client, so that another server can be asked for the same."""

import math
import sys

import mlflow
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelStatus, Metric, Param, RunTag

mlflow.set_tracking_uri(sys.argv[1])
label = sys.argv[2]
client = mlflow.MlflowClient()


def experiments() -> str:
    made = client.create_experiment(f"{label} данни", tags={"team": "риск", "empty": ""})
    client.set_experiment_tag(made, "mlflow.note.content", "# Note\n\nwith lines")
    gone = client.create_experiment(f"{label} deleted")
    client.create_run(gone)
    client.delete_experiment(gone)
    return made


def full_run(experiment: str, model_id: str) -> str:
    run = client.create_run(experiment, start_time=1_700_000_000_000, tags={"mlflow.user": "ana"}, run_name="full").info.run_id
    values = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, math.nan, math.inf, -math.inf, 1e16, 123456789.12345679]
    client.log_batch(run, [Metric(f"value {n}", value, 1_700_000_000_000 + n, n) for n, value in enumerate(values)])
    client.log_batch(run, [Metric("curve", math.sin(n / 50), 1_700_000_000_000 + n // 2, n - 20) for n in range(1000)])
    client.log_batch(run, [Metric("curve", -1.0, 1, 3), Metric("same step", 0.5, 9, 1), Metric("same step", 0.7, 9, 1)])
    client.log_batch(run, params=[Param("long", "x" * 6000), Param("empty", ""), Param("ключ/с път", "стойност\nред")])
    client.log_batch(run, tags=[RunTag("t", "y" * 8000), RunTag("emoji", "🚂")])
    train = Dataset("credit", "d1", "local", '{"uri": "/data"}', schema='{"a": "double"}', profile='{"num_rows": 3}')
    test = Dataset("credit", "d2", "code", "{}")
    client.log_inputs(run, [DatasetInput(train, [InputTag("mlflow.data.context", "training"), InputTag("k", "v")]), DatasetInput(test)])
    client.log_metric(run, "auc", 0.75, timestamp=1_700_000_000_500, step=4, model_id=model_id, dataset_name="credit", dataset_digest="d1")
    client.log_outputs(run, [mlflow.entities.LoggedModelOutput(model_id, 4)])
    client.log_text(run, "текст", "notes/a b.txt")
    client.log_dict(run, {"a": 1}, "conf.json")
    client.set_terminated(run, "FINISHED", end_time=1_700_000_009_000)
    return run


def other_runs(experiment: str, parent: str) -> None:
    for n, status in enumerate(("RUNNING", "SCHEDULED", "FAILED", "KILLED")):
        run = client.create_run(experiment, start_time=1_700_000_000_001 + n, tags={"mlflow.parentRunId": parent}, run_name=f"kid {n}")
        client.log_metric(run.info.run_id, "curve", n / 7, timestamp=5, step=n)
        client.update_run(run.info.run_id, status=status)
    client.delete_run(client.create_run(experiment, run_name="deleted").info.run_id)


def models(experiment: str) -> str:
    made = client.create_logged_model(experiment, name="score", tags={"a": "1"}, params={"depth": "4"}, model_type="agent")
    client.finalize_logged_model(made.model_id, LoggedModelStatus.READY)
    client.create_logged_model(experiment, name="pending")
    failed = client.create_logged_model(experiment, name="failed")
    client.finalize_logged_model(failed.model_id, LoggedModelStatus.FAILED)
    client.delete_logged_model(client.create_logged_model(experiment, name="gone").model_id)
    return made.model_id


def registry(model_id: str) -> None:
    name = client.create_registered_model(f"{label} оценка", tags={"team": "риск", "empty": ""}, description="за заеми").name
    for n in range(4):
        client.create_model_version(name, f"s3://bucket/{n}", tags={"n": str(n)}, description=f"версия {n}", await_creation_for=0)
    client.create_model_version(name, f"models:/{model_id}", model_id=model_id, await_creation_for=0)
    client.copy_model_version(f"models:/{name}/2", f"{label} copy")
    client.transition_model_version_stage(name, "1", "Production")
    client.transition_model_version_stage(name, "3", "Production", archive_existing_versions=True)
    client.set_registered_model_alias(name, "champion", "3")
    client.set_registered_model_alias(name, "Challenger", "5")
    client.delete_model_version(name, "4")
    client.set_registered_model_tag(name, "tier", "1")
    client.rename_registered_model(client.create_registered_model(f"{label} before").name, f"{label} after")
    client.register_prompt(f"{label}-prompt", "Кажи {{x}}", commit_message="first", tags={"by": "ana"})
    client.set_prompt_alias(f"{label}-prompt", "live", 1)


experiment = experiments()
model_id = models(experiment)
other_runs(experiment, full_run(experiment, model_id))
registry(model_id)
