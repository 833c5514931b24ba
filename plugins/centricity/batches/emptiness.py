"""Columns of a file that a feed maps and nobody fills: a renamed field of an export looks like that."""

from pathlib import Path

import duckdb

from centricity.batches.remarks import EMPTY_COLUMN
from centricity.feeds.definition import Feed
from centricity.mapping.texts import place_of
from centricity.quality import Remark
from centricity.sql import quote_name

FIRST_ROWS = 1000


def empty_columns(connection: duckdb.DuckDBPyConnection, feed: Feed, batch: Path) -> list[Remark]:
    """A remark on each mapped column, answer or margin that no record without a problem has a value of."""
    values = _mapped_values(feed)
    rows = f"select * from read_parquet('{batch}') where {_looked_at(feed)}"
    # Nearly every column has a value among the first rows, and to look for each by itself takes long to plan.
    records = connection.execute(f"select count(*) from ({rows})").fetchall()[0][0]
    unfilled = _without_value(connection, list(values), f"{rows} limit {FIRST_ROWS}") if records else []
    empty = _without_value(connection, unfilled, rows) if records > FIRST_ROWS else unfilled
    places = dict.fromkeys(values[each] for each in empty)
    return [Remark(EMPTY_COLUMN, place, {"records": records}) for place in places]


def _without_value(connection: duckdb.DuckDBPyConnection, values: list[str], rows: str) -> list[str]:
    """Those of some values that are null in all rows."""
    if not values:
        return []
    counts = connection.execute(f"select {', '.join(f'count({value})' for value in values)} from ({rows})").fetchall()
    return [value for value, count in zip(values, counts[0], strict=True) if not count]


def _looked_at(feed: Feed) -> str:
    """SQL: the rows whose values matter; a record that is taken back has its key only."""
    is_kept = "problem_code is null and left_out is null"
    return f"{is_kept} and is_withdrawn is not true" if feed.canonical.has_column("is_withdrawn") else is_kept


def _mapped_values(feed: Feed) -> dict[str, str]:
    """SQL of every value that is made of the file, in the form of a staged batch; and the place that it is from.

    Without `is_withdrawn`: a file that takes nothing back is ordinary.
    """
    columns = {
        quote_name(name): place_of(name, mapping)
        for name, mapping in feed.columns.items()
        if mapping.constant is None and name != "is_withdrawn"
    }
    answers = {
        f"answers[{number}]": place_of(item, answer)
        for number, (item, answer) in enumerate(sorted(feed.answers.items()), start=1)
    }
    margins = {
        f"margins[{number}].category": place_of(margin, origin)
        for number, (margin, origin) in enumerate(sorted(feed.margins.items()), start=1)
    }
    return columns | answers | margins
