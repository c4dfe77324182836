"""upgrade_and_dump.py OURS THEIRS [OURS THEIRS ...]: upgrades THEIRS as `mlflow db upgrade` does, then prints for each pair,
in a line of JSON, the schema and the rows of both. The real MLflow's store must open them.
"""
import json
import sys

import sqlalchemy
from mlflow.entities import ViewType
from mlflow.store.db.utils import _upgrade_db
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from sqlalchemy import create_engine, inspect, text

TRIGGERS = {
    "sqlite": "select name, sql from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    "mysql": "select trigger_name, action_statement from information_schema.triggers where trigger_schema = database()",
}


def ordered(parts):
    return sorted(parts, key=lambda part: json.dumps(part, sort_keys=True, default=str))


def schema(inspector, table):
    return {
        "columns": [{**c, "type": repr(c["type"])} for c in inspector.get_columns(table)],
        "primary key": inspector.get_pk_constraint(table),
        "foreign keys": ordered(inspector.get_foreign_keys(table)),
        "unique": ordered(inspector.get_unique_constraints(table)),
        "checks": ordered(inspector.get_check_constraints(table)),
        "indexes": ordered(inspector.get_indexes(table)),
    }


def rows(connection, table):
    name = connection.dialect.identifier_preparer.quote(table)
    found = connection.execute(text(f"select * from {name}")).mappings().all()
    return ordered({key: exact(value) for key, value in row.items()} for row in map(without_clock, found))


def without_clock(row):
    """Jobs that were under way are cancelled at the time of the upgrade."""
    return {**row, "last_update_time": None} if "job_name" in row and row["status"] == 5 else row


def exact(value):
    """With its type: 1, 1.0 and true are not the same."""
    value = bytes(value) if isinstance(value, memoryview) else value
    return value if value is None else f"{type(value).__name__} {value!r}"


def dump(uri):
    store = SqlAlchemyStore(uri, "mlflow-artifacts:/")
    experiments = [e.experiment_id for e in store.search_experiments(view_type=ViewType.ALL)]
    runs = store.search_runs(experiments, "", ViewType.ALL)
    engine = create_engine(uri)
    inspector = inspect(engine)
    tables = [name for name in inspector.get_table_names() if not name.startswith("millrace_")]
    with engine.connect() as connection:
        triggers = connection.execute(text(TRIGGERS[engine.dialect.name])).fetchall()
        return {
            "tables": {name: schema(inspector, name) for name in sorted(tables)},
            "triggers": ordered(list(map(list, triggers))),
            "rows": {name: rows(connection, name) for name in sorted(tables)},
            "runs": len(runs),
        }


def main(uris):
    for ours, theirs in zip(uris[::2], uris[1::2]):
        _upgrade_db(create_engine(theirs))
        print(json.dumps({"ours": dump(ours), "theirs": dump(theirs)}, default=str))


if __name__ == "__main__":
    main(sys.argv[1:])
