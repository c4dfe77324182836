"""Runs a script whose requests go out at least two milliseconds apart.

The recorded searches order what their script made by the millisecond in which it was made; MLflow is slower than that.
"""

import http.client
import runpy
import sys
import time

send = http.client.HTTPConnection.request


def send_later(*args, **kwargs):
    time.sleep(0.002)
    return send(*args, **kwargs)


http.client.HTTPConnection.request = send_later
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rsplit("/", 1)[0])
runpy.run_path(sys.argv[0], run_name="__main__")
