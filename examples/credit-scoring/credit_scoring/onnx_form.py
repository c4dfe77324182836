"""The same model in ONNX, which is served without Python."""

import mlflow
import numpy as np
import onnx
from mlflow.models import infer_signature
from onnx import TensorProto, helper
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.base import BaseEstimator

from . import data
from .tracking import begin, log_params
from .train import split_of

OUTPUT = "pd"


def convert(train_run: str) -> str:
    trained = mlflow.get_run(train_run)
    split = split_of(trained.data.tags["data.run_id"], int(float(trained.data.params["seed"])))
    x = split.test[data.features(split.test)]
    model = mlflow.sklearn.load_model(f"models:/{trained.outputs.model_outputs[0].model_id}")
    chance = model.predict_proba(x)[:, 1]
    with begin(f"onnx of {trained.info.run_name}") as run:
        mlflow.set_tags({"stage": "onnx", "family": trained.data.tags["family"], "train.run_id": train_run})
        log_params({"train_run": train_run})
        # No input example: mlflow would try it with the texts of pandas 3, which onnxruntime does not take; Millrace serves it.
        signature = infer_signature(x, chance.astype("float32"))
        info = mlflow.onnx.log_model(as_onnx(model, split), name="model", signature=signature, save_as_external_data=False)
        scored = mlflow.pyfunc.load_model(info.model_uri).predict(x)[OUTPUT].to_numpy()
        difference = float(np.max(np.abs(scored - chance)))
        mlflow.log_metric("max_difference", difference)
        if difference > 1e-5:
            raise RuntimeError(f"In ONNX the chances of default differ by up to {difference}")
    print(f"In ONNX within {difference:.1e} of scikit-learn: run {run.info.run_id}")
    return run.info.run_id


def as_onnx(model: BaseEstimator, split: data.Split) -> onnx.ModelProto:
    """Its inputs are columns, `[rows]`, and not the matrices of one column, `[rows, 1]`, that the converter makes of them."""
    types = [(name, FloatTensorType([None, 1]) if name in split.numeric else StringTensorType([None, 1]))
             for name in data.features(split.train)]
    converted = convert_sklearn(model, initial_types=types, options={"zipmap": False})
    graph = converted.graph
    rename(graph, {name: f"{name}_matrix" for name, _ in types})
    inputs = [helper.make_tensor_value_info(one.name.removesuffix("_matrix"), one.type.tensor_type.elem_type, ["rows"])
              for one in graph.input]
    widen = [helper.make_node("Unsqueeze", [one.name, "last_axis"], [f"{one.name}_matrix"]) for one in inputs]
    pick = helper.make_node("Gather", [graph.output[1].name, "bad"], [OUTPUT], axis=1)
    constants = [helper.make_tensor("last_axis", TensorProto.INT64, [1], [1]), helper.make_tensor("bad", TensorProto.INT64, [], [1])]
    chance = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows"])
    whole = helper.make_graph([*widen, *graph.node, pick], "credit-scoring", inputs, [chance], [*graph.initializer, *constants])
    made = helper.make_model(whole, opset_imports=converted.opset_import, ir_version=converted.ir_version)
    onnx.checker.check_model(made)
    return made


def rename(graph: onnx.GraphProto, names: dict[str, str]) -> None:
    for node in graph.node:
        for position, name in enumerate(node.input):
            node.input[position] = names.get(name, name)
    for one in graph.input:
        one.name = names[one.name]
