import math
import time

import harness
import mlflow
import numpy as np
import pandas as pd
from harness import equal, fresh_experiment, fresh_name, fresh_run, refused
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunStatus, RunTag
from mlflow.exceptions import MlflowException


def start(**options):
    mlflow.set_experiment(experiment_id=fresh_experiment())
    return mlflow.start_run(**options)


def check_fluent_run_is_read_back():
    with start(run_name="first run", tags={"given": "at start"}, description="what it is") as run:
        mlflow.log_param("depth", 4)
        mlflow.log_params({"rate": 0.1, "name": "дърво", "nothing": None, "empty": ""})
        mlflow.log_metric("loss", 0.25)
        mlflow.log_metrics({"auc": 0.5, "ks": 1}, step=3)
        mlflow.set_tag("stage", "try")
        mlflow.set_tags({"n": 1, "text": "line\nline"})
    read = mlflow.get_run(run.info.run_id)
    equal(read.info.status, "FINISHED")
    equal(read.info.run_name, "first run")
    assert read.info.end_time >= read.info.start_time > 1_600_000_000_000
    equal(read.data.params, {"depth": "4", "rate": "0.1", "name": "дърво", "nothing": "None", "empty": ""})
    equal(read.data.metrics, {"loss": 0.25, "auc": 0.5, "ks": 1.0})
    tags = read.data.tags
    equal([tags[k] for k in ("given", "stage", "n", "text", "mlflow.note.content", "mlflow.runName")],
          ["at start", "try", "1", "line\nline", "what it is", "first run"])


def check_run_without_a_name_gets_one():
    run = fresh_run()
    assert run.info.run_name, "no name was made up"
    equal(run.data.tags["mlflow.runName"], run.info.run_name)


def check_nested_runs_know_their_parent():
    with start() as parent:
        kids = []
        for n in range(3):
            with mlflow.start_run(nested=True, run_name=f"kid {n}") as kid:
                kids.append(kid.info.run_id)
    for kid in kids:
        equal(mlflow.get_parent_run(kid).info.run_id, parent.info.run_id)
    found = harness.client.search_runs([parent.info.experiment_id], f"tags.mlflow.parentRunId = '{parent.info.run_id}'")
    equal({r.info.run_id for r in found}, set(kids))


def check_exception_marks_the_run_failed():
    try:
        with start() as run:
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    equal(mlflow.get_run(run.info.run_id).info.status, "FAILED")


def check_status_and_name_are_updated():
    run = fresh_run().info.run_id
    for status in ("SCHEDULED", "RUNNING", "KILLED", "FAILED", "FINISHED"):
        harness.client.update_run(run, status=status)
        equal(harness.client.get_run(run).info.status, status)
    harness.client.update_run(run, name="second name")
    read = harness.client.get_run(run)
    equal((read.info.run_name, read.data.tags["mlflow.runName"]), ("second name", "second name"))
    harness.client.set_terminated(run, RunStatus.to_string(RunStatus.FAILED), end_time=1_700_000_000_123)
    equal(harness.client.get_run(run).info.end_time, 1_700_000_000_123)


def check_resumed_run_continues():
    with start() as run:
        mlflow.log_metric("m", 1, step=1)
    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_metric("m", 2, step=2)
    equal([(m.step, m.value) for m in harness.client.get_metric_history(run.info.run_id, "m")], [(1, 1.0), (2, 2.0)])


def check_delete_and_restore():
    run = fresh_run()
    harness.client.delete_run(run.info.run_id)
    equal(harness.client.get_run(run.info.run_id).info.lifecycle_stage, "deleted")
    equal(len(harness.client.search_runs([run.info.experiment_id])), 0)
    refused("INVALID_PARAMETER_VALUE", "must be in the 'active' state", lambda: harness.client.log_metric(run.info.run_id, "m", 1))
    harness.client.restore_run(run.info.run_id)
    equal(len(harness.client.search_runs([run.info.experiment_id])), 1)


def check_batch():
    run = fresh_run().info.run_id
    metrics = [Metric(f"m{n % 10}", n / 3, 1_700_000_000_000 + n, n) for n in range(1000)]
    harness.client.log_batch(run, metrics=metrics)
    harness.client.log_batch(run, params=[Param(f"p{n}", str(n)) for n in range(100)], tags=[RunTag(f"t{n}", str(n)) for n in range(100)])
    read = harness.client.get_run(run)
    equal(read.data.metrics, {f"m{n}": (990 + n) / 3 for n in range(10)})
    equal(read.data.params, {f"p{n}": str(n) for n in range(100)})
    equal({k: v for k, v in read.data.tags.items() if k.startswith("t")}, {f"t{n}": str(n) for n in range(100)})


def check_metric_values_keep_every_bit():
    run = fresh_run().info.run_id
    values = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 2**53 + 2.0, 1e16, 123456789.123456789, 1e-7, -1e22]
    for step, value in enumerate(values):
        harness.client.log_metric(run, "m", value, timestamp=1_700_000_000_000, step=step)
    read = [m.value for m in harness.client.get_metric_history(run, "m")]
    equal(read, values)


def check_nan_and_infinity():
    run = fresh_run().info.run_id
    for key, value in (("nan", math.nan), ("up", math.inf), ("down", -math.inf)):
        harness.client.log_metric(run, key, value, step=1)
    read = harness.client.get_run(run).data.metrics
    assert math.isnan(read["nan"]), read
    # A database cannot hold infinities, so MLflow stores the largest finite number.
    equal((read["up"], read["down"]), (1.7976931348623157e308, -1.7976931348623157e308))
    assert math.isnan(harness.client.get_metric_history(run, "nan")[0].value)


def check_latest_metric_is_the_one_of_the_highest_step():
    run = fresh_run().info.run_id
    for step, timestamp, value in ((5, 100, 0.5), (9, 50, 0.9), (2, 900, 0.2), (9, 60, 0.1), (9, 60, 0.3), (-3, 999, 7)):
        harness.client.log_metric(run, "m", value, timestamp=timestamp, step=step)
    equal(harness.client.get_run(run).data.metrics["m"], 0.3)


def check_repeated_metric_is_stored_once():
    run = fresh_run().info.run_id
    for _ in range(3):
        harness.client.log_metric(run, "m", 1.5, timestamp=1_700_000_000_000, step=1)
    equal(len(harness.client.get_metric_history(run, "m")), 1)


def check_metric_history_is_paged():
    run = fresh_run().info.run_id
    for first in range(0, 3000, 1000):
        harness.client.log_batch(run, metrics=[Metric("m", float(n), 1_700_000_000_000 + n, n) for n in range(first, first + 1000)])
    store = harness.client._tracking_client.store
    steps, token, pages = [], None, 0
    while pages == 0 or token:
        page = store.get_metric_history(run, "m", max_results=700, page_token=token)
        steps += [m.step for m in page]
        token, pages = page.token, pages + 1
    equal(steps, list(range(3000)))
    equal(pages, 5)
    equal(len(harness.client.get_metric_history(run, "m")), 3000)
    equal(harness.client.get_metric_history(run, "other"), [])


def check_asynchronous_logging_arrives():
    with start() as run:
        for step in range(200):
            mlflow.log_metric("m", step, step=step, synchronous=False)
        mlflow.log_params({"a": 1}, synchronous=False)
        mlflow.flush_async_logging()
    equal(len(harness.client.get_metric_history(run.info.run_id, "m")), 200)
    equal(mlflow.get_run(run.info.run_id).data.params, {"a": "1"})


def check_tags_are_replaced_and_deleted():
    run = fresh_run().info.run_id
    harness.client.set_tag(run, "a", "1")
    harness.client.set_tag(run, "a", "2")
    equal(harness.client.get_run(run).data.tags["a"], "2")
    harness.client.delete_tag(run, "a")
    assert "a" not in harness.client.get_run(run).data.tags
    refused("RESOURCE_DOES_NOT_EXIST", "No tag with name: a", lambda: harness.client.delete_tag(run, "a"))


def check_parameter_is_written_once():
    run = fresh_run().info.run_id
    harness.client.log_param(run, "p", "1")
    harness.client.log_param(run, "p", "1")
    refused("INVALID_PARAMETER_VALUE", "Changing param values is not allowed", lambda: harness.client.log_param(run, "p", "2"))
    equal(harness.client.get_run(run).data.params, {"p": "1"})


def check_longest_values():
    run = fresh_run().info.run_id
    harness.client.log_param(run, "p", "x" * 6000)
    equal(len(harness.client.get_run(run).data.params["p"]), 6000)
    harness.client.set_tag(run, "t", "y" * 8000)
    equal(len(harness.client.get_run(run).data.tags["t"]), 8000)
    harness.client.log_param(run, "too long", "z" * 6500)
    equal(harness.client.get_run(run).data.params["too long"], "z" * 6000)


def check_dataset_inputs():
    frame = pd.DataFrame({"income": [1.0, 2.5], "segment": ["a", "b"], "bad": [0, 1]})
    with start() as run:
        for context in ("training", "testing"):
            source = "https://example.invalid/credit.csv"
            mlflow.log_input(mlflow.data.from_pandas(frame, source=source, targets="bad", name="credit"), context=context)
        mlflow.log_input(mlflow.data.from_numpy(np.arange(6).reshape(3, 2), name="matrix"), context="extra", tags={"k": "v"})
    inputs = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    equal(sorted(i.dataset.name for i in inputs), ["credit", "matrix"] if len(inputs) == 2 else ["credit", "credit", "matrix"])
    matrix = next(i for i in inputs if i.dataset.name == "matrix")
    equal({t.key: t.value for t in matrix.tags}, {"mlflow.data.context": "extra", "k": "v"})
    credit = next(i.dataset for i in inputs if i.dataset.name == "credit")
    assert '"num_rows": 2' in credit.profile and "income" in credit.schema, credit
    found = harness.client.search_runs([run.info.experiment_id], "datasets.name = 'matrix' AND datasets.context = 'extra'")
    equal([r.info.run_id for r in found], [run.info.run_id])


def check_client_inputs():
    run = fresh_run().info.run_id
    dataset = Dataset("d", "abc123", "local", "/data", schema="{}", profile='{"rows": 1}')
    harness.client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", "eval")])])
    read = harness.client.get_run(run).inputs.dataset_inputs
    equal([(i.dataset.name, i.dataset.digest, i.dataset.profile, i.tags[0].value) for i in read], [("d", "abc123", '{"rows": 1}', "eval")])


def check_errors():
    run = fresh_run().info.run_id
    nothing = "0" * 32
    refused("RESOURCE_DOES_NOT_EXIST", f"Run with id={nothing} not found", lambda: harness.client.get_run(nothing))
    refused("RESOURCE_DOES_NOT_EXIST", f"Run with id={nothing} not found", lambda: harness.client.log_metric(nothing, "m", 1))
    refused("RESOURCE_DOES_NOT_EXIST", "", lambda: harness.client.create_run("987654321"))
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.log_metric(run, "a/../b", 1))
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.log_metric(run, "m" * 251, 1))
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.log_batch(run, params=[Param("a", "1"), Param("a", "2")]))
    equal(harness.client.get_run(run).data.params, {})
    try:
        harness.client.get_run(nothing)
    except MlflowException as error:
        equal(error.get_http_status_code(), 404)


def check_start_times_are_kept():
    experiment = fresh_experiment()
    moment = int(time.time() * 1000) - 86_400_000
    run = harness.client.create_run(experiment, start_time=moment, run_name=fresh_name("timed"), tags={"mlflow.user": "ana"})
    read = harness.client.get_run(run.info.run_id)
    equal((read.info.start_time, read.info.user_id), (moment, "ana"))
    equal(read.info.end_time, None)
