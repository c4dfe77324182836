"""old_database.py URI: makes a database with whatever MLflow this Python has, and rows in each of its tables.

What the stores write comes first, so that real rows are there; fill_tables.py adds to the tables that stayed empty.
"""
import sys

import fill_tables
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore


def main(uri):
    store = SqlAlchemyStore(uri, "mlflow-artifacts:/")
    experiment = store.create_experiment("\u0440\u0435\u0430\u043b\u0435\u043d \u0435\u043a\u0441\u043f\u0435\u0440\u0438\u043c\u0435\u043d\u0442")
    deleted = store.create_experiment("deleted")
    store.delete_experiment(deleted)
    run = store.create_run(experiment, "ada", 1_700_000_000_000, [RunTag("mlflow.runName", "first")], "first")
    run_id = run.info.run_id
    metrics = [Metric("loss", value, 1_700_000_000_000 + step, step) for step, value in
               enumerate([1.5, float("nan"), float("inf"), float("-inf"), -0.0, 5e-324])]
    metrics.append(Metric("\u0442\u043e\u0447\u043d\u043e\u0441\u0442", 0.1, 1_700_000_000_000, -(2**40)))
    store.log_batch(run_id, metrics, [Param("lr", "0.01")], [RunTag("k", "v\U0001f680")])
    gone = store.create_run(experiment, "ada", 1_700_000_000_001, [], "gone")
    store.delete_run(gone.info.run_id)
    assert len(store.search_runs([experiment], "", ViewType.ALL)) == 2
    fill_tables.main(uri)


if __name__ == "__main__":
    main(sys.argv[1])
