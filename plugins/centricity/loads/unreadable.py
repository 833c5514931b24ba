"""A file most of whose records cannot be read: what is wrong with them, and who can mend it."""

import math

import duckdb

from centricity.codes.registry import PROBLEMS, find
from centricity.errors import Refusal
from centricity.loads.places import counted
from centricity.loads.staging import StagedBatch

MOSTLY_UNREADABLE = "mostly_unreadable"
REASONS_SHOWN = 3
# As the suites count: a record that says again what another says can be read.
IS_UNREADABLE = "problem_code <> 'duplicate_key_exact'"
IN_THE_FILE = "Compare the file with the feed; if the feed is right, ask the supplier for the agreed file."


def mostly_unreadable(batch: StagedBatch) -> Refusal:
    """The refusal of a batch: its commonest reasons with their columns and counts, and what to do about the first."""
    counts = _counted(batch)
    reasons = ", ".join(counted(reason, n, {column: n} if column else {}) for reason, column, n in counts)
    unreadable = _unreadable(batch)
    said = f"{unreadable} of {batch.records_in} records cannot be read: {reasons}."
    share = math.ceil(20 * unreadable / batch.records_in) / 20
    return Refusal(MOSTLY_UNREADABLE, said, _remedy(counts[0][0]).format(share=share))


def _remedy(commonest: str) -> str:
    """By the commonest reason; where the registry says none, it is the supplier's to correct."""
    known = find(commonest, *PROBLEMS)
    return known.remedy_of_file if known and known.remedy_of_file else IN_THE_FILE


def _counted(batch: StagedBatch) -> list[tuple[str, str | None, int]]:
    with duckdb.connect() as connection:
        return connection.execute(
            "select problem_code, problem_column, count(*) from read_parquet($batch) "
            f"where {IS_UNREADABLE} group by all order by 3 desc, 1, 2 limit {REASONS_SHOWN}",
            {"batch": str(batch.path)},
        ).fetchall()


def _unreadable(batch: StagedBatch) -> int:
    with duckdb.connect() as connection:
        counted = f"select count(*) from read_parquet($batch) where {IS_UNREADABLE}"
        return connection.execute(counted, {"batch": str(batch.path)}).fetchall()[0][0]
