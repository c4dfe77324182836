"""Fills a file store (or any store) with all that one can hold. Usage: fill_folder.py TRACKING_URI [twice]"""

import sys

import mlflow
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelInput, LoggedModelOutput
from mlflow.entities import Metric, Param, RunTag
from mlflow.entities.model_registry import ModelVersionTag, RegisteredModelTag

uri = sys.argv[1]
mlflow.set_tracking_uri(uri)
mlflow.set_registry_uri(uri)
client = mlflow.MlflowClient()

first = client.create_experiment("first", tags={"team": "red", "a/b": "tag with a slash"})
second = client.create_experiment("zweites: ünïcode", artifact_location="/tmp/mlr-elsewhere")
gone = client.create_experiment("gone")
client.create_run(gone, run_name="of the gone")
client.delete_experiment(gone)
client.rename_experiment(second, "second: ünïcode # no comment")

parent = client.create_run(first, start_time=1700000000000, run_name="parent")
run_id = parent.info.run_id
client.log_batch(
    run_id,
    metrics=[Metric("loss", 1 / (step + 3), 1700000000000 + step, step) for step in range(50)]
    + [Metric("odd", float("nan"), 5, 0), Metric("odd", float("inf"), 6, 1), Metric("odd", float("-inf"), 7, 2)]
    + [Metric("dir/sub/m", 1e-300, 1, 0), Metric("back", 2.0, 9, 5), Metric("back", 3.0, 8, 5), Metric("back", 9.0, 99, -4)]
    + [Metric("twice", 1.0, 1, 1), Metric("last nan", 3, 1, 1), Metric("last nan", float("nan"), 1, 1)]
    + [Metric("whole", 7, 10, 0), Metric("huge", 1.7976931348623157e308, 10, 9007199254740993)],
    params=[Param("lr", "0.1"), Param("multi", "line one\nline two\r\nline three\n"), Param("ü/ж", "naïve — 漢字 🎉"), Param("empty", "")],
    tags=[RunTag("plain", "value"), RunTag("with/slash/es", "x"), RunTag("long", "y" * 4000), RunTag("lines", "a\n\nb\n"), RunTag("blank", "")],
)
if "twice" in sys.argv:  # mlflow migrate-filestore dies of them
    client.log_metric(run_id, "twice", 1.0, 1, 1)
child = client.create_run(first, start_time=1700000001000, run_name="child", tags={"mlflow.parentRunId": run_id})
client.set_terminated(child.info.run_id, "FAILED", 1700000002000)
client.set_terminated(run_id, "FINISHED", 1700000003000)
deleted = client.create_run(first, start_time=1700000004000, run_name="deleted")
client.log_metric(deleted.info.run_id, "loss", 1.5)
client.delete_run(deleted.info.run_id)
client.create_run(second, start_time=1700000005000, run_name="name: with # and 'quotes' - null")
killed = client.create_run("0", start_time=1700000005000, run_name="2024-01-01")
client.set_terminated(killed.info.run_id, "KILLED", 1700000006000)

dataset = Dataset("train", "abc123", "local", '{"uri": "/data/train.csv"}', '{"cols": []}', '{"rows": 3}')
bare = Dataset("train", "other", "code", "{}")
client.log_inputs(run_id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training"), InputTag("k", "v: w")]), DatasetInput(bare, [])])
client.log_inputs(child.info.run_id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "eval")])])

model = client.create_logged_model(first, name="model-one", source_run_id=run_id, tags={"t": "1", "n": "two\nlines"}, params={"p": "1", "q/r": "2"}, model_type="classifier")
client.finalize_logged_model(model.model_id, "READY")
client.log_metric(child.info.run_id, "acc", 0.9, 1700000001500, 3, model_id=model.model_id, dataset_name="train", dataset_digest="abc123")
client.log_metric(child.info.run_id, "acc", 0.95, 1700000001600, 4, model_id=model.model_id)
pending = client.create_logged_model(first, name="model-two")
dropped = client.create_logged_model(first, name="model-gone")
client.delete_logged_model(dropped.model_id)
failed = client.create_logged_model(second, name="model-failed", model_type="x")
client.finalize_logged_model(failed.model_id, "FAILED")
client.log_inputs(child.info.run_id, models=[LoggedModelInput(model.model_id)])
client.log_outputs(run_id, [LoggedModelOutput(model.model_id, 3), LoggedModelOutput(pending.model_id, 0)])

client.create_registered_model("shop", tags={"owner": "me", "x/y": "z"}, description="It sells.\nWell.")
client.create_registered_model("empty one")
for n in range(3):
    client.create_model_version("shop", f"/tmp/mlr-source/{n}", run_id if n == 0 else None, tags={"n": str(n)}, description=f"version {n}", model_id=model.model_id if n == 1 else None)
client.set_registered_model_alias("shop", "champion", 2)
client.set_registered_model_alias("shop", "Best", 1)
client.transition_model_version_stage("shop", 1, "Production")
client.set_model_version_tag("shop", 2, "checked", "yes")
client.delete_model_version("shop", 3)
client.register_prompt("greeting", "Hello {{name}}", commit_message="first", tags={"lang": "en"})

mlflow.set_experiment(experiment_id=first)


@mlflow.trace(name="outer")
def outer(question):
    mlflow.update_current_trace(tags={"mine": "yes"}, metadata={"meta": "data"})
    return inner(question) + "!"


@mlflow.trace(name="inner", span_type="LLM")
def inner(question):
    return question.upper()


outer("how?")
trace_id = mlflow.get_last_active_trace_id()
mlflow.flush_trace_async_logging()
for assess in (lambda: mlflow.log_feedback(trace_id=trace_id, name="good", value=True, rationale="because"), lambda: mlflow.log_expectation(trace_id=trace_id, name="expected", value={"a": 1})):
    try:
        assess()
    except Exception as error:
        print("assessment:", error, file=sys.stderr)
print(first)
