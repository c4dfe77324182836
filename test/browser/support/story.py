"""What a person trains in a story: two runs whose metrics grow while the page looks on, the better one with a model."""

import sys
import time

import mlflow


class Threshold(mlflow.pyfunc.PythonModel):
    def predict(self, model_input: list[float]) -> list[bool]:
        return [value > 0.5 for value in model_input]


mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment(sys.argv[2])

for name, depth, best in [("shallow", 3, 0.71), ("deep", 9, 0.93)]:
    with mlflow.start_run(run_name=name):
        mlflow.log_params({"depth": depth, "model": "gbdt"})
        for step in range(20):
            mlflow.log_metric("auc", best * (step + 1) / 20, step=step)
            time.sleep(0.05)
        if name == "deep":
            mlflow.pyfunc.log_model(name="model", python_model=Threshold(), pip_requirements=["mlflow"])
