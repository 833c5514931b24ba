"""The ledger: one entry per judgement of a delivered file, beside what became of it.

A load is judged again when what its verdict hangs on has changed (see `outdated`). A judgement is never changed: the
newer one is an entry of its own, and which of them counts is decided here, once.
"""

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from centricity.errors import CentricityError
from centricity.feeds.catalogue import Catalogue
from centricity.home import Home
from centricity.loads.entry import ACCEPTED, ENTRY, LedgerEntry, Withdrawal


def read_entries(home: Home) -> list[LedgerEntry]:
    """All entries, accepted and rejected, by load id and judgement.

    Raises:
        CentricityError: `bad_ledger_entry`. A folder without its entry is one too: passed over, its load would silently
            leave the marts, and could never be delivered again.
    """
    folders = [*home.raw.glob("*/*/*/"), *home.rejected.glob("*/*/")]
    whole = [folder for folder in folders if not folder.name.startswith(".")]  # rsync makes such names
    entries = (_read_entry(home, folder) for folder in whole)
    return sorted(entries, key=lambda entry: (entry.load_id, entry.judgement))


def newest_judgements(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """The last judgement of each load, under each name that it was delivered by."""
    return list(
        {
            (entry.load_id, entry.file_name): entry for entry in sorted(entries, key=lambda entry: entry.judgement)
        }.values()
    )


class Named(NamedTuple):
    """A name by which a file was delivered, and what came of it."""

    file_name: str
    delivery_date: str | None
    verdict: str

    def makes_needless(self, other: "Named") -> bool:
        """Whether it is the other name, or the file would count under this one all the same."""
        known, new = self.delivery_date or "", other.delivery_date or ""
        counts_before = known > new or (known == new and self.file_name < other.file_name)
        return self.file_name == other.file_name or (self.verdict == ACCEPTED and counts_before)


def file_of(entry: LedgerEntry, catalogue: Catalogue) -> tuple[str, ...]:
    """What tells an entry's file from others: the feed, the bytes, and what today's feed reads of the name."""
    feed = catalogue.feeds.get(entry.feed)
    said = feed.name_texts(entry.file_name) if feed else {}
    return entry.feed, entry.file_sha256, *said.values()


def decisions(entries: Iterable[LedgerEntry], catalogue: Catalogue) -> dict[tuple[str, ...], list[Withdrawal]]:
    """What was decided about each file, by whichever definition it was read: later entries repeat the earlier ones'."""
    decided: dict[tuple[str, ...], list[Withdrawal]] = {}
    for entry in entries:
        file = file_of(entry, catalogue)
        decided[file] = max(decided.get(file, []), entry.withdrawals, key=len)
    return decided


def entries_in_force(
    entries: Iterable[LedgerEntry], catalogue: Catalogue, *, with_withdrawn: bool = False
) -> list[LedgerEntry]:
    """The entries that count, one per file, by load id.

    Of one file delivered under several names the newest accepted delivery counts: the name says its date; of equal
    dates the first name. Names that say something else, where the feed reads that, make several files of it. Of one
    read by several definitions the one that the feed says today; where none of them is, the last to be loaded. What a
    person withdrew does not count, unless it is asked for.
    """
    current = {name: feed.sha256 for name, feed in catalogue.feeds.items()}

    def by_date(entry: LedgerEntry) -> tuple[bool, str]:
        return entry.verdict == ACCEPTED, entry.delivery_date or ""

    def by_definition(entry: LedgerEntry) -> tuple[bool, str]:
        return entry.definition_sha256 == current.get(entry.feed), entry.loaded_at

    entries = list(entries)
    named = sorted(newest_judgements(entries), key=lambda entry: entry.file_name, reverse=True)
    loads = {entry.load_id: entry for entry in sorted(named, key=by_date)}
    files = {file_of(entry, catalogue): entry for entry in sorted(loads.values(), key=by_definition)}
    decided = decisions(entries, catalogue)
    told = (dataclasses.replace(entry, withdrawals=decided[file]) for file, entry in files.items())
    counting = (entry for entry in told if with_withdrawn or not entry.is_withdrawn)
    return sorted(counting, key=lambda entry: entry.load_id)


def only_load(entries: Iterable[LedgerEntry], beginning: str, unknown: CentricityError) -> LedgerEntry:
    """The one entry whose load id begins so.

    Raises:
        CentricityError: `unknown` where there is none; `ambiguous_load`.
    """
    found = [entry for entry in entries if entry.load_id.startswith(beginning)]
    if not found:
        raise unknown
    if len(found) > 1:
        raise CentricityError("ambiguous_load", f"The ids of {len(found)} loads begin so.")
    return found[0]


def _read_entry(home: Home, folder: Path) -> LedgerEntry:
    path = folder / "load.json"
    try:
        entry = ENTRY.validate_json(path.read_bytes())
    except FileNotFoundError:
        raise CentricityError(
            "bad_ledger_entry", "The folder of a load holds no load.json.", where=str(folder)
        ) from None
    except ValidationError as error:
        wrong = [f"`{name}` is wrong" for name in error.errors()[0]["loc"][:1]]
        raise _bad_entry(path, *wrong) from None
    if entry.folder_in(home) != folder:
        raise _bad_entry(path, "it is another load's than the folder that it stands in")
    return entry


def _bad_entry(path: Path, wrong: str = "it is not whole JSON") -> CentricityError:
    return CentricityError("bad_ledger_entry", f"The ledger entry cannot be used: {wrong}.", where=str(path))
