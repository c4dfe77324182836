import json
from pathlib import Path

import harness
import mlflow
from harness import equal, fresh_experiment, fresh_name, refused, scratch_folder


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[float], params=None) -> list[float]:
        return [2 * x for x in model_input]


def log_doubler():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    with mlflow.start_run() as run:
        info = mlflow.pyfunc.log_model(name="double", python_model=Doubler(), input_example=[1.0], pip_requirements=["numpy"])
    return run.info.run_id, info


def fresh_model(**fields) -> str:
    return harness.client.create_registered_model(fresh_name("model"), **fields).name


def fresh_version(name: str, source: str = "s3://bucket/model", **fields):
    return harness.client.create_model_version(name, source, await_creation_for=0, **fields)


def check_registered_model_goes_through_its_life():
    client = harness.client
    name = fresh_model(tags={"team": "risk"}, description="for loans")
    read = client.get_registered_model(name)
    equal((read.description, read.tags, read.aliases, read.latest_versions), ("for loans", {"team": "risk"}, {}, []))
    equal(read.creation_timestamp, read.last_updated_timestamp)
    client.update_registered_model(name, description="for cards")
    client.set_registered_model_tag(name, "tier", "1")
    client.delete_registered_model_tag(name, "team")
    read = client.get_registered_model(name)
    equal((read.description, read.tags), ("for cards", {"tier": "1"}))
    renamed = fresh_name("renamed")
    client.rename_registered_model(name, renamed)
    refused("RESOURCE_DOES_NOT_EXIST", f"Registered Model with name={name} not found", lambda: client.get_registered_model(name))
    client.delete_registered_model(renamed)
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: client.delete_registered_model(renamed))


def check_version_goes_through_its_life():
    client = harness.client
    name = fresh_model()
    made = fresh_version(name, tags={"approved": "no"}, description="first", run_link="https://ci.example/1")
    equal((str(made.version), made.status, made.current_stage, made.tags, made.run_link), ("1", "READY", "None", {"approved": "no"}, "https://ci.example/1"))
    client.update_model_version(name, "1", description="changed")
    client.set_model_version_tag(name, "1", "approved", "yes")
    client.set_model_version_tag(name, "1", "by", "audit")
    client.delete_model_version_tag(name, "1", "by")
    read = client.get_model_version(name, "1")
    equal((read.description, read.tags), ("changed", {"approved": "yes"}))
    equal(client.get_model_version_download_uri(name, "1"), "s3://bucket/model")
    client.delete_model_version(name, "1")
    refused("RESOURCE_DOES_NOT_EXIST", "version=1) not found", lambda: client.get_model_version(name, "1"))
    equal(str(fresh_version(name).version), "2")


def check_stages_and_latest_versions():
    client = harness.client
    name = fresh_model()
    for _ in range(3):
        fresh_version(name)
    client.transition_model_version_stage(name, "1", "Production")
    moved = client.transition_model_version_stage(name, "2", "production", archive_existing_versions=True)
    equal(moved.current_stage, "Production")
    latest = {v.current_stage: str(v.version) for v in client.get_latest_versions(name)}
    equal(latest, {"Archived": "1", "Production": "2", "None": "3"})
    equal([str(v.version) for v in client.get_latest_versions(name, stages=["Production"])], ["2"])
    refused("INVALID_PARAMETER_VALUE", "Invalid Model Version stage", lambda: client.transition_model_version_stage(name, "2", "nowhere"))


def check_aliases():
    client = harness.client
    name = fresh_model()
    for _ in range(2):
        fresh_version(name)
    client.set_registered_model_alias(name, "champion", "1")
    client.set_registered_model_alias(name, "first", "1")
    equal(sorted(client.get_model_version_by_alias(name, "champion").aliases), ["champion", "first"])
    client.set_registered_model_alias(name, "champion", "2")
    equal({k: str(v) for k, v in client.get_registered_model(name).aliases.items()}, {"champion": "2", "first": "1"})
    client.delete_registered_model_alias(name, "first")
    refused("INVALID_PARAMETER_VALUE", "Registered model alias first not found.", lambda: client.get_model_version_by_alias(name, "first"))
    refused("INVALID_PARAMETER_VALUE", "reserved", lambda: client.set_registered_model_alias(name, "latest", "1"))


def check_run_is_registered_and_loaded_by_every_uri():
    run_id, info = log_doubler()
    name = fresh_name("double")
    version = mlflow.register_model(f"runs:/{run_id}/double", name, tags={"from": "run"})
    equal((str(version.version), version.run_id, version.tags), ("1", run_id, {"from": "run"}))
    harness.client.set_registered_model_alias(name, "champion", "1")
    harness.client.transition_model_version_stage(name, "1", "Staging")
    for uri in (f"models:/{name}/1", f"models:/{name}@champion", f"models:/{name}/Staging", f"models:/{name}/latest", info.model_uri):
        equal(mlflow.pyfunc.load_model(uri).predict([1.5, 4.0]), [3.0, 8.0], uri)
    folder = mlflow.artifacts.download_artifacts(f"models:/{name}@champion", dst_path=str(scratch_folder()))
    assert (Path(folder) / "MLmodel").is_file()


def check_logged_model_is_registered_and_knows_its_versions():
    run_id, info = log_doubler()
    name = fresh_name("double")
    version = mlflow.register_model(info.model_uri, name)
    equal((version.source, version.run_id), (info.model_uri, run_id))
    # The client tells it once more, in words of its own.
    told = json.loads(mlflow.get_logged_model(info.model_id).tags["mlflow.modelVersions"])
    equal({(v["name"], str(v["version"])) for v in told}, {(name, "1")})
    equal(mlflow.pyfunc.load_model(f"models:/{name}/1").predict([2.0]), [4.0])


def check_model_is_registered_while_it_is_logged():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    name = fresh_name("double")
    with mlflow.start_run():
        for _ in range(2):
            info = mlflow.pyfunc.log_model(name="double", python_model=Doubler(), input_example=[1.0], pip_requirements=["numpy"], registered_model_name=name)
    equal(str(info.registered_model_version), "2")
    equal(sorted(str(v.version) for v in harness.client.search_model_versions(f"name='{name}'")), ["1", "2"])


def check_version_is_copied():
    run_id, info = log_doubler()
    version = mlflow.register_model(info.model_uri, fresh_name("staging"))
    copied = harness.client.copy_model_version(f"models:/{version.name}/1", fresh_name("production"))
    equal((str(copied.version), copied.run_id, copied.source), ("1", run_id, f"models:/{version.name}/1"))
    equal(mlflow.pyfunc.load_model(f"models:/{copied.name}/1").predict([3.0]), [6.0])
    again = harness.client.copy_model_version(f"models:/{copied.name}/1", copied.name)
    equal(str(again.version), "2")
    refused("INTERNAL_ERROR", "version=9) not found", lambda: harness.client.copy_model_version(f"models:/{version.name}/9", copied.name))


def check_search_filters_orders_and_pages():
    client = harness.client
    prefix = fresh_name("found")
    for n in range(5):
        name = client.create_registered_model(f"{prefix}.{n}", tags={"even": str(n % 2 == 0)}).name
        fresh_version(name, source=f"s3://bucket/{n}", run_id=f"run{n}", tags={"n": str(n)})
    mine = f"name LIKE '{prefix}%'"
    for text, wanted in (("tags.even = 'True'", "024"), ("tags.even != 'True'", "13"), (f"name = '{prefix}.3'", "3")):
        equal("".join(m.name[-1] for m in client.search_registered_models(f"{mine} AND {text}")), wanted, text)
    order = ["name DESC"]
    first = client.search_registered_models(mine, max_results=3, order_by=order)
    rest = client.search_registered_models(mine, max_results=3, order_by=order, page_token=first.token)
    equal(("".join(m.name[-1] for m in [*first, *rest]), bool(rest.token)), ("43210", False))
    for text, wanted in (("run_id = 'run1'", "1"), ("source_path LIKE '%/2'", "2"), ("tags.n = '4'", "4"), ("version_number > 1", "")):
        equal("".join(v.name[-1] for v in client.search_model_versions(f"{mine} AND {text}")), wanted, text)
    equal(len(mlflow.search_registered_models(filter_string=mine)), 5)
    equal(len(mlflow.search_model_versions(filter_string=mine)), 5)


def check_errors():
    client = harness.client
    name = fresh_model()
    refused("RESOURCE_ALREADY_EXISTS", f"Registered Model (name={name}) already exists.", lambda: client.create_registered_model(name))
    refused("INVALID_PARAMETER_VALUE", "Names cannot contain '/' or ':'", lambda: client.create_registered_model("a/b"))
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: fresh_version("nobody"))
    refused("INVALID_PARAMETER_VALUE", "Invalid model version source", lambda: fresh_version(name, source="/etc/passwd"))
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: mlflow.pyfunc.load_model(f"models:/{name}/1"))
