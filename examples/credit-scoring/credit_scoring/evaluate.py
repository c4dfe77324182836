"""Measures a trained model on the rows that it has not seen, and says whether it is good enough."""

import mlflow

from . import data
from .measures import CUTOFF, measure
from .model import log_tested
from .report import report
from .tracking import begin, log_params
from .train import split_of


class NotGoodEnough(Exception):
    pass


def evaluate(train_run: str, min_auc: float) -> str:
    trained = mlflow.get_run(train_run)
    model_id = trained.outputs.model_outputs[0].model_id
    split = split_of(trained.data.tags["data.run_id"], int(float(trained.data.params["seed"])))
    y = split.test[data.TARGET].to_numpy()
    with begin(f"evaluate {trained.info.run_name}") as run:
        mlflow.set_tags({"stage": "evaluate", "family": trained.data.tags["family"], "train.run_id": train_run,
                         "model.id": model_id})
        log_params({"train_run": train_run, "min_auc": min_auc, "cutoff_pd": round(CUTOFF, 6)})
        mlflow.log_input(data.as_dataset(split.test), context="testing")
        model = mlflow.sklearn.load_model(f"models:/{model_id}")
        chance = model.predict_proba(split.test[data.features(split.test)])[:, 1]
        measured = measure(y, chance)
        log_tested(model_id, split, measured)
        report(y, chance)
        passed = measured["auc"] >= min_auc
        mlflow.set_tag("passed", str(passed).lower())
        if not passed:
            raise NotGoodEnough(f"test_auc is {measured['auc']:.4f}; at least {min_auc} is asked (min_auc).")
    print(f"Evaluated {train_run}: test_auc {measured['auc']:.4f}, run {run.info.run_id}")
    return run.info.run_id
