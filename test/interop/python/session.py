"""Fills a server and prints what it shows, in the order that is asked for: `session.py URI dump "fill second" dump`.

One process for all, since most of its time is importing mlflow.
"""

import pathlib
import runpy
import sys

here = pathlib.Path(__file__).parent
uri, *steps = sys.argv[1:]
for step in steps:
    name, *words = step.split()
    sys.argv = [f"{name}.py", uri, *words]
    runpy.run_path(str(here / f"{name}.py"), run_name="__main__")
