"""Expressions that fail on every 40th row, mapped as intake does: how many rows come out wrong?

`python tests/failing_expressions.py REPEATS` prints DuckDB's version, the rows mapped and the rows that are wrong. It
is a process of its own, since the fault that it looks for also ends processes (docs/decisions/0012).
"""

import sys
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from centricity.feeds.definition import Feed
from centricity.feeds.expressions import keep_rows_apart
from centricity.loads.organisations import install_aliases_of_one
from centricity.mapping.statement import mapping_sql
from centricity.mapping.texts import record_columns

ROWS = 300_000
EVERY = 40
LONG = "a text beyond twelve bytes "
FEED = Feed.model_validate(
    {
        "feed": "failing",
        "source": "process",
        "entity": "cases",
        "description": "Every expression fails where the delay is NA.",
        "file_pattern": "failing.csv",
        "format": {"type": "csv"},
        "values": {"timestamp_format": "%Y-%m-%d %H:%M:%S"},
        "columns": {
            "case_id": "id",
            "organisation_id": {"constant": "any"},
            "process": {"sql": f"case when delay::int > 30 then '{LONG}' || delay else coalesce(delay, 'none') end"},
            "topic": {"sql": f"coalesce((delay::int)::varchar || ' {LONG}' || delay, 'none')"},
            "channel": {"sql": "nullif(delay::int, 7)"},
            "started_at": {"sql": "day::timestamp"},
            "closed_at": {"sql": "day::timestamp + to_minutes(greatest(delay::int, 0))"},
            "promised_at": {"sql": "if(delay::int > 5, coalesce(try_cast(day as timestamp), now()::timestamp), null)"},
            "count_reopened": {"sql": "ifnull(nullif(delay::int, 5), 5)"},
            "has_repeated_activity": {"sql": "delay::int % 2 = 0 or delay::int = 3"},
        },
    }
)
DELIVERED = f"""
    select i + 1 as row_number, '2013-01-0' || (1 + i % 9) as day, i::varchar as id,
        case when i % {EVERY} = 0 then 'NA' else (i % 90)::varchar end as delay
    from range({ROWS}) as r(i) order by i
"""
RIGHT = f"""
    select row_number, try_cast(delay as int) as n, day::timestamp as t,
        case when n > 30 then '{LONG}' || delay when n is not null then delay end as process,
        n || ' {LONG}' || delay as topic, nullif(n, 7)::varchar as channel, t as started_at,
        t + to_minutes(n) as closed_at, case when n > 5 then t end as promised_at, n::int as count_reopened,
        n % 2 = 0 or n = 3 as has_repeated_activity
    from delivered
"""
COMPARED = (
    "process",
    "topic",
    "channel",
    "started_at",
    "closed_at",
    "promised_at",
    "count_reopened",
    "has_repeated_activity",
)


def delivered(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    connection.execute(f"create table delivered as {DELIVERED}")
    texts = ", ".join(f"{column} as {name}" for column, name in zip(["day", "delay", "id"], _text_names(), strict=True))
    return connection.sql(
        f"select row_number, null::varchar as problem_code, null::varchar as unreadable_record, {texts} from delivered"
    ).to_arrow_table()


def _text_names() -> list[str]:
    return [f'"{name}"' for name in record_columns(FEED) if name.startswith("text ")]


def count_wrong(records: pa.Table, truth: duckdb.DuckDBPyConnection) -> int:
    """Map the records once; how many rows have another value, or another problem, than they should."""
    with duckdb.connect() as connection:
        keep_rows_apart(connection)
        connection.execute("create macro pseudonym(space, said) as said")
        connection.execute("create macro masked(said) as said")
        install_aliases_of_one(connection, "any")
        connection.register("records", records)
        mapped = connection.sql(mapping_sql(FEED, "load", datetime(2026, 1, 1, tzinfo=UTC), {})).to_arrow_table()
    truth.register("mapped", mapped)
    differs = " or ".join(f"mapped.{name} is distinct from correct.{name}" for name in COMPARED)
    return truth.execute(f"""
        with correct as ({RIGHT})
        select count(*) filter (({differs}) or (mapped.problem_code = 'expression_failed') is distinct from
            case when n is null then true end or mapped.row_number is null)
        from correct left join mapped using (row_number)
    """).fetchall()[0][0]


if __name__ == "__main__":
    with duckdb.connect() as base:
        table = delivered(base)
        repeats = int(sys.argv[1])
        print(duckdb.__version__, repeats * table.num_rows, sum(count_wrong(table, base) for _ in range(repeats)))
