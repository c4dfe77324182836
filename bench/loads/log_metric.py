"""The published client as a script uses it: one log_metric call after the other. Prints the seconds they took."""

import sys
import time

import mlflow

calls = int(sys.argv[1])
mlflow.set_experiment("bench python client")
with mlflow.start_run():
    for step in range(5):
        mlflow.log_metric("warm-up", step, step=step)
    started = time.perf_counter()
    for step in range(calls):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    print(f"seconds={time.perf_counter() - started}")
