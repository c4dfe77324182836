import harness
import mlflow
from harness import equal, fresh_experiment, fresh_name, refused
from mlflow.entities import ViewType


def names(found) -> list[str]:
    return [experiment.name for experiment in found]


def check_create_and_get_by_id_and_name():
    name = fresh_name("création ü 信用")
    made = harness.client.create_experiment(name, tags={"team": "риск", "empty": ""})
    by_id, by_name = harness.client.get_experiment(made), harness.client.get_experiment_by_name(name)
    equal(by_id.name, name)
    equal(by_name.experiment_id, made)
    equal(by_id.tags["team"], "риск")
    equal(by_id.lifecycle_stage, "active")
    assert by_id.creation_time > 1_600_000_000_000
    assert by_id.artifact_location.endswith(f"/{made}"), by_id.artifact_location


def check_default_experiment_is_there():
    equal(harness.client.get_experiment("0").name, "Default")


def check_unknown_name_gives_none():
    equal(harness.client.get_experiment_by_name(fresh_name("none")), None)


def check_given_artifact_location_is_kept():
    location = (harness.scratch_folder() / "own").as_uri()
    made = harness.client.create_experiment(fresh_name("located"), artifact_location=location)
    equal(harness.client.get_experiment(made).artifact_location, location)


def check_rename():
    made, name = fresh_experiment(), fresh_name("renamed")
    before = harness.client.get_experiment(made)
    harness.client.rename_experiment(made, name)
    after = harness.client.get_experiment(made)
    equal(after.name, name)
    assert after.last_update_time >= before.last_update_time


def check_tags_are_set_replaced_and_deleted():
    made = fresh_experiment()
    harness.client.set_experiment_tag(made, "a", "1")
    harness.client.set_experiment_tag(made, "a", "2")
    harness.client.set_experiment_tag(made, "mlflow.note.content", "# Note\nsecond line")
    tags = harness.client.get_experiment(made).tags
    equal((tags["a"], tags["mlflow.note.content"]), ("2", "# Note\nsecond line"))
    harness.client.delete_experiment_tag(made, "a")
    assert "a" not in harness.client.get_experiment(made).tags


def check_delete_and_restore():
    made = fresh_experiment()
    name = harness.client.get_experiment(made).name
    run = harness.client.create_run(made).info.run_id
    harness.client.delete_experiment(made)
    equal(harness.client.get_experiment(made).lifecycle_stage, "deleted")
    equal(harness.client.get_run(run).info.lifecycle_stage, "deleted")
    assert name not in names(harness.client.search_experiments())
    assert name in names(harness.client.search_experiments(view_type=ViewType.DELETED_ONLY))
    harness.client.restore_experiment(made)
    equal(harness.client.get_experiment(made).lifecycle_stage, "active")
    equal(harness.client.get_run(run).info.lifecycle_stage, "active")


def check_search_filters_orders_and_pages():
    mark = fresh_name("search")
    for n in range(7):
        harness.client.create_experiment(f"{mark}-{n}", tags={"mark": mark, "n": str(n)})
    order = ["name DESC"]
    query = f"name LIKE '{mark}-%' AND tags.mark = '{mark}'"
    wanted = [f"{mark}-{n}" for n in (6, 5, 4, 3, 2, 1, 0)]
    seen, token = [], None
    while True:
        page = harness.client.search_experiments(filter_string=query, order_by=order, max_results=3, page_token=token)
        assert len(page) <= 3
        seen += names(page)
        token = page.token
        if not token:
            break
    equal(seen, wanted)
    equal(names(mlflow.search_experiments(filter_string=query, order_by=order)), wanted)
    equal(names(harness.client.search_experiments(filter_string=f"tags.mark = '{mark}' AND tags.n = '3'")), [f"{mark}-3"])


def check_errors():
    made = fresh_experiment()
    name = harness.client.get_experiment(made).name
    refused("RESOURCE_ALREADY_EXISTS", "already exists", lambda: harness.client.create_experiment(name))
    refused("RESOURCE_DOES_NOT_EXIST", "No Experiment with id=987654321 exists", lambda: harness.client.get_experiment("987654321"))
    refused("INVALID_PARAMETER_VALUE", "Invalid", lambda: harness.client.search_experiments(filter_string="nonsense = 'a'"))
    harness.client.delete_experiment(made)
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.create_run(made))


def check_fluent_set_experiment():
    name = fresh_name("fluent")
    made = mlflow.set_experiment(name)
    mlflow.set_experiment_tags({"x": "1", "y": "2"})
    tags = mlflow.get_experiment(made.experiment_id).tags
    equal((tags["x"], tags["y"]), ("1", "2"))
    equal(mlflow.set_experiment(name).experiment_id, made.experiment_id)
