"""The work that quarantine makes: which loads hold something set apart, its rows, and giving them up."""

import dataclasses
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

import duckdb

from centricity.environment import Environment
from centricity.errors import CentricityError
from centricity.home import Home
from centricity.loads.amending import amend, user_name
from centricity.loads.discards import DISCARDED, write_rows
from centricity.loads.entry import REJECTED, Discard, LedgerEntry
from centricity.loads.ledger import entries_in_force, only_load, read_entries
from centricity.loads.stored import quarantine_file
from centricity.locks import hold_lock


@dataclass(frozen=True)
class RowApart:
    """A row in quarantine; `record` is what the supplier wrote, and None where nobody asked for it."""

    row_number: int
    reason_codes: list[str]
    problem_column: str | None
    record: str | None


def count_open(entry: LedgerEntry) -> int:
    """How many of a load's rows are set apart and not given up."""
    return entry.records_quarantined - entry.quarantine_reasons.get(DISCARDED, 0)


def open_reasons(home: Home, entry: LedgerEntry) -> dict[str, int]:
    """How many of a load's rows are set apart for each reason, and not given up."""
    if DISCARDED not in entry.quarantine_reasons:
        return entry.quarantine_reasons
    rows = [row for row in read_rows_apart(home, entry) if DISCARDED not in row.reason_codes]
    return dict(sorted(Counter(chain.from_iterable(row.reason_codes for row in rows)).items()))


def has_work(entry: LedgerEntry) -> bool:
    return not entry.is_given_up if entry.verdict == REJECTED else count_open(entry) > 0


def find_load(environment: Environment, beginning: str) -> LedgerEntry:
    """The load in force whose id begins so.

    Raises:
        CentricityError: `unknown_load` or `ambiguous_load`.
    """
    entries = entries_in_force(read_entries(environment.home), environment.catalogue)
    unknown = CentricityError("unknown_load")
    return only_load(entries, beginning, unknown)


def read_rows_apart(home: Home, entry: LedgerEntry, *, with_values: bool = False) -> list[RowApart]:
    """The rows of a load that are in quarantine, in the order of the file."""
    if entry.verdict == REJECTED or not entry.records_quarantined:
        return []
    record = "record" if with_values else "null"
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select row_number, reason_codes, problem_column, {record} from read_parquet($file) order by row_number",
            {"file": str(quarantine_file(home, entry))},
        ).fetchall()
    return [RowApart(*row) for row in rows]


def discard(environment: Environment, load: LedgerEntry, rows: Collection[int] | None, reason: str) -> LedgerEntry:
    """Give up rows of a load, or a rejected file: they stay where they are, marked, and are never taken in.

    Args:
        environment: where the load is.
        load: an entry in force.
        rows: row numbers; None for everything of it that is set apart.
        reason: why, for the ledger; no personal data.

    Returns:
        The new judgement: who gave up what, when and why stands in it.

    Raises:
        CentricityError: `nothing_apart` or `row_not_apart`.
    """
    home, now = environment.home, environment.now.isoformat()
    with hold_lock(home.staging / f"{load.source}.lock"):
        entry = find_load(environment, load.load_id)
        given_up = _rows_to_give_up(home, entry, rows)
        newer = dataclasses.replace(
            entry,
            loaded_at=now,
            run_id="discard",
            discards=[*entry.discards, Discard(user_name(), now, reason, write_rows(given_up) or None)],
            quarantine_reasons=_reasons_with_discarded(entry, len(given_up)),
        )
        return amend(home, entry, newer, given_up)


def _reasons_with_discarded(entry: LedgerEntry, count: int) -> dict[str, int]:
    if not count:
        return entry.quarantine_reasons
    counts = {DISCARDED: entry.quarantine_reasons.get(DISCARDED, 0) + count}
    return dict(sorted((entry.quarantine_reasons | counts).items()))


def _rows_to_give_up(home: Home, entry: LedgerEntry, rows: Collection[int] | None) -> list[int]:
    if not has_work(entry):
        raise CentricityError("nothing_apart")
    apart = {row.row_number for row in read_rows_apart(home, entry) if DISCARDED not in row.reason_codes}
    strange = sorted(set(rows or ()) - apart)
    if strange:
        raise CentricityError("row_not_apart", f"Rows {write_rows(strange)} of this load are not in quarantine.")
    return sorted(apart if rows is None else rows)
