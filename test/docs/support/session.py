"""Runs the Python blocks of a page in one session, like cells of a notebook: each line of its input names a block's file
and the file with the environment that blocks of the shell left; on descriptor 3 it tells how each ended."""

import __main__
import os
import sys
import traceback


def _take_over(environment: str) -> None:
    if not os.path.exists(environment):
        return
    with open(environment, encoding="utf-8") as file:
        pairs = (pair.split("=", 1) for pair in file.read().split("\0") if "=" in pair)
    os.environ.update(pairs)
    os.chdir(os.environ["PWD"])


def _run(block: str) -> str:
    try:
        with open(block, encoding="utf-8") as file:
            exec(compile(file.read(), block, "exec"), __main__.__dict__)
        return "done"
    except SystemExit as end:
        return "failed" if end.code else "done"
    except BaseException:
        traceback.print_exc()
        return "failed"


def _serve() -> None:
    for line in iter(sys.stdin.readline, ""):
        block, environment = line.rstrip("\n").split("\t")
        _take_over(environment)
        verdict = _run(block)
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(3, f"{verdict}\n".encode())


_serve()
