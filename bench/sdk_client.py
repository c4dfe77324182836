"""The Python client's asynchronous logging, as bench/sdk.ts compares the SDK with: `sdk_client.py URI POINTS`."""

import json
import resource
import sys
import time

import mlflow

uri, count = sys.argv[1], int(sys.argv[2])
mlflow.set_tracking_uri(uri)
mlflow.config.enable_async_logging(True)
with mlflow.start_run() as run:
    started, cpu = time.perf_counter(), time.process_time()
    for step in range(count):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    in_loop = time.perf_counter() - started
    mlflow.flush_async_logging()
    seconds, used = time.perf_counter() - started, time.process_time() - cpu
print(
    json.dumps(
        {
            "run_id": run.info.run_id,
            "points": count,
            "per_second": round(count / seconds),
            "per_cpu_second": round(count / used),
            "microseconds_in_loop": round(1e6 * in_loop / count, 3),
            "max_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        }
    )
)
