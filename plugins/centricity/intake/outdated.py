"""Which loads would be judged otherwise today, though their bytes and their definition are the same.

A verdict depends on more than the file: on the organisations known by then, on the clock, on a control file. All of
these may come later than the file, in any order. So each intake judges again what they touch: the order of arrival
does not matter.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from centricity.batches.control import control_sha256
from centricity.feeds.catalogue import Catalogue
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.intake.landing import archived_original
from centricity.ledger.entry import LedgerEntry
from centricity.ledger.in_force import entries_in_force, newest_judgements
from centricity.ledger.renamed import find_renamed
from centricity.mapping.targets import CLOCK_TOLERANCE, latest_instant


def find_outdated(
    home: Home, catalogue: Catalogue, entries: Sequence[LedgerEntry], source: str, now: datetime
) -> list[LedgerEntry]:
    """The judgements of a source that another one should replace."""
    in_force = {entry.load_id for entry in entries_in_force(entries, catalogue)}
    candidates = [
        entry
        for entry in newest_judgements(entries)
        if entry.source == source
        and entry.load_id in in_force
        and entry.feed in catalogue.feeds
        and not entry.is_given_up
    ]
    renamed = {entry.judgement_id for entry in find_renamed(home, catalogue, entries, candidates)}
    return [
        entry
        for entry in candidates
        if entry.judgement_id in renamed or _is_ripe(entry, now) or _is_announced(home, entry)
    ]


def ripe_at(connection: duckdb.DuckDBPyConnection, batch: Path, feed: Feed, now: datetime) -> str | None:
    """From when on the first of a batch's rows from the future would not be one; None without such rows."""
    latest = latest_instant(now)
    columns = [column.name for column in feed.canonical.columns if column.is_past]
    if not columns:
        return None
    first = ", ".join(f"min({name}) filter ({name} > $latest)" for name in columns)
    found = connection.execute(
        f"select {first} from read_parquet($batch) where problem_code = 'future_timestamp'",
        {"batch": str(batch), "latest": latest},
    ).fetchall()[0]
    instants = [instant for instant in found if instant is not None]
    return (min(instants) - CLOCK_TOLERANCE).isoformat() if instants else None


def organisations_named(connection: duckdb.DuckDBPyConnection, batch: Path) -> list[str]:
    """The organisations that rows of a batch name by their own column."""
    named = "select distinct organisation_id from read_parquet($batch) where organisation_id is not null order by 1"
    return [organisation for (organisation,) in connection.execute(named, {"batch": str(batch)}).fetchall()]


def _is_ripe(entry: LedgerEntry, now: datetime) -> bool:
    return entry.ripe_at is not None and latest_instant(now) - CLOCK_TOLERANCE >= datetime.fromisoformat(entry.ripe_at)


def _is_announced(home: Home, entry: LedgerEntry) -> bool:
    """Whether a control file has come, or another one than it was judged with."""
    found = control_sha256(archived_original(home, entry))
    return found is not None and found != entry.control_sha256
