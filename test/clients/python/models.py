import harness
import mlflow
import numpy as np
import pandas as pd
from harness import equal, fresh_experiment, fresh_name, refused
from mlflow.entities import LoggedModelParameter, LoggedModelStatus
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression

FRAME = pd.DataFrame({"income": [1.0, 2.0, 3.0, 4.0], "debt": [3.0, 1.0, 2.0, 0.5]})
LABEL = np.array([1, 1, 0, 0])


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[float], params=None) -> list[float]:
        return [2 * x for x in model_input]


def check_sklearn_model_is_logged_and_loaded():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    model = LogisticRegression().fit(FRAME, LABEL)
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(
            model, name="score", signature=infer_signature(FRAME, LABEL), input_example=FRAME.head(2),
            serialization_format="cloudpickle", params={"C": 1.0}, pip_requirements=["scikit-learn"],
        )
        mlflow.log_metric("acc", 1.0, model_id=info.model_id)
    for uri in (info.model_uri, f"runs:/{run.info.run_id}/score"):
        equal(list(mlflow.pyfunc.load_model(uri).predict(FRAME)), list(LABEL))
    read = mlflow.get_logged_model(info.model_id)
    equal((read.name, read.status, read.source_run_id, read.params["C"]), ("score", LoggedModelStatus.READY, run.info.run_id, "1.0"))
    equal([(m.key, m.value) for m in read.metrics], [("acc", 1.0)])
    equal([o.model_id for o in mlflow.get_run(run.info.run_id).outputs.model_outputs], [info.model_id])
    assert any(f.path.endswith("MLmodel") for f in harness.client.list_logged_model_artifacts(info.model_id))


def check_pyfunc_model_of_own_code():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    info = mlflow.pyfunc.log_model(name="double", python_model=Doubler(), input_example=[1.0, 2.0], pip_requirements=["numpy"])
    equal(mlflow.pyfunc.load_model(info.model_uri).predict([1.5, 4.0]), [3.0, 8.0])


def check_model_without_files_goes_through_its_life():
    experiment = fresh_experiment()
    made = harness.client.create_logged_model(experiment, name="hand", tags={"a": "1"}, params={"p": "1"}, model_type="agent")
    equal((made.status, made.tags["a"], made.params, made.model_type), (LoggedModelStatus.PENDING, "1", {"p": "1"}, "agent"))
    harness.client.set_logged_model_tags(made.model_id, {"a": "2", "b": "3"})
    harness.client.delete_logged_model_tag(made.model_id, "b")
    harness.client.log_model_params(made.model_id, {"q": "2"})
    ready = harness.client.finalize_logged_model(made.model_id, LoggedModelStatus.READY)
    equal(ready.status, LoggedModelStatus.READY)
    read = harness.client.get_logged_model(made.model_id)
    equal(({k: v for k, v in read.tags.items() if not k.startswith("mlflow.")}, read.params), ({"a": "2"}, {"p": "1", "q": "2"}))
    harness.client.delete_logged_model(made.model_id)
    refused("RESOURCE_DOES_NOT_EXIST", made.model_id, lambda: harness.client.get_logged_model(made.model_id))


def check_search_filters_orders_and_pages():
    experiment = fresh_experiment()
    for n in range(5):
        model = harness.client.create_logged_model(experiment, name=f"m{n}", params={"depth": str(n)}, tags={"even": str(n % 2 == 0)})
        run = harness.client.create_run(experiment).info.run_id
        harness.client.log_metric(run, "auc", n / 10, model_id=model.model_id)
        harness.client.finalize_logged_model(model.model_id, LoggedModelStatus.READY if n else LoggedModelStatus.FAILED)
    for text, wanted in (("metrics.auc >= 0.2", "234"), ("params.depth = '1'", "1"), ("tags.even = 'True' AND metrics.auc > 0.1", "24"),
                         ("name LIKE 'm%'", "01234"), ("name = 'm3'", "3")):
        found = harness.client.search_logged_models([experiment], filter_string=text)
        equal("".join(sorted(m.name[1:] for m in found)), wanted, text)
    order = [{"field_name": "metrics.auc", "ascending": False}]
    first = harness.client.search_logged_models([experiment], order_by=order, max_results=3)
    rest = harness.client.search_logged_models([experiment], order_by=order, max_results=3, page_token=first.token)
    equal([m.name for m in [*first, *rest]], ["m4", "m3", "m2", "m1", "m0"])
    equal(rest.token, None)
    frame = mlflow.search_logged_models([experiment], output_format="pandas")
    equal(len(frame), 5)


def check_metrics_of_a_model_name_their_dataset():
    mlflow.set_experiment(experiment_id=fresh_experiment())
    tested = mlflow.data.from_pandas(FRAME, source="https://example.invalid/t.csv", name="tested")
    with mlflow.start_run():
        model = mlflow.create_external_model(name=fresh_name("ext"))
        mlflow.log_metrics({"auc": 0.7, "ks": 0.4}, model_id=model.model_id, dataset=tested)
    read = mlflow.get_logged_model(model.model_id)
    equal(sorted((m.key, m.value, m.dataset_name) for m in read.metrics), [("auc", 0.7, "tested"), ("ks", 0.4, "tested")])
    exact = {"dataset_name": "tested", "dataset_digest": tested.digest}
    for dataset, wanted in ((exact, [model.model_id]), ({**exact, "dataset_digest": "other"}, [])):
        found = mlflow.search_logged_models([read.experiment_id], "metrics.auc > 0.6", datasets=[dataset], output_format="list")
        equal([m.model_id for m in found], wanted)


def check_errors():
    missing = "m-" + "0" * 32
    refused("RESOURCE_DOES_NOT_EXIST", missing, lambda: harness.client.get_logged_model(missing))
    refused("RESOURCE_DOES_NOT_EXIST", "", lambda: harness.client.finalize_logged_model(missing, LoggedModelStatus.READY))
    refused("INVALID_PARAMETER_VALUE", "", lambda: harness.client.search_logged_models([fresh_experiment()], filter_string="nonsense"))
    refused("RESOURCE_DOES_NOT_EXIST", "", lambda: harness.client.create_logged_model("987654321", name="x"))
