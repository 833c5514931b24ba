"""Find the rows that fail a rule, all of them, in DuckDB and Arrow."""

from collections.abc import Iterable

import duckdb
import pyarrow

from centricity.quality.suites import Rule

SCHEMA = pyarrow.schema(
    [("row_number", pyarrow.int64()), ("reason_code", pyarrow.string()), ("place", pyarrow.string())]
)


class RowsNotFound(Exception):
    """The rows that fail a rule could not be told.

    Args:
        cause: the name of an exception class; no text, which may hold values.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def find_rows(
    connection: duckdb.DuckDBPyConnection, view: str, key: str, rule: Rule, row_query: str | None, count: int
) -> pyarrow.Table:
    """The failing rows of a rule, with the reason of each and the column that it is about.

    Args:
        connection: where the view is.
        view: the batch.
        key: the column that names a row.
        rule: the rule that failed.
        row_query: finds the failing rows; its result may hold values, of which only the key is taken.
        count: how many rows failed, as Great Expectations counted.

    Raises:
        RowsNotFound: the query failed or finds another number of rows.
    """
    reason = f'"{rule.reason_column}"' if rule.reason_column else "$reason_code"
    failing = f'select "{key}" from ({(row_query or "").rstrip(";")})'
    try:
        rows = connection.sql(
            f'select "{key}"::bigint as row_number, {reason}::varchar as reason_code, ({rule.place})::varchar as place '
            f'from {view} where "{key}" in ({failing})',
            params={} if rule.reason_column else {"reason_code": rule.reason_code},
        ).to_arrow_table()
    except duckdb.Error as error:
        raise RowsNotFound(type(error).__name__) from None
    if rows.num_rows != count:
        raise RowsNotFound("RowsNotFound")
    return rows


def join_rows(tables: Iterable[pyarrow.Table | None]) -> pyarrow.Table:
    """Tables of failing rows as one, in a fixed order."""
    rows = pyarrow.concat_tables([SCHEMA.empty_table(), *(table for table in tables if table is not None)])
    return rows.sort_by([("row_number", "ascending"), ("reason_code", "ascending")])
