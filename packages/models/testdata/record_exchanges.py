"""Asks the real `mlflow models serve` and writes down what it answers.

    python record_exchanges.py MODELS_FOLDER > exchanges.json

MODELS_FOLDER is what make_models.py wrote; mlflow of this Python serves each model in turn.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

#: The last digit of a sum depends on the processor's kernels; those of this one every x86 of today has.
os.environ["OPENBLAS_CORETYPE"] = "Haswell"
PORT = 28471
JSON = "application/json"
CSV = "text/csv"

ROW = {"age": 1.5, "income": 2.0, "debt": -1.0}
FULL = {
    "flag": True, "small": 1, "big": 9007199254740993, "single": 0.1, "number": 1e-7, "text": "é",
    "moment": "2024-05-06T07:08:09", "bytes": "aGVsbG8=",
}


def split(columns, *rows, **more):
    return {"dataframe_split": {"columns": columns, "data": list(rows), **more}}


NAMES = ["age", "income", "debt"]
TABLES = {
    "split": split(NAMES, [1, 2, 3], [0.5, -1e-9, 1e300]),
    "split with an index": split(NAMES, [1, 2, 3], [4, 5, 6], index=["a", "b"]),
    "split in another order": split(["debt", "age", "income"], [1, 2, 3]),
    "split without columns": {"dataframe_split": {"data": [[1, 2, 3]]}},
    "split with a short row": split(NAMES, [1, 2]),
    "split with a ragged row": split(NAMES, [1, 2, 3], [1]),
    "split with a long row": split(NAMES, [1, 2, 3, 4]),
    "split with an unknown key": split(NAMES, [1, 2, 3], foo=1),
    "split without data": {"dataframe_split": {"columns": NAMES}},
    "split that is a list": {"dataframe_split": [1]},
    "split without rows": split(NAMES),
    "split with a repeated column": split(["age", "income", "debt", "age"], [1, 2, 3, 4]),
    "records": {"dataframe_records": [ROW, {"debt": 0, "income": 1, "age": 2}]},
    "records with an extra column": {"dataframe_records": [{**ROW, "extra": "x"}]},
    "records with a missing column": {"dataframe_records": [{"age": 1, "income": 2}]},
    "records with a missing and an extra column": {"dataframe_records": [{"age": 1, "incme": 2, "debt": 2}]},
    "records with a gap": {"dataframe_records": [ROW, {"age": 1, "debt": 2}]},
    "records with null": {"dataframe_records": [ROW, {"age": None, "income": 1.5, "debt": 2}]},
    "records with text": {"dataframe_records": [{**ROW, "age": "old"}]},
    "records with a number in quotes": {"dataframe_records": [{**ROW, "age": "41"}]},
    "records with a boolean": {"dataframe_records": [{**ROW, "age": True}]},
    "records with a list": {"dataframe_records": [{**ROW, "age": [1]}]},
    "records that are an object": {"dataframe_records": ROW},
    "no records": {"dataframe_records": []},
    "instances of records": {"instances": [ROW, ROW]},
    "inputs of records": {"inputs": [ROW, ROW]},
    "inputs of columns": {"inputs": {"age": [1, 2], "income": [3.5, 4], "debt": [5, 6]}},
    "instances of columns": {"instances": {"age": [1, 2], "income": [3.5, 4], "debt": [5, 6]}},
    "inputs of columns of one value": {"inputs": ROW},
    "inputs of columns of unlike length": {"inputs": {"age": [1, 2], "income": [3.5], "debt": [5, 6]}},
    "instances of columns of unlike length": {"instances": {"age": [1, 2], "income": [3.5], "debt": [5, 6]}},
    "inputs of rows": {"inputs": [[1, 2, 3]]},
    "instances of rows": {"instances": [[1.5, 2, 3], [4, 5, 6]]},
    "inputs with text": {"inputs": [{**ROW, "age": "old"}]},
    "inputs that are a number": {"inputs": 5},
    "two inputs": {"inputs": [ROW], "instances": [ROW]},
    "no input": {"foo": 1},
    "nothing": {},
    "a list": [ROW],
    "a number": 5,
    "parameters that nobody declared": {"dataframe_records": [ROW], "params": {"x": 1}},
    "parameters that are a list": {"dataframe_records": [ROW], "params": [1]},
    "a chat": {"messages": [{"role": "user", "content": "hi"}]},
}
RAW = [
    ("broken JSON", JSON, '{"dataframe_records": ['), ("no body", JSON, ""),
    ("NaN", JSON, '{"dataframe_records": [{"age": NaN, "income": 1, "debt": 2}]}'),
    ("charset", "application/json; charset=utf-8", json.dumps(TABLES["records"])),
    ("another charset", "application/json; charset=latin-1", json.dumps(TABLES["records"])),
    ("a format parameter", "application/json; format=pandas-split", "{}"),
    ("another type", "text/plain", "hello"), ("bytes that are no text", JSON, b"\xff\xfe"),
    ("CSV", CSV, "age,income,debt\n1,2,3\n0.5,1e3,-2\n"),
    ("CSV in another order, with CRLF", CSV, "debt,age,income\r\n1,2,3\r\n"),
    ("CSV with an empty field", CSV, "age,income,debt\n1,,3\n4,5,6\n"),
    ("CSV with text", CSV, "age,income,debt\nold,2,3\n"),
    ("CSV with a missing column", CSV, "age,income\n1,2\n"),
    ("CSV with a long row", CSV, "age,income,debt\n1,2,3\n1,2,3,4\n"),
    ("CSV with quotes", CSV, '"age","income","debt"\n"1","2","3"\n'),
    ("CSV with a header only", CSV, "age,income,debt\n"), ("empty CSV", CSV, ""),
]
FULL_CASES = {
    "all": {"dataframe_records": [FULL]},
    "all, split": split(list(FULL), list(FULL.values())),
    "all, inputs": {"inputs": [FULL]},
    "all, instances": {"instances": [FULL]},
    "without what is optional": {"dataframe_records": [{k: FULL[k] for k in list(FULL)[:6]}]},
    "parameters": {"dataframe_records": [FULL], "params": {"t": 1, "names": ["x", "y"], "n": 7}},
    "a parameter of the wrong type": {"dataframe_records": [FULL], "params": {"t": "hot"}},
    "a parameter of the wrong shape": {"dataframe_records": [FULL], "params": {"names": "x"}},
    "a real number for an integer": {"dataframe_records": [{**FULL, "small": 1.5}]},
    "an integer too large": {"dataframe_records": [{**FULL, "small": 3000000000}]},
    "a number for text": {"dataframe_records": [{**FULL, "text": 5}]},
    "null for text": {"dataframe_records": [{**FULL, "text": None}, FULL]},
    "null for an integer": {"dataframe_records": [{**FULL, "big": None}]},
    "text for a flag": {"dataframe_records": [{**FULL, "flag": "yes"}]},
    "a number for a flag": {"dataframe_records": [{**FULL, "flag": 1}]},
    "a date that is none": {"dataframe_records": [{**FULL, "moment": "soon"}]},
    "bytes that are no base64": {"dataframe_records": [{**FULL, "bytes": "%%%"}]},
    "one string, no accent": {"dataframe_records": [{**FULL, "text": "plain", "big": 5}]},
}
NESTED = {"vector": [1.5, 2], "place": {"city": "Sofia", "zip": 1000}, "counts": {"a": 1}}
NESTED_CASES = {
    "all": {"dataframe_records": [NESTED]}, "all, inputs": {"inputs": [NESTED]},
    "without what is optional": {"inputs": [{"vector": [], "place": {"city": "Ruse"}}]},
    "an object without a required part": {"inputs": [{**NESTED, "place": {"zip": 1}}]},
    "an object with an unknown part": {"inputs": [{**NESTED, "place": {"city": "x", "mayor": "y"}}]},
    "a list of the wrong type": {"inputs": [{**NESTED, "vector": ["a"]}]},
    "a map of the wrong type": {"inputs": [{**NESTED, "counts": {"a": "b"}}]},
}
TENSOR_CASES = {
    "inputs": {"inputs": [[1, 2, 3], [0.5, 0.25, 4]]}, "instances": {"instances": [[1, 2, 3]]},
    "of the wrong width": {"inputs": [[1, 2]]}, "flat": {"inputs": [1, 2, 3]},
    "ragged": {"inputs": [[1, 2, 3], [1]]}, "with text": {"inputs": [["a", 2, 3]]},
    "of no rows": {"inputs": []}, "as records": {"inputs": [{"x": 1}]},
    "split": split(["a", "b", "c"], [1, 2, 3]),
}
NAMED_CASES = {
    "inputs": {"inputs": {"a": [1, 2.5], "b": [3, 4]}},
    "instances": {"instances": [{"a": 1, "b": 2}, {"a": 3, "b": 4.5}]},
    "missing": {"inputs": {"a": [1]}}, "extra": {"inputs": {"a": [1], "b": [2], "c": [3]}},
    "of the wrong shape": {"inputs": {"a": [[1]], "b": [2]}},
    "records": {"dataframe_records": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]},
    "of unlike length, instances": {"instances": {"a": [1, 2], "b": [3]}},
}
TWO_TENSORS = {
    "inputs": {"inputs": {"ids": [1, 2], "points": [[1, 2], [0.1, 4]]}},
    "instances": {"instances": [{"ids": 1, "points": [1, 2]}, {"ids": 2, "points": [3, 4]}]},
    "a real number for an integer": {"inputs": {"ids": [1.5], "points": [[1, 2]]}},
}
UNSIGNED = {
    "split": split(["a", "b"], [1, "x"], [2.5, None]), "records": {"dataframe_records": [{"a": 1}]},
    "inputs": {"inputs": [[1, 2], [3, 4]]}, "instances": {"instances": [{"a": 1, "b": [2]}]},
}


def cases_of(model):
    named = {
        "regression": TABLES, "classifier": {"records": TABLES["records"]}, "every-type": FULL_CASES,
        "nested": NESTED_CASES, "unnamed": {k: TABLES[k] for k in ("split", "split without columns", "inputs of rows", "instances of rows")},
        "unsigned": UNSIGNED, "tensors": TWO_TENSORS, "onnx-tensor": TENSOR_CASES, "onnx-columns": TABLES, "onnx-named": NAMED_CASES,
    }[model]
    made = [(name, JSON, json.dumps(body)) for name, body in named.items()]
    return made + RAW if named is TABLES else made


def ask(method, path, content_type=None, body=None):
    connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
    headers = {"content-type": content_type} if content_type else {}
    connection.request(method, path, body if isinstance(body, bytes) or body is None else body.encode(), headers)
    reply = connection.getresponse()
    return {"status": reply.status, "type": reply.getheader("content-type"), "body": without_trace(reply.read().decode())}


def without_trace(body):
    """Where the traceback of a model leads is this machine's own."""
    return re.sub(r'"stack_trace": ".*"', '"stack_trace": "..."', body)


def wait_until_ready():
    for _ in range(600):
        try:
            return ask("GET", "/ping")
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("mlflow models serve does not answer")


def wait_until_gone():
    while True:
        try:
            ask("GET", "/ping")
            time.sleep(0.1)
        except OSError:
            return


def record(model, folder):
    serve = [sys.executable, "-m", "mlflow", "models", "serve", "-m", str(folder), "-p", str(PORT), "--env-manager", "local"]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    # uvicorn is a grandchild: the whole session has to end.
    server = subprocess.Popen(serve, stdout=sys.stderr, env={**os.environ, "PATH": path}, start_new_session=True)
    try:
        wait_until_ready()
        if model == "regression":
            for method, path in [("GET", "/ping"), ("GET", "/health"), ("GET", "/version"), ("GET", "/nowhere"), ("GET", "/invocations")]:
                yield {"model": model, "name": f"{method} {path}", "method": method, "path": path, "reply": ask(method, path)}
        for name, content_type, body in cases_of(model):
            sent = {"type": content_type, **({"hex": body.hex()} if isinstance(body, bytes) else {"body": body})}
            yield {"model": model, "name": name, **sent, "reply": ask("POST", "/invocations", content_type, body)}
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
        wait_until_gone()


def main():
    folders = sorted(folder for folder in Path(sys.argv[1]).iterdir() if folder.name != "awkward")
    exchanges = [exchange for folder in folders for exchange in record(folder.name, folder)]
    print("[\n" + ",\n".join(json.dumps(exchange, ensure_ascii=False) for exchange in exchanges) + "\n]")


main()
