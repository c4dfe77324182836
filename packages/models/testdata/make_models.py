"""Saves the models that the tests serve, with the real MLflow.

    python make_models.py OUTPUT_FOLDER

Needs mlflow, scikit-learn, onnx and onnxruntime.
"""

import shutil
import sys
from pathlib import Path

import mlflow
import numpy as np
import onnx
import pandas as pd
from mlflow.models import ModelSignature, infer_signature
from mlflow.types import ColSpec, ParamSchema, ParamSpec, Schema, TensorSpec
from mlflow.types.schema import Array, Map, Object, Property
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LinearRegression, LogisticRegression

ROOT = Path(sys.argv[1])


def place(name):
    path = ROOT / name
    shutil.rmtree(path, ignore_errors=True)
    return path


class Describe(mlflow.pyfunc.PythonModel):
    """Answers with the types and values it was given."""

    def predict(self, context, model_input, params=None):
        if isinstance(model_input, pd.DataFrame):
            columns = {str(name): str(column.dtype) for name, column in model_input.items()}
            values = [[repr(value) for value in row] for row in model_input.itertuples(index=False)]
            return {"columns": columns, "values": values, "params": repr(params)}
        return {"input": repr(model_input), "params": repr(params)}


class Awkward(mlflow.pyfunc.PythonModel):
    """Fails, dies and hangs when told to."""

    def predict(self, context, model_input, params=None):
        import os
        import time

        order = model_input["do"].iloc[0]
        if order == "die":
            os._exit(3)
        if order == "hang":
            time.sleep(3600)
        if order == "nap":
            time.sleep(0.5)
        if order == "fail":
            raise ValueError("told to fail")
        if order == "print":
            print("said by the model")
        return [os.getpid()] * len(model_input)


class Parts(mlflow.pyfunc.PythonModel):
    """Tells the words of the last message one by one; fails, waits and goes on for long when told to."""

    def predict(self, context, model_input, params=None):
        return {"said": model_input["messages"][-1]["content"]}

    def predict_stream(self, context, model_input, params=None):
        import time

        words = model_input["messages"][-1]["content"].split()
        try:
            for word in words * (100_000 if words[0] == "long" else 1):
                if word == "fail":
                    raise ValueError("told to fail")
                if word == "refuse":
                    raise mlflow.exceptions.MlflowException.invalid_parameter_value("told to refuse")
                if word == "hang":
                    time.sleep(3600)
                yield {"delta": word, "keys": sorted(model_input)}
        finally:
            print("the generator ended", flush=True)


def save_pyfunc(name, python_model, signature=None, **extra):
    mlflow.pyfunc.save_model(
        place(name), python_model=python_model, signature=signature,
        pip_requirements=["mlflow==3.17.2"], **extra,
    )


def save_sklearn():
    generator = np.random.default_rng(7)
    frame = pd.DataFrame(generator.normal(size=(60, 3)), columns=["age", "income", "debt"])
    target = frame["age"] * 2 - frame["debt"] + 1
    regression = LinearRegression().fit(frame, target)
    mlflow.sklearn.save_model(
        regression, place("regression"), signature=infer_signature(frame, regression.predict(frame)),
        input_example=frame.head(2), pip_requirements=["mlflow==3.17.2", "scikit-learn==1.9.1"],
    )
    classifier = LogisticRegression().fit(frame, target > 0)
    mlflow.sklearn.save_model(
        classifier, place("classifier"), signature=infer_signature(frame, classifier.predict(frame)),
        pip_requirements=["mlflow==3.17.2", "scikit-learn==1.9.1"],
    )


def save_pyfuncs():
    every_type = Schema([
        ColSpec("boolean", "flag"), ColSpec("integer", "small"), ColSpec("long", "big"),
        ColSpec("float", "single"), ColSpec("double", "number"), ColSpec("string", "text"),
        ColSpec("datetime", "moment", required=False), ColSpec("binary", "bytes", required=False),
    ])
    params = ParamSchema([
        ParamSpec("t", "double", 0.5), ParamSpec("names", "string", ["a"], shape=(-1,)),
        ParamSpec("n", "long", 3), ParamSpec("when", "datetime", np.datetime64("2024-01-02T03:04:05")),
    ])
    save_pyfunc("every-type", Describe(), ModelSignature(inputs=every_type, params=params))
    nested = Schema([
        ColSpec(Array("double"), "vector"),
        ColSpec(Object([Property("city", "string"), Property("zip", "long", required=False)]), "place"),
        ColSpec(Map("integer"), "counts", required=False),
    ])
    save_pyfunc("nested", Describe(), ModelSignature(inputs=nested))
    unnamed = Schema([ColSpec("double"), ColSpec("double")])
    save_pyfunc("unnamed", Describe(), ModelSignature(inputs=unnamed))
    save_pyfunc("unsigned", Describe())
    save_pyfunc("tensors", Describe(), ModelSignature(inputs=Schema([
        TensorSpec(np.dtype("int64"), (-1,), "ids"), TensorSpec(np.dtype("float32"), (-1, 2), "points"),
    ])))
    save_pyfunc("parts", Parts())
    save_pyfunc("awkward", Awkward(), ModelSignature(inputs=Schema([ColSpec("string", "do")])))


def graph(name, nodes, inputs, outputs, initializers):
    made = helper.make_graph(nodes, name, inputs, outputs, initializers)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def values(name, element, shape):
    return helper.make_tensor_value_info(name, element, shape)


def constant(name, array):
    return numpy_helper.from_array(array, name)


def save_onnx():
    weights = np.array([[2.0, -1.0], [0.5, 0.25], [-1.0, 3.0]], dtype=np.float32)
    linear = graph(
        "linear", [helper.make_node("MatMul", ["x", "w"], ["xw"]), helper.make_node("Add", ["xw", "b"], ["y"])],
        [values("x", TensorProto.FLOAT, ["n", 3])], [values("y", TensorProto.FLOAT, ["n", 2])],
        [constant("w", weights), constant("b", np.array([1.0, 0.1], dtype=np.float32))],
    )
    requirements = ["mlflow==3.17.2", "onnx==1.23.2", "onnxruntime==1.32.0"]
    tensor = ModelSignature(
        inputs=Schema([TensorSpec(np.dtype("float32"), (-1, 3))]),
        outputs=Schema([TensorSpec(np.dtype("float32"), (-1, 2))]),
    )
    mlflow.onnx.save_model(linear, place("onnx-tensor"), signature=tensor, pip_requirements=requirements)
    columns = ModelSignature(inputs=Schema([ColSpec("float", name) for name in ("age", "income", "debt")]))
    mlflow.onnx.save_model(linear, place("onnx-columns"), signature=columns, pip_requirements=requirements)
    named = graph(
        "named",
        [helper.make_node("Add", ["a", "b"], ["sum"]), helper.make_node("Mul", ["a", "b"], ["product"])],
        [values("a", TensorProto.DOUBLE, ["n"]), values("b", TensorProto.DOUBLE, ["n"])],
        [values("sum", TensorProto.DOUBLE, ["n"]), values("product", TensorProto.DOUBLE, ["n"])], [],
    )
    signature = ModelSignature(inputs=Schema([
        TensorSpec(np.dtype("float64"), (-1,), "a"), TensorSpec(np.dtype("float64"), (-1,), "b"),
    ]))
    mlflow.onnx.save_model(named, place("onnx-named"), signature=signature, pip_requirements=requirements)


save_sklearn()
save_pyfuncs()
save_onnx()
