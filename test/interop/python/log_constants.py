"""Logs a model that answers 1 and one that answers 2, registers both, and prints where they are."""

import json

import mlflow


class Constant(mlflow.pyfunc.PythonModel):
    def __init__(self, value):
        self.value = value

    def predict(self, context, model_input, params=None):
        return [self.value] * len(model_input)


with mlflow.start_run() as run:
    logged = [
        mlflow.pyfunc.log_model(
            name=f"constant-{value}", python_model=Constant(value), registered_model_name="constant",
            pip_requirements=["mlflow==3.17.2"],
        )
        for value in (1, 2)
    ]
mlflow.MlflowClient().set_registered_model_alias("constant", "champion", "1")
print(json.dumps({"run": run.info.run_id, "models": [model.model_id for model in logged]}))
