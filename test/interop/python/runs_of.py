"""Prints as JSON the runs of a store, as tables show them: what a folder alone tells (infinities) is told as there."""

import json
import sys

import mlflow
from mlflow.entities import ViewType

mlflow.set_tracking_uri(sys.argv[1])
client = mlflow.MlflowClient()
LARGEST = sys.float_info.max


def value(number: float) -> str:
    return repr(max(-LARGEST, min(LARGEST, number)))


def shown(run) -> dict:
    return {
        "info": {k: str(v) for k, v in sorted(dict(run.info).items())},
        "params": {k: v.replace("\r\n", "\n") for k, v in sorted(run.data.params.items())},
        "tags": dict(sorted(run.data.tags.items())),
        "metrics": {k: value(v) for k, v in sorted(run.data.metrics.items())},
        "datasets": sorted(
            [i.dataset.name, i.dataset.digest, i.dataset.source, i.dataset.schema, i.dataset.profile, sorted((t.key, t.value) for t in i.tags)]
            for i in run.inputs.dataset_inputs
        ),
        "models in": sorted(i.model_id for i in run.inputs.model_inputs or []),
        "models out": sorted((o.model_id, o.step) for o in run.outputs.model_outputs or []) if run.outputs else [],
    }


ids = [e.experiment_id for e in client.search_experiments(view_type=ViewType.ALL)]
runs = client.search_runs(ids, run_view_type=ViewType.ALL, max_results=1000)
print(json.dumps(sorted((shown(client.get_run(r.info.run_id)) for r in runs), key=lambda r: r["info"]["run_id"])))
