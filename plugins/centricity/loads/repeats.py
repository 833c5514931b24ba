"""Repeats within a delivery: the same key, or the same id of a record, is never two records."""

from pathlib import Path

import duckdb

from centricity.feeds.definition import Feed
from centricity.mapping.selection import KEY_REPEATED
from centricity.sql import literal

EXACT, CONFLICT = "duplicate_key_exact", "duplicate_key_conflict"
# Of the rows of one key the first of this order counts.
ORDERS = {"refuse": "row_number", "first": "row_number", "last": "place_among_repeats desc nulls last, row_number desc"}


def mark_repeats(connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path) -> None:
    """Mark the rows of a staged batch that repeat a key or an id.

    Of equal rows the first counts, the others are a problem (`duplicate_key_exact`). Of rows that differ none counts
    (`duplicate_key_conflict`), unless the feed says that the first or the last does: then the others are left out.
    """
    for identity in _identities(feed):
        connection.read_parquet(str(path)).create_view("batch", replace=True)
        if _has_repeats(connection, identity):
            marked = path.with_name("marked.parquet")
            connection.execute(f"copy ({_marked(feed, identity)}) to '{marked}' (format parquet, compression zstd)")
            marked.replace(path)


def _identities(feed: Feed) -> list[str]:
    """The columns that name a record: its key's digest, and its own id where that is another."""
    if feed.own_id is None:
        return ["record_key"] if feed.key else []
    mapping = feed.columns[feed.own_id]
    is_key = not feed.key or (feed.key == (mapping.from_,) and not mapping.missing)
    return ["record_key"] if is_key else ["record_key", feed.own_id]


def _has_repeats(connection: duckdb.DuckDBPyConnection, identity: str) -> bool:
    good = f"select {identity} from batch where problem_code is null and left_out is null and {identity} is not null"
    return bool(
        connection.execute(f"select 1 from ({good}) group by {identity} having count(*) > 1 limit 1").fetchall()
    )


def _marked(feed: Feed, identity: str) -> str:
    policy = feed.repeated_keys if isinstance(feed.repeated_keys, str) else "last"
    content = ", ".join(column.name for column in feed.canonical.columns)
    return f"""
        with compared as (
            select *, md5(to_json(row({content}))::varchar) as content,
                case when problem_code is null and left_out is null then {identity} end as good_key
            from batch
        ),
        counted as (
            select *, good_key is not null and count(*) over key_of_row > 1 as is_repeated,
                count(distinct content) over key_of_row > 1 as is_contradicted,
                row_number() over (partition by good_key order by {ORDERS[policy]}) > 1 as is_other,
                row_number > min(row_number) over key_of_row as is_later
            from compared window key_of_row as (partition by good_key)
        )
        select * exclude (content, good_key, is_repeated, is_contradicted, is_other, is_later) replace (
            case
                when not is_repeated then problem_code
                when is_contradicted then {literal(CONFLICT if policy == "refuse" else None)}
                when is_later then {literal(EXACT)}
            end as problem_code,
            case
                when is_repeated and is_contradicted and is_other and {literal(policy != "refuse")}
                    then {literal(KEY_REPEATED)}
                else left_out
            end as left_out
        )
        from counted order by row_number
    """
