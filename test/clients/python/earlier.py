"""What works alike in clients of every age: run with 1.x and 2.x, which know less and call older paths."""

import math

import harness
import mlflow
from harness import equal, fresh_experiment, fresh_name, refused
from mlflow.entities import Metric, Param, RunTag, ViewType


def check_experiments():
    name = fresh_name("old")
    made = harness.client.create_experiment(name, tags={"a": "1"})
    equal(harness.client.get_experiment_by_name(name).experiment_id, made)
    harness.client.set_experiment_tag(made, "b", "2")
    equal(harness.client.get_experiment(made).tags["b"], "2")
    harness.client.rename_experiment(made, name + "-renamed")
    equal(harness.client.get_experiment(made).name, name + "-renamed")
    harness.client.delete_experiment(made)
    equal(harness.client.get_experiment(made).lifecycle_stage, "deleted")
    harness.client.restore_experiment(made)
    equal(harness.client.get_experiment(made).lifecycle_stage, "active")


def check_experiments_are_listed():
    name = fresh_name("listed")
    harness.client.create_experiment(name)
    found = harness.client.search_experiments(view_type=ViewType.ACTIVE_ONLY, filter_string=f"name = '{name}'")
    equal([e.name for e in found], [name])


def check_run_is_read_back():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    with mlflow.start_run(run_name="old client") as run:
        mlflow.log_param("p", 1)
        mlflow.log_metric("m", 0.5, step=1)
        mlflow.log_metric("m", 0.75, step=2)
        mlflow.log_metric("nan", math.nan)
        mlflow.set_tag("t", "tag")
    read = harness.client.get_run(run.info.run_id)
    equal((read.data.params, read.data.metrics["m"], read.data.tags["t"]), ({"p": "1"}, 0.75, "tag"))
    equal((read.info.status, read.data.tags["mlflow.runName"], read.info.run_uuid), ("FINISHED", "old client", run.info.run_id))
    assert math.isnan(read.data.metrics["nan"])
    equal([(m.step, m.value) for m in harness.client.get_metric_history(run.info.run_id, "m")], [(1, 0.5), (2, 0.75)])


def check_nested_runs_and_search():
    experiment = fresh_experiment()
    mlflow.set_experiment(experiment_id=experiment)
    with mlflow.start_run() as parent:
        for n in range(4):
            with mlflow.start_run(nested=True):
                mlflow.log_metric("auc", n / 10)
                mlflow.log_param("n", n)
    query = f"tags.mlflow.parentRunId = '{parent.info.run_id}' and metrics.auc > 0.05"
    seen, token = [], None
    while True:
        page = harness.client.search_runs([experiment], query, order_by=["metrics.auc DESC"], max_results=2, page_token=token)
        seen += [r.data.params["n"] for r in page]
        token = page.token
        if not token:
            break
    equal(seen, ["3", "2", "1"])


def check_batch():
    run = harness.client.create_run(fresh_experiment()).info.run_id
    harness.client.log_batch(run, [Metric("m", float(n), 1000 + n, n) for n in range(50)], [Param("p", "1")], [RunTag("t", "x")])
    read = harness.client.get_run(run).data
    equal((read.metrics, read.params, read.tags["t"]), ({"m": 49.0}, {"p": "1"}, "x"))


def check_delete_and_restore_run():
    run = harness.client.create_run(fresh_experiment())
    harness.client.delete_run(run.info.run_id)
    equal(len(harness.client.search_runs([run.info.experiment_id])), 0)
    harness.client.restore_run(run.info.run_id)
    equal(len(harness.client.search_runs([run.info.experiment_id])), 1)


def check_artifacts():
    run = harness.client.create_run(fresh_experiment()).info.run_id
    harness.client.log_text(run, "текст", "folder/text.txt")
    harness.client.log_dict(run, {"a": 1}, "d.json")
    equal([f.path for f in harness.client.list_artifacts(run)], ["d.json", "folder"])
    with open(harness.client.download_artifacts(run, "folder/text.txt", str(harness.scratch_folder())), encoding="utf8") as file:
        equal(file.read(), "текст")


def check_errors():
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: harness.client.get_run("0" * 32))
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.search_runs([fresh_experiment()], "nonsense"))
    name = fresh_name("twice")
    harness.client.create_experiment(name)
    refused("RESOURCE_ALREADY_EXISTS", "", lambda: harness.client.create_experiment(name))


def check_registered_model():
    client = harness.client
    name = client.create_registered_model(fresh_name("model"), tags={"team": "risk"}, description="for loans").name
    run = harness.client.create_run(fresh_experiment())
    for n in range(2):
        client.create_model_version(name, f"{run.info.artifact_uri}/model{n}", run.info.run_id, tags={"n": str(n)}, await_creation_for=0)
    client.transition_model_version_stage(name, "1", "Production")
    equal({v.current_stage: str(v.version) for v in client.get_latest_versions(name)}, {"Production": "1", "None": "2"})
    equal(client.get_model_version_download_uri(name, "2"), f"{run.info.artifact_uri}/model1")
    equal([str(v.version) for v in client.search_model_versions(f"name='{name}' and run_id='{run.info.run_id}'")], ["1", "2"])
    read = client.get_registered_model(name)
    equal((read.description, read.tags), ("for loans", {"team": "risk"}))
    client.delete_model_version(name, "2")
    client.delete_registered_model(name)
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: client.get_registered_model(name))
