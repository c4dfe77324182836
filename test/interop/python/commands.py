"""Runs commands of the real mlflow in one process: a JSON list of argument lists as its argument, what each printed and its exit code out."""

import contextlib
import io
import json
import sys

import mlflow.cli


def outcome(args):
    out = io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            mlflow.cli.cli(args, prog_name="mlflow")
        except SystemExit as end:
            code = end.code or 0
        except Exception:
            code = 1  # As Python ends after a traceback.
    return {"stdout": out.getvalue(), "code": code}


json.dump([outcome(args) for args in json.loads(sys.argv[1])], sys.stdout)
