"""What people have given up: rows of a file, or the file. They stay in quarantine, marked, and are never taken in."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from centricity.loads.entry import Discard, LedgerEntry

DISCARDED = "discarded"
LONGEST_RANGE = 1_000_000
ROWS = re.compile(r"\d{1,18}(-\d{1,18})?(,\d{1,18}(-\d{1,18})?)*")


def read_rows(text: str) -> set[int]:
    """The row numbers that a text like `3,7-9` says.

    Raises:
        ValueError: it says something else.
    """
    if not ROWS.fullmatch(text):
        raise ValueError("say row numbers, and ranges of them: 3,7-9")
    parts = [[int(number) for number in part.split("-")] for part in text.split(",")]
    ranges = [range(part[0], part[-1] + 1) for part in parts]
    if not all(0 < len(numbers) <= LONGEST_RANGE for numbers in ranges):
        raise ValueError("a range goes up, over a million rows at most")
    return {row for numbers in ranges for row in numbers}


def write_rows(rows: Iterable[int]) -> str:
    """The text of row numbers: neighbours become a range."""
    runs = groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    found = [[row for _, row in run] for _, run in runs]
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found)


def discards_of(entries: Iterable[LedgerEntry]) -> list[Discard]:
    """What was given up of a file, by its judgements: later entries repeat the earlier ones'."""
    return max((entry.discards for entry in entries), key=len, default=[])


def rows_of(discards: Iterable[Discard]) -> set[int]:
    return {row for discard in discards if discard.rows for row in read_rows(discard.rows)}


def with_discarded(failing_rows: pa.Table, batch: Path, discards: Sequence[Discard]) -> pa.Table:
    """The failing rows of a verdict, and beside them those that were given up."""
    rows = sorted(rows_of(discards))
    if not rows:
        return failing_rows
    with duckdb.connect() as connection:
        found = """
            select row_number from read_parquet($batch)
            where list_contains($rows, row_number) and left_out is null order by 1
        """
        kept = connection.execute(found, {"batch": str(batch), "rows": rows}).fetchall()
    rows_given_up = [row for (row,) in kept]
    discarded = pa.table(
        {"row_number": rows_given_up, "reason_code": [DISCARDED] * len(kept), "place": [None] * len(kept)},
        failing_rows.schema,
    )
    return pa.concat_tables([failing_rows, discarded])
