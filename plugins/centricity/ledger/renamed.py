"""Which loads may find another organisation by today's names than by the names they were judged by."""

from collections.abc import Sequence

from centricity.feeds.catalogue import Catalogue
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.ledger.entry import REJECTED, LedgerEntry
from centricity.ledger.in_force import entries_in_force
from centricity.ledger.organisations import organisation_loads, organisations_that_changed

# A row that is quarantined for one of these may pass when an organisation has one more name.
DEPEND_ON_NAMES = {
    "unknown_organisation",
    "ambiguous_organisation",
    "organisation_of_other_wave",
    "whitespace_in_key",
    "non_latin_key",
    "duplicate_key_exact",
    "duplicate_key_conflict",
}


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
        if changes[used] and _depends_on(catalogue.feeds.get(entry.feed), entry, changes[used]):
            found.append(entry)
    return found


def judgement_ids(entries: Sequence[LedgerEntry]) -> list[str]:
    return sorted(entry.judgement_id for entry in entries)


def _depends_on(feed: Feed | None, entry: LedgerEntry, changed: set[str | None]) -> bool:
    """Whether changed names may change the verdict; rather too often than not."""
    was_judged_and_rejected = entry.verdict == REJECTED and bool(entry.expectations)
    looks_for_names_in_texts = feed is not None and "mentioned_organisation_id" in feed.columns
    if was_judged_and_rejected or looks_for_names_in_texts or DEPEND_ON_NAMES & entry.quarantine_reasons.keys():
        return True
    return bool(changed & set(entry.named))
