"""fill_tables.py URI: puts rows into every table that has none, whatever MLflow made the schema.

The values go to the edges of what the columns take: 4-byte letters, quotes, empty and missing texts, the longest texts,
64-bit numbers. Rows refer to each other as the foreign keys want. Where a migration looks into the rows, more of them
follow by hand (see rows_that_migrations_read).
"""
import datetime
import json
import sys

import sqlalchemy
from sqlalchemy import MetaData, Table, create_engine, inspect, select

ROWS = 3
TEXTS = ["plain", "it's \"quoted\" \\ 100% {x}", "\U0001f680 \u0431\u044a\u043b\u0433\u0430\u0440\u0441\u043a\u0438\n2"]
BIG = [0, 1_700_000_000_123, 9_007_199_254_740_993]
JSON_VALUES = [{"a": 1}, [1.5, None, "\U0001f680"], "text"]
FLOATS = [0.1, -1e300, 2.5e-308]

# Columns where not every value is a lawful one.
LAWFUL = {
    "lifecycle_stage": ["active", "deleted", "active"],
    "source_type": ["LOCAL", "JOB", "NOTEBOOK"],
    ("runs", "status"): ["FINISHED", "RUNNING", "KILLED"],
    ("model_versions", "status"): ["READY", "READY", "FAILED_REGISTRATION"],
    ("trace_info", "status"): ["OK", "ERROR", "IN_PROGRESS"],
    ("jobs", "status"): [0, 1, 3],
    "current_stage": ["None", "Production", "Archived"],
    "workspace": ["default"] * 3,
    "version": [1, 2, 3],
    "is_nan": [0, 1, 0],
    "value_type": ["a", "b", "c"],
    "rollup_day": [datetime.date(2026, 1, day) for day in (1, 2, 3)],
    "dimension_attributes": [None] * 3,
    ("assessments", "value"): ["3.5", '"yes"', "true"],
    "resource_type": ["endpoint", "scorer", "a"],
}

# MariaDB has no type of its own for them.
JSON = ["inputs", "expectations", "tags", "outputs", "status_details", "progress", "scoped_permissions"]
JSON += ["icons", "server_json", "tools", "connect_options", ("evaluation_dataset_records", "source")]

# Columns that grew: their longest text must survive.
LONGEST = {("params", "value"), ("tags", "value"), ("experiment_tags", "value"), ("model_version_tags", "value")}


def rows_that_migrations_read():
    """(table, row): traces whose numbers and names move from tags and metadata into columns, assessments of every kind."""
    usage = {
        "all": '{"input_tokens": 3, "output_tokens": 4, "total_tokens": 7, "cache_read_input_tokens": 1}',
        "odd": '{"input_tokens": 3.7, "output_tokens": " 4 ", "total_tokens": true, "x": NaN}',
        "edge": '{"input_tokens": 9223372036854775807, "output_tokens": 9223372036854775808, "total_tokens": 9007199254740993.0}',
        "text": '{"input_tokens": "9007199254740993.0", "output_tokens": "1e3", "total_tokens": "1_000"}',
        "bad": "not json",
        "list": "[1]",
    }
    cost = {
        "all": '{"input_cost": 0.1, "output_cost": 0.25, "total_cost": 0.35}',
        "odd": '{"input_cost": "1.5", "output_cost": Infinity, "total_cost": false}',
        "edge": '{"input_cost": 1e400, "output_cost": -1, "total_cost": 123456789012345678901234567890}',
        "bad": "{",
    }
    spans = {
        "all": {"input_cost": 1.5, "total_cost": 2.5, "other": 3.0},
        "odd": {"total_cost": 7.25},
        "gate": {"total_cost": 5.0},
        "list": {"input_cost": None},
    }
    dimensions = {
        "all": {"mlflow.llm.model": "gpt-4", "mlflow.llm.provider": "openai"},
        "odd": {"mlflow.llm.model": "\U0001f680" * 501},
        "edge": {"mlflow.llm.provider": ""},
    }
    values = ["1", "-1.5", "true", "false", "null", '"yes"', '" NO "', '"true"', "yes", "NaN", "1e400", "[1]", '{"a": 1}']
    values += ['"1"', "", "abc", "9007199254740993", " 5 ", "No", "+5"]
    metrics = {"odd": {"input_tokens": 12.0, "output_tokens": 12.7, "other": 1.0}, "bad": {"total_tokens": -3.0}}
    for name in ("all", "odd", "edge", "text", "bad", "list", "gate", "none"):
        trace = f"tr-{name}"
        yield "trace_info", {"request_id": trace, "timestamp_ms": 1_700_000_000_000, "status": "OK"}
        for key, table in (("mlflow.trace.tokenUsage", usage), ("mlflow.trace.cost", cost)):
            if name in table:
                yield "trace_request_metadata", {"request_id": trace, "key": key, "value": table[name]}
        for key, number in metrics.get(name, {}).items():
            yield "trace_metrics", {"request_id": trace, "key": key, "value": number}
        # The column takes JSON; some clients gave it JSON in a text.
        dims = json.dumps(dimensions[name]) if name == "all" else dimensions.get(name)
        span = {"trace_id": trace, "span_id": "s", "status": "OK", "start_time_unix_nano": 1, "content": "{}"}
        yield "spans", {**span, "end_time_unix_nano": 2_000_000_001, "dimension_attributes": dims}
        for key, number in spans.get(name, {}).items():
            yield "span_metrics", {"trace_id": trace, "span_id": "s", "key": key, "value": number}
    yield "trace_request_metadata", {"request_id": "tr-gate", "key": "mlflow.gateway.endpointId", "value": "e"}
    yield "trace_request_metadata", {"request_id": "tr-all", "key": "mlflow.gateway.endpointId", "value": "e"}
    for trace, text in (("tr-all", "a session"), ("tr-odd", "\U0001f680" * 251), ("tr-edge", ""), ("tr-text", None)):
        yield "trace_request_metadata", {"request_id": trace, "key": "mlflow.trace.session", "value": text}
        yield "trace_tags", {"request_id": trace, "key": "mlflow.traceName", "value": text and text * 20}
    for i, text in enumerate(values):
        yield "assessments", {
            "assessment_id": f"a-known-{i}",
            "trace_id": "tr-all",
            "name": "a name",
            "assessment_type": "feedback",
            "value": text,
            "created_timestamp": 1,
            "last_updated_timestamp": 2,
            "source_type": "HUMAN",
            "valid": True,
        }


def value(table, column, i):
    name = column.name
    for key in ((table.name, name), name):
        if key in LAWFUL:
            return LAWFUL[key][i % ROWS]
    if column.nullable and i == 1 and not column.primary_key:
        return None
    kind = column.type
    if isinstance(kind, sqlalchemy.JSON):
        return JSON_VALUES[i % ROWS]
    if name in JSON or (table.name, name) in JSON:
        return json.dumps(JSON_VALUES[i % ROWS])
    if isinstance(kind, sqlalchemy.Boolean):
        return i % 2 == 1
    if isinstance(kind, sqlalchemy.LargeBinary):
        return bytes([0, 255, i])
    if isinstance(kind, sqlalchemy.BigInteger):
        return BIG[i % ROWS] if i < ROWS else i
    if isinstance(kind, sqlalchemy.Integer):
        return i + 1
    if isinstance(kind, (sqlalchemy.Float, sqlalchemy.Numeric)):
        single = type(kind).__name__ == "FLOAT" and "mysql" in type(kind).__module__
        return (0.5, -1.25, 3.0)[i % ROWS] if single else FLOATS[i % ROWS]
    if isinstance(kind, sqlalchemy.String) or "CHAR" in str(kind).upper() or "TEXT" in str(kind).upper():
        limit = getattr(kind, "length", None) or 9000
        if name.endswith(("_id", "_uuid")) or limit < 40:
            return f"{name}-{i}"[-limit:]
        longest = limit if (table.name, name) in LONGEST else 300
        return (TEXTS[i % ROWS] if i != 2 else TEXTS[2] + "z" * longest)[: min(limit, longest)]
    return f"{name}-{i}"


def storable(column, given):
    is_json = isinstance(column.type, sqlalchemy.JSON)
    return json.dumps(given) if isinstance(given, dict) and not is_json else given


def parents(inspector, table):
    for key in inspector.get_foreign_keys(table.name):
        yield key["constrained_columns"], key["referred_table"], key["referred_columns"]


def fill(connection, inspector, table):
    if connection.execute(select(sqlalchemy.func.count()).select_from(table)).scalar():
        return
    computed = {c.name for c in table.columns if c.computed is not None}
    for i in range(ROWS):
        row = {c.name: value(table, c, i) for c in table.columns if c.name not in computed}
        for own, other, referred in parents(inspector, table):
            found = connection.execute(
                sqlalchemy.text(
                    "select {} from {} order by 1".format(
                        ", ".join(quoted(connection, c) for c in referred), quoted(connection, other)
                    )
                )
            ).fetchall()
            if not found:
                row.update({c: None for c in own if table.columns[c].nullable})
                continue
            row.update(zip(own, found[i % len(found)]))
        connection.execute(table.insert().values(**row))


def quoted(connection, name):
    return connection.dialect.identifier_preparer.quote(name)


def main(uri):
    engine = create_engine(uri)
    inspector = inspect(engine)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name != "alembic_version":
                fill(connection, inspector, table)

        experiment = connection.execute(sqlalchemy.text("select max(experiment_id) from experiments")).scalar()
        for name, row in rows_that_migrations_read():
            if name in metadata.tables:
                table = metadata.tables[name]
                row = {"experiment_id": experiment, **row}
                known = {c: storable(table.columns[c], row[c]) for c in row if c in table.columns}
                connection.execute(table.insert().values(**known))


if __name__ == "__main__":
    main(sys.argv[1])
