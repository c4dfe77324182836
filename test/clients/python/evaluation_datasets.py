"""mlflow.genai.datasets from the outside: records, tags, experiments, searching."""

import pandas as pd
from mlflow.genai import datasets

from harness import equal, fresh_experiment, fresh_name, refused


def fresh_dataset(**fields):
    return datasets.create_dataset(name=fresh_name("dataset"), **fields)


def records_of(dataset):
    return datasets.get_dataset(dataset_id=dataset.dataset_id).to_df().to_dict("records")


def check_records_are_merged_by_their_inputs():
    dataset = fresh_dataset()
    dataset.merge_records(
        [
            {"inputs": {"question": "Какво е 1 + 1?", "n": 1.0}, "expectations": {"answer": "2"}},
            {"inputs": {"question": "b"}, "tags": {"source": "test"}},
        ]
    )
    dataset.merge_records([{"inputs": {"n": 1.0, "question": "Какво е 1 + 1?"}, "expectations": {"unit": "none"}}])
    records = {record["inputs"]["question"]: record for record in records_of(dataset)}
    equal(len(records), 2, "records")
    equal(records["Какво е 1 + 1?"]["expectations"], {"answer": "2", "unit": "none"}, "expectations")
    equal(type(records["Какво е 1 + 1?"]["inputs"]["n"]), float, "type of a float")
    equal(records["b"]["tags"]["source"], "test", "tag")


def check_a_data_frame_of_many_records_comes_back():
    dataset = fresh_dataset()
    rows = [{"inputs": {"i": i}, "expectations": {"square": i * i}} for i in range(2500)]
    dataset.merge_records(pd.DataFrame(rows))
    frame = datasets.get_dataset(dataset_id=dataset.dataset_id).to_df()
    equal(len(frame), 2500, "rows")
    equal({row["i"] for row in frame["inputs"]}, set(range(2500)), "inputs")


def check_records_are_deleted():
    dataset = fresh_dataset()
    dataset.merge_records([{"inputs": {"i": i}} for i in range(3)])
    ids = [record["dataset_record_id"] for record in records_of(dataset)]
    equal(dataset.delete_records(ids[:2]), 2, "deleted")
    equal([record["dataset_record_id"] for record in records_of(dataset)], ids[2:], "left")


def check_tags_and_experiments():
    first, second = fresh_experiment(), fresh_experiment()
    dataset = fresh_dataset(experiment_id=first, tags={"team": "credit", "n": 5})
    datasets.set_dataset_tags(dataset_id=dataset.dataset_id, tags={"team": "risk", "stage": "new"})
    datasets.delete_dataset_tag(dataset_id=dataset.dataset_id, key="stage")
    tags = datasets.get_dataset(dataset_id=dataset.dataset_id).tags
    equal({key: tags.get(key) for key in ("team", "n", "stage")}, {"team": "risk", "n": "5", "stage": None}, "tags")
    datasets.add_dataset_to_experiments(dataset_id=dataset.dataset_id, experiment_ids=[second])
    equal(set(datasets.get_dataset(dataset_id=dataset.dataset_id).experiment_ids), {first, second}, "experiments")
    datasets.remove_dataset_from_experiments(dataset_id=dataset.dataset_id, experiment_ids=[first])
    equal(datasets.get_dataset(dataset_id=dataset.dataset_id).experiment_ids, [second], "experiments left")


def check_searching():
    experiment = fresh_experiment()
    name = fresh_name("searched")
    for letter in "abc":
        datasets.create_dataset(name=f"{name}-{letter}", experiment_id=experiment, tags={"letter": letter})
    found = datasets.search_datasets(experiment_ids=[experiment], order_by=["name DESC"])
    equal([one.name for one in found], [f"{name}-{letter}" for letter in "cba"], "by name")
    found = datasets.search_datasets(filter_string=f"name LIKE '{name}%' AND tags.letter != 'b'")
    equal(sorted(one.name[-1] for one in found), ["a", "c"], "by tag")


def check_a_deleted_dataset_is_gone():
    dataset = fresh_dataset()
    datasets.delete_dataset(dataset_id=dataset.dataset_id)
    refused("RESOURCE_DOES_NOT_EXIST", "not found", lambda: datasets.get_dataset(dataset_id=dataset.dataset_id))
