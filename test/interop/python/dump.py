"""Prints as JSON all that a server shows of its experiments, runs and models, in an order that depends on the data only."""

import json
import sys

import mlflow
from mlflow.entities import ViewType

mlflow.set_tracking_uri(sys.argv[1])
client = mlflow.MlflowClient()


def plain(value):
    """Entities as their properties, down to what JSON knows; a float as the text that keeps every bit."""
    if isinstance(value, float):
        return repr(value)
    if value is None or isinstance(value, (str, int, bool)):
        return value if not hasattr(value, "name") else value.name
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in sorted(value.items())}
    # Protobuf's lists are no lists.
    if isinstance(value, (list, tuple, set)) or hasattr(value, "__len__"):
        return [plain(v) for v in value]
    if hasattr(value, "__iter__"):
        return {k: plain(v) for k, v in sorted(dict(value).items())}
    return {k.lstrip("_"): plain(v) for k, v in sorted(vars(value).items())}


def by_text(values) -> list:
    return sorted((plain(v) for v in values), key=json.dumps)


def shown(run) -> dict:
    run_id = run.info.run_id
    return {
        "info": plain(run.info),
        "params": plain(run.data.params),
        "tags": plain(run.data.tags),
        "latest": by_text(run.data._metric_objs),
        "history": {key: plain(client.get_metric_history(run_id, key)) for key in sorted(run.data.metrics)},
        "inputs": by_text(run.inputs.dataset_inputs) if run.inputs else [],
        "model_inputs": by_text(run.inputs.model_inputs) if run.inputs else [],
        "outputs": by_text(run.outputs.model_outputs) if run.outputs else [],
        "artifacts": {folder: plain(client.list_artifacts(run_id, folder)) for folder in ("", "notes")},
    }


def everything() -> dict:
    experiments = client.search_experiments(view_type=ViewType.ALL, order_by=["experiment_id"])
    ids = [e.experiment_id for e in experiments]
    runs = client.search_runs(ids, run_view_type=ViewType.ALL, order_by=["start_time ASC"])
    models = client.search_logged_models(ids, order_by=[{"field_name": "creation_timestamp", "ascending": True}])
    return {
        "experiments": [plain(e) for e in experiments],
        "by_name": [plain(client.get_experiment_by_name(e.name)) for e in experiments if e.lifecycle_stage == "active"],
        "runs": [shown(client.get_run(r.info.run_id)) for r in runs],
        "searched": [shown(r) for r in runs],
        "models": [{k: by_text(v) if k == "metrics" else v for k, v in model(m).items()} for m in models],
        "registered": registered(),
        "text": [note_of(r.info.run_id) for r in runs if r.info.run_name == "full"],
    }


MODEL = ("name", "creation_timestamp", "last_updated_timestamp", "description", "tags", "aliases")
VERSION = (
    *("name", "version", "creation_timestamp", "last_updated_timestamp", "current_stage", "description", "source", "run_id"),
    *("status", "tags", "run_link", "aliases"),
)


def fields(entity, names) -> dict:
    return {name: plain(getattr(entity, name)) for name in names}


def registered() -> list:
    models = client.search_registered_models()
    versions = sorted(client.search_model_versions(), key=lambda v: (v.name, int(v.version)))
    prompts = client.search_prompts()
    return [
        [{**fields(client.get_registered_model(m.name), MODEL), "latest": [fields(v, VERSION) for v in m.latest_versions]} for m in models],
        [fields(client.get_model_version(v.name, v.version), VERSION) for v in versions],
        [client.get_model_version_download_uri(v.name, v.version) for v in versions],
        [[p.name, p.description, plain(p.tags)] for p in prompts],
        [[v.name, v.version, v.template, v.commit_message, plain(v.tags)] for p in prompts for v in client.search_prompt_versions(p.name)],
    ]


def model(found) -> dict:
    read = client.get_logged_model(found.model_id)
    return {**plain(read), "metrics": read.metrics or []}


def note_of(run_id: str) -> str:
    return mlflow.artifacts.load_text(f"runs:/{run_id}/notes/a b.txt")


print(json.dumps(everything(), ensure_ascii=False))
