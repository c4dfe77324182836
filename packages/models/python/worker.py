"""Loads one MLflow model and predicts for a Millrace scoring server, which is its parent.

    python worker.py MODEL_FOLDER OPTIONS

OPTIONS is JSON: `threads` that work at the same time, `memory` in bytes where it is limited, and `quick` to load the
model without mlflow where that is known to be the same, and mlflow only for what needs it.

Both ways go frames: two little-endian 32-bit lengths, then a JSON header and a payload of these lengths.
Only what the model's own mlflow, pandas and numpy offer is used, so that old models find their old libraries.
"""

import copy
import inspect
import json
import os
import struct
import sys
import threading
import traceback

LENGTHS = struct.Struct("<II")


class Pipe:
    """Frames on a pair of file descriptors; any thread may read or write whole ones."""

    def __init__(self, source, sink):
        self.source = os.fdopen(source, "rb", buffering=1 << 16)
        self.sink = sink
        self.reading = threading.Lock()
        self.writing = threading.Lock()

    def read(self):
        """The next frame, or None when the parent has gone."""
        with self.reading:
            prefix = self.source.read(LENGTHS.size)
            if len(prefix) < LENGTHS.size:
                return None
            header_length, payload_length = LENGTHS.unpack(prefix)
            header = self.source.read(header_length)
            # A bytearray: arrays over it can be written to, as a model may expect of its input.
            payload = bytearray(payload_length)
            if self.source.readinto(payload) < payload_length:
                return None
        return json.loads(header), payload

    def write(self, header, payload=b""):
        text = json.dumps(header).encode()
        frame = memoryview(LENGTHS.pack(len(text), len(payload)) + text + payload)
        with self.writing:
            while frame:
                frame = frame[os.write(self.sink, frame) :]


def take_pipe():
    """Frames get standard input and output for themselves; what a model prints goes to standard error."""
    pipe = Pipe(os.dup(0), os.dup(1))
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return pipe


def limit_memory(size):
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (size, size))


#: What numpy calls the numbers that the parent writes as Python does.
PLAIN_TYPES = {"float64", "float32", "int64", "int32", "bool"}
QUICK_FUNCTIONS = {"predict", "predict_proba", "predict_log_proba"}


def load_quickly(folder):
    """How a model of scikit-learn predicts, loaded as `mlflow.sklearn` does but without the seconds that importing
    mlflow takes; None where only mlflow knows how, or whether it may."""
    try:
        import yaml

        with open(os.path.join(folder, "MLmodel"), encoding="utf-8") as file:
            about = yaml.safe_load(file)
        python, sklearn = about["flavors"]["python_function"], about["flavors"]["sklearn"]
        path = os.path.join(folder, python.get("model_path") or python["data"])
        function = python.get("predict_fn", "predict")
        if not is_quick(about, python) or function not in QUICK_FUNCTIONS:
            return None
        return getattr(read_pickle(path, sklearn), function)
    except Exception:
        # mlflow tells what is wrong, in its words.
        return None


def is_quick(about, python):
    """Whether nothing but loading the file is asked of mlflow."""
    allowed = os.environ.get("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "true").lower() == "true"
    hints = ("is_signature_from_type_hint", "type_hint_from_example")
    special = any(about.get(name) for name in hints) or (about.get("metadata") or {})
    own = python.get("code") or python.get("config")
    return allowed and not special and not own and python["loader_module"] == "mlflow.sklearn"


def read_pickle(path, sklearn):
    form = sklearn["serialization_format"]
    if form == "skops":
        import skops.io

        return skops.io.load(path, trusted=sklearn.get("skops_trusted_types"))
    import importlib

    library = importlib.import_module({"pickle": "pickle", "cloudpickle": "cloudpickle"}[form])
    with open(path, "rb") as file:
        return library.load(file)


def reads_nearest(pandas):
    """Whether pandas makes the nearest number of a text, as it does since its version 3."""
    from io import StringIO

    texts = ["-0.9243337520999115", "0.10035050625958743", "0.00016850358594039773", "2.3458992316731146e-175"]
    read = pandas.read_csv(StringIO("\n".join(["x", *texts])), dtype={"x": "float64"})
    return read["x"].tolist() == [float(text) for text in texts]


class Predictor:
    """A model in the two ways it is asked: by a request's bytes, or by columns that were checked already."""

    def __init__(self, folder, quick):
        os.environ["_MLFLOW_IS_IN_SERVING_ENVIRONMENT"] = "true"
        self.folder = folder
        self.model = None
        self.reads_nearest = False
        self.loading = threading.Lock()
        self.predict = load_quickly(folder) if quick else None
        if self.predict is None:
            self.load()
            return
        import importlib.metadata

        self.use_arrays(None)
        self.version = importlib.metadata.version("mlflow")
        self.takes_columns, self.takes_params, self.streams = True, False, False

    def use_arrays(self, encoder):
        import numpy
        import pandas

        self.numpy, self.pandas, self.encoder = numpy, pandas, encoder
        self.reads_nearest = reads_nearest(pandas)

    def load(self):
        """Once, as mlflow itself does."""
        with self.loading:
            if self.model is not None:
                return
            import mlflow
            from mlflow.pyfunc import scoring_server

            config = os.environ.get("SERVING_MODEL_CONFIG")
            extra = {"model_config": json.loads(config)} if config else {}
            model = mlflow.pyfunc.load_model(self.folder, **extra)
            self.version = mlflow.__version__
            self.scoring_server = scoring_server
            self.schema = model.metadata.get_input_schema()
            self.flask = None if hasattr(scoring_server, "invocations") else scoring_server.init(model)
            self.streams = getattr(model, "_predict_stream_fn", None) is not None and hasattr(
                scoring_server, "_parse_json_data"
            )
            self.model = model
            self.takes_columns = self.prepare_columns()

    def prepare_columns(self):
        """Whether columns may go to the model without passing through `PyFuncModel.predict`, which checks them again."""
        metadata = self.model.metadata
        special = ("_is_signature_from_type_hint", "_is_type_hint_from_example")
        if any(getattr(metadata, name, bool)() for name in special):
            return False
        if (getattr(metadata, "metadata", None) or {}).get("dependencies_schemas"):
            return False
        try:
            from mlflow.models.utils import _enforce_params_schema
            from mlflow.utils.proto_json_utils import NumpyEncoder, _get_jsonable_obj

            self.use_arrays(NumpyEncoder)
            self.plain_of = _get_jsonable_obj
            self.predict = self.model._predict_fn
        except (ImportError, AttributeError):
            return False
        params = inspect.signature(self.predict).parameters.get("params")
        self.takes_params = params is not None and params.kind != inspect.Parameter.VAR_KEYWORD
        self.params = _enforce_params_schema(None, metadata.get_params_schema())
        return True

    def answer_request(self, header, body):
        """What mlflow's scoring server answers to these bytes: status, type and text."""
        self.load()
        if self.flask is not None:
            reply = self.flask.test_client().post("/invocations", data=bytes(body), content_type=header["type"])
            return reply.status_code, reply.content_type, reply.get_data(as_text=True)
        from mlflow.exceptions import MlflowException

        try:
            reply = self.scoring_server.invocations(bytes(body), header["type"], self.model, self.schema)
            return reply.status, content_type(reply.mimetype), reply.response
        except MlflowException as error:
            return error.get_http_status_code(), "application/json", error.serialize_as_json()

    def answer_columns(self, header, payload):
        """The predictions of each part of these rows, as texts; None where they cannot be told apart."""
        predictions = self.predict_columns(header, payload)
        parts = header["parts"]
        if header.get("asArray") and self.is_plain_array(predictions):
            return predictions
        if len(parts) == 1:
            return [self.to_json(predictions)]
        if not isinstance(predictions, (list, self.numpy.ndarray, self.pandas.DataFrame, self.pandas.Series)):
            return None
        if len(predictions) != sum(parts):
            return None
        rows = predictions.iloc if hasattr(predictions, "iloc") else predictions
        ends = self.numpy.cumsum(parts).tolist()
        return [self.to_json(rows[end - count : end]) for count, end in zip(parts, ends)]

    def predict_columns(self, header, payload):
        data = self.read_input(header, payload)
        if self.takes_params:
            return self.predict(data, params=copy.deepcopy(self.params))
        return self.predict(data)

    def is_plain_array(self, predictions):
        """Whether the parent can write them as JSON: numbers it knows, one or a row of them for each row."""
        is_array = isinstance(predictions, self.numpy.ndarray) and predictions.ndim in (1, 2)
        return is_array and predictions.dtype.name in PLAIN_TYPES

    def answer_csv(self, text):
        """The predictions of a CSV text, as `answer_request` would give them but for errors."""
        from io import StringIO

        self.load()
        frame = self.scoring_server.parse_csv_input(StringIO(text.decode()), self.schema)
        return [self.to_json(self.model.predict(frame))]

    def to_json(self, predictions):
        """What mlflow's `predictions_to_json` writes, by the encoder in C."""
        if self.encoder is None:
            # Without mlflow: what is no array of what JSON knows is left to it.
            return json.dumps({"predictions": predictions.tolist()})
        plain = self.plain_of(predictions, pandas_orient="records")
        return json.dumps({"predictions": plain}, cls=self.encoder)

    def stream(self, body):
        """The parts of a prediction, as texts, one after the other."""
        from mlflow.utils.proto_json_utils import NumpyEncoder, _get_jsonable_obj

        request = json.loads(body)
        request.pop("stream", None)
        text = json.dumps(request)
        parsed = self.scoring_server._parse_json_data(text, self.model.metadata, self.schema)
        for part in self.model.predict_stream(parsed.data, params=parsed.params):
            yield json.dumps(_get_jsonable_obj(part, pandas_orient="records"), cls=NumpyEncoder)

    def read_input(self, header, payload):
        view = memoryview(payload)
        if header["op"] == "table" and len(set(header["dtypes"])) == 1 and header["dtypes"][0] != "string":
            values = self.numpy.frombuffer(view, dtype=header["dtypes"][0])
            # One block of columns, which scikit-learn takes as it is.
            table = values.reshape(len(header["names"]), -1).T
            return self.pandas.DataFrame(table, columns=header["names"], copy=False)
        arrays, offset = [], 0
        for length, dtype in zip(header["lengths"], header["dtypes"]):
            arrays.append(self.read_array(view[offset : offset + length], dtype))
            offset += length
        if header["op"] == "table":
            frame = dict(zip(header["names"], arrays))
            return self.pandas.DataFrame(frame, copy=False)
        shaped = [array.reshape(shape) for array, shape in zip(arrays, header["shapes"])]
        return shaped[0] if header["names"] is None else dict(zip(header["names"], shaped))

    def read_array(self, view, dtype):
        if dtype == "string":
            return json.loads(bytes(view))
        return self.numpy.frombuffer(view, dtype=dtype)


def content_type(mime_type):
    """As the web framework of mlflow completes it."""
    return f"{mime_type}; charset=utf-8" if mime_type.startswith("text/") else mime_type


def answer(predictor, header, payload):
    if header["op"] == "request":
        status, kind, text = predictor.answer_request(header, payload)
        return {"id": header["id"], "status": status, "type": kind}, text.encode()
    try:
        is_csv = header["op"] == "csv"
        texts = predictor.answer_csv(payload) if is_csv else predictor.answer_columns(header, payload)
    except Exception:
        # The parent asks again with the request itself, whose answer then tells what failed as mlflow tells it.
        texts = None
    if texts is None:
        return {"id": header["id"], "failed": True}, b""
    if not isinstance(texts, list):
        return {"id": header["id"], "dtype": texts.dtype.name, "shape": texts.shape}, texts.tobytes()
    bodies = [text.encode() for text in texts]
    return {"id": header["id"], "lengths": [len(body) for body in bodies]}, b"".join(bodies)


class Streams:
    """Predictions that are told part by part, each in a thread of its own so that others are read meanwhile."""

    #: Parts that may be on their way before the parent has taken one.
    AHEAD = 64

    def __init__(self, pipe, predictor):
        self.pipe = pipe
        self.predictor = predictor
        self.running = {}

    def start(self, header, payload):
        stream = {"room": threading.Semaphore(self.AHEAD), "stopped": False}
        self.running[header["id"]] = stream
        threading.Thread(target=self.tell, args=(header["id"], payload, stream), daemon=True).start()

    def more(self, identity):
        """The parent took a part."""
        stream = self.running.get(identity)
        if stream:
            stream["room"].release()

    def stop(self, identity):
        stream = self.running.get(identity)
        if stream:
            stream["stopped"] = True
            stream["room"].release()

    def tell(self, identity, payload, stream):
        end = {"id": identity, "end": True}
        parts = self.predictor.stream(payload)
        try:
            for part in parts:
                stream["room"].acquire()
                if stream["stopped"]:
                    break
                self.pipe.write({"id": identity}, part.encode())
        except BaseException as error:
            end.update(error_of(error))
        finally:
            close(parts)
            del self.running[identity]
            self.pipe.write(end)


def error_of(error):
    told = {"message": str(error), "trace": traceback.format_exc()}
    if hasattr(error, "serialize_as_json"):
        told.update(status=error.get_http_status_code(), body=error.serialize_as_json())
    return told


def close(generator):
    """The model's `finally` runs; what fails there is the model's own matter."""
    try:
        generator.close()
    except BaseException:
        traceback.print_exc()


def work(pipe, predictor, streams):
    """Whoever reads a frame answers it; meanwhile the next thread reads."""
    controls = {"more": streams.more, "stop": streams.stop}
    while (frame := pipe.read()) is not None:
        header, payload = frame
        if header["op"] in controls:
            controls[header["op"]](header["of"])
            continue
        if header["op"] == "stream":
            streams.start(header, payload)
            continue
        try:
            reply = answer(predictor, header, payload)
        except BaseException:
            reply = {"id": header["id"], "error": traceback.format_exc()}, b""
        pipe.write(*reply)
    os._exit(0)


def main():
    folder, options = sys.argv[1], json.loads(sys.argv[2])
    pipe = take_pipe()
    try:
        if options.get("memory"):
            limit_memory(options["memory"])
        predictor = Predictor(folder, options.get("quick", False))
    except BaseException:
        pipe.write({"error": traceback.format_exc()})
        os._exit(1)
    pipe.write(
        {
            "mlflow": predictor.version,
            "takesColumns": predictor.takes_columns,
            "readsNearest": predictor.reads_nearest,
            "streams": predictor.streams,
        }
    )
    streams = Streams(pipe, predictor)
    for _ in range(options["threads"] - 1):
        threading.Thread(target=work, args=(pipe, predictor, streams), daemon=True).start()
    work(pipe, predictor, streams)


if __name__ == "__main__":
    main()
