"""A run as the Python client sees it, or one that it logs: `sdk_run.py read URI RUN_ID`, `sdk_run.py write URI`."""

import json
import sys

import mlflow
from mlflow.artifacts import load_dict, load_image, load_text

command, uri = sys.argv[1:3]
mlflow.set_tracking_uri(uri)
client = mlflow.MlflowClient()


def read(run_id):
    run = mlflow.get_run(run_id)
    mlflow.set_experiment(experiment_id=run.info.experiment_id)
    artifacts = run.info.artifact_uri
    image = next(f.path for f in client.list_artifacts(run_id, "images") if f.path.endswith(".png"))
    small = next(f.path for f in client.list_artifacts(run_id, "images") if f.path.endswith(".webp"))
    output = run.outputs.model_outputs[0]
    info = mlflow.models.get_model_info(f"models:/{output.model_id}")
    [dataset_input] = run.inputs.dataset_inputs
    return {
        "name": run.info.run_name,
        "status": run.info.status,
        "user": run.info.user_id,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "history": [(m.step, m.value) for m in client.get_metric_history(run_id, "loss")],
        "source": run.data.tags["mlflow.source.type"],
        "text": load_text(f"{artifacts}/notes/a.txt"),
        "dict": load_dict(f"{artifacts}/d.json"),
        "table": mlflow.load_table("tab.json", run_ids=[run_id]).to_dict(orient="list"),
        "image": load_image(f"{artifacts}/{image}").size,
        "small": load_image(f"{artifacts}/{small}").size,
        "dataset": [dataset_input.dataset.name, dataset_input.dataset.source, dataset_input.tags[0].value],
        "model": [client.get_logged_model(output.model_id).name, list(info.flavors), info.signature.inputs.to_dict()],
        "version": client.get_model_version_by_alias("sdk-model", "live").run_id,
        "prompt": mlflow.genai.load_prompt("prompts:/sdk-prompt/1").format(name="Ada"),
    }


def write():
    mlflow.set_experiment("from-python")
    with mlflow.start_run(run_name="python", tags={"a": "b"}) as run:
        mlflow.log_params({"depth": 3, "on": True})
        for step in range(5):
            mlflow.log_metric("loss", step / 7, step=step)
        mlflow.log_text("héllo", "notes/a.txt")
        mlflow.log_table({"q": ["a"], "n": [1]}, "tab.json")
    mlflow.genai.register_prompt(name="python-prompt", template="Hello {{name}}")
    return {"run_id": run.info.run_id}


print(json.dumps(read(sys.argv[3]) if command == "read" else write()))
