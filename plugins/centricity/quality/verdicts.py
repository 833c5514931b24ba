"""What is judged and what comes out: counts, row numbers and codes, never a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True)
class Batch:
    """One Parquet file and the suite it must meet.

    Attributes:
        name: how the verdict calls it: a load_id, a mart.
        path: the Parquet file.
        suite: the suite's JSON.
        key: the column by which failing rows are named: row_number for loads, any grain column for marts.
        columns: SQL: what the file's rows are made into before they are judged.
        rows: SQL: which of the file's rows are judged.
        settings: numbers of the suite that are others for this batch, by their names in the suite's `defaults`.
    """

    name: str
    path: Path
    suite: Path
    key: str
    columns: str = "*"
    rows: str = "true"
    settings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ExpectationVerdict:
    """The outcome of one expectation.

    Attributes:
        expectation: its meta.id.
        severity: critical, warning or info; critical if it could not run.
        success: whether it was met.
        count_failing: failing rows; for an expectation about the whole batch, 1 if it failed.
        count_evaluated: rows that were looked at; null for an expectation about the whole batch or in SQL.
        error: class of the exception if it could not run, else empty; its text may hold values.
    """

    expectation: str
    severity: str
    success: bool
    count_failing: int
    count_evaluated: int | None = None
    error: str = ""


@dataclass(frozen=True)
class Remark:
    """Something odd about a batch that is accepted all the same.

    Attributes:
        code: what it is.
        place: the column, item or encoding that it is about; null for the whole file.
        figures: counts, and the ends of what was seen; no value of a record.
    """

    code: str
    place: str | None = None
    figures: dict[str, int | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The outcome of a batch.

    Attributes:
        batch: its name.
        is_rejected: a critical expectation failed or one could not run.
        reason_code: why it is rejected; null if it is not.
        expectations: one verdict each, in the suite's order.
        failing_rows: row_number bigint, reason_code varchar, place varchar: one row per row and failing row rule, in
            that order. A place is the name of a column, and a number of a list; null where the rule names none.
        remarks: what expectations that are `info` found, in the suite's order.
    """

    batch: str
    is_rejected: bool
    reason_code: str | None
    expectations: tuple[ExpectationVerdict, ...]
    failing_rows: pyarrow.Table
    remarks: tuple[Remark, ...] = ()
