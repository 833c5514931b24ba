"""Which loads would be judged otherwise today, though their bytes and their definition are the same.

A verdict hangs on more than the file: on the organisations known by then, on the clock, on a control file. All of these
may come later than the file, in any order. So each intake judges again what they touch, and the order does not matter.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from centricity.feeds.catalogue import Catalogue
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.loads.control import control_sha256
from centricity.loads.deliveries import archived_original
from centricity.loads.entry import REJECTED, LedgerEntry
from centricity.loads.ledger import entries_in_force, newest_judgements
from centricity.loads.organisations import organisation_loads, organisations_that_changed
from centricity.mapping.targets import CLOCK_TOLERANCE, latest_instant

# A row that is set apart for one of these may be a good one when an organisation has one more name.
HANG_ON_NAMES = {
    "unknown_organisation",
    "ambiguous_organisation",
    "organisation_of_other_wave",
    "whitespace_in_key",
    "non_latin_key",
    "duplicate_key_exact",
    "duplicate_key_conflict",
}


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


def find_renamed(
    home: Home, catalogue: Catalogue, entries: Sequence[LedgerEntry], candidates: Sequence[LedgerEntry]
) -> list[LedgerEntry]:
    """Those candidates in which today's names may find another organisation than the names they were judged by."""
    known = {entry.judgement_id: entry for entry in entries}
    today = organisation_loads(entries_in_force(entries, catalogue))
    todays = judgement_ids(today)
    changes: dict[tuple[str, ...], set[str | None]] = {}
    found = []
    for entry in candidates:
        used = tuple(entry.organisations)
        if entry.source == "reference" or list(used) == todays or not today:
            continue
        if used not in changes:
            before = [known[judgement] for judgement in used if judgement in known]
            changes[used] = organisations_that_changed(home, before, today) if before else {None}
        if changes[used] and _hangs_on(catalogue.feeds.get(entry.feed), entry, changes[used]):
            found.append(entry)
    return found


def judgement_ids(entries: Sequence[LedgerEntry]) -> list[str]:
    return sorted(entry.judgement_id for entry in entries)


def ripe_at(batch: Path, feed: Feed, now: datetime) -> str | None:
    """From when on the first of a batch's rows from the future would not be one; None without such rows."""
    latest = latest_instant(now)
    columns = [column.name for column in feed.canonical.columns if column.is_past]
    if not columns:
        return None
    first = ", ".join(f"min({name}) filter ({name} > $latest)" for name in columns)
    with duckdb.connect() as connection:
        connection.execute(
            f"select {first} from read_parquet($batch) where problem_code = 'future_timestamp'",
            {"batch": str(batch), "latest": latest},
        )
        instants = [instant for instant in connection.fetchall()[0] if instant is not None]
    return (min(instants) - CLOCK_TOLERANCE).isoformat() if instants else None


def organisations_named(batch: Path) -> list[str]:
    """The organisations that rows of a batch name by their own column."""
    with duckdb.connect() as connection:
        named = "select distinct organisation_id from read_parquet($batch) where organisation_id is not null order by 1"
        return [organisation for (organisation,) in connection.execute(named, {"batch": str(batch)}).fetchall()]


def _hangs_on(feed: Feed | None, entry: LedgerEntry, changed: set[str | None]) -> bool:
    """Whether changed names may change the verdict; rather too often than not."""
    was_judged_and_rejected = entry.verdict == REJECTED and bool(entry.expectations)
    looks_for_names_in_texts = feed is not None and "mentioned_organisation_id" in feed.columns
    if was_judged_and_rejected or looks_for_names_in_texts or HANG_ON_NAMES & entry.quarantine_reasons.keys():
        return True
    return bool(changed & set(entry.named))


def _is_ripe(entry: LedgerEntry, now: datetime) -> bool:
    return entry.ripe_at is not None and latest_instant(now) - CLOCK_TOLERANCE >= datetime.fromisoformat(entry.ripe_at)


def _is_announced(home: Home, entry: LedgerEntry) -> bool:
    """Whether a control file has come, or another one than it was judged with."""
    found = control_sha256(archived_original(home, entry))
    return found is not None and found != entry.control_sha256
