"""What an `info` expectation that is not met has to say: where, and how many."""

from typing import Any

import duckdb

from centricity.quality.rows import RowsNotFound
from centricity.quality.suites import Rule
from centricity.quality.verdicts import Remark


def find_remarks(connection: duckdb.DuckDBPyConnection, view: str, rule: Rule, count: int) -> tuple[Remark, ...]:
    """The remarks of a rule that is not met; none of a rule without a code: it is for the ledger only.

    Args:
        connection: where the view is.
        view: the batch.
        rule: the rule.
        count: how many rows failed, as Great Expectations counted.

    Raises:
        RowsNotFound: the query failed or finds another number of rows.
    """
    if not rule.reason_code:
        return ()
    if not rule.place_column or not rule.sql:
        return (Remark(rule.reason_code, figures={"count": count}),)
    try:
        found = connection.sql(rule.sql.format(batch=view)).to_arrow_table().to_pylist()
    except duckdb.Error as error:
        raise RowsNotFound(type(error).__name__) from None
    if len(found) != count:
        raise RowsNotFound("RowsNotFound")
    remarks = (_remark(rule.reason_code, row.get(rule.place_column), row) for row in found)
    return tuple(sorted(remarks, key=lambda remark: (remark.place or "", *remark.figures.values())))


def _remark(code: str, place: str | float | None, row: dict[str, Any]) -> Remark:
    """What a row says; of its columns numbers only, for a text may be a person's."""
    figures = {name: value for name, value in row.items() if isinstance(value, int | float)}
    return Remark(code, None if place is None else str(place), figures)
