"""The ledger: one entry per judgement of a delivered file, beside what became of it.

A load is judged again when what its verdict hangs on has changed (see `outdated`). A judgement is never changed: the
newer one is an entry of its own, and which of them counts is decided here, once.
"""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ConfigDict, TypeAdapter, ValidationError

from centricity.errors import CentricityError
from centricity.feeds.catalogue import Catalogue
from centricity.home import Home
from centricity.quality import Remark

# Of what intake makes of a file: the canonical schema, how values are read, what is masked. Another one when the same
# file by the same definition would give other rows: `run --full` then judges it again.
SCHEMA_VERSION = 4
ACCEPTED, REJECTED = "accepted", "rejected"
WITHDRAWN, RESTORED = "withdraw", "restore"


@dataclass(frozen=True)
class LedgerEntry:
    """What `load.json` says. Always records_in = records_accepted + records_quarantined + records_filtered.

    Attributes:
        reason_code: why the file was rejected; None for an accepted one.
        quarantine_reasons: how many rows each reason sent to quarantine; a row may have several.
        filter_reasons: how many rows the feed leaves out, by reason; a row has one.
        whole_periods: the periods of which it is the whole; None where it delivers what changed.
        quarantine_columns: by reason, how many of these rows fail in which column of the supplier.
        added_columns: columns of the file that the feed does not know and leaves out.
        missing_reasons: by column, how often a value was missing for a reason that the file declares (SPSS).
        empty_objects: how many objects without records inside the feed leaves out.
        remarks: what is odd about it all the same, by code, place and counts. No values of records.
        expectations: the verdict of each expectation: id, severity, success, counts. No values.
        judgement: the first, second … of this load.
        organisations: the judgements of organisations whose names it was judged by.
        named: the organisations that its rows name.
        ripe_at: from when on a row from the future would not be one; None without such rows.
        control_sha256: digest of the control file; None without one.
        withdrawals: who took the load out of force or brought it back (`act`), when (`at`) and why; the last one holds.
        notes: sentences about the file for people: what contradicts itself in reference data.
        discards: what was given up: by, at, reason and rows (`3,7-9`; None for the whole file).
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    load_id: str
    feed: str
    source: str
    entity: str
    file_name: str
    file_sha256: str
    file_bytes: int
    delivery_date: str | None
    verdict: Literal["accepted", "rejected"]
    reason_code: str | None
    reason: str | None
    records_in: int
    records_accepted: int
    records_quarantined: int
    quarantine_reasons: dict[str, int]
    expectations: list[dict[str, object]]
    added_columns: list[str]
    definition_sha256: str
    suite_sha256: str
    pseudonym_key_id: str
    run_id: str
    loaded_at: str
    code_version: str
    schema_version: int = SCHEMA_VERSION
    judgement: int = 1
    organisations: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    ripe_at: str | None = None
    control_sha256: str | None = None
    missing_reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    empty_objects: int = 0
    discards: list[dict[str, str | None]] = field(default_factory=list)
    records_filtered: int = 0
    filter_reasons: dict[str, int] = field(default_factory=dict)
    whole_periods: list[str] | None = None
    withdrawals: list[dict[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    quarantine_columns: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.records_in != self.records_accepted + self.records_quarantined + self.records_filtered:
            raise CentricityError(
                "ledger_does_not_add_up",
                f"{self.records_in} is not {self.records_accepted} accepted + {self.records_quarantined} quarantined "
                f"+ {self.records_filtered} filtered.",
                where=self.load_id,
            )

    @property
    def judgement_id(self) -> str:
        return self.load_id if self.judgement == 1 else f"{self.load_id}-{self.judgement}"

    @property
    def is_given_up(self) -> bool:
        """Whether a rejected file was given up: nobody waits for it any more."""
        return self.verdict == REJECTED and any(discard["rows"] is None for discard in self.discards)

    @property
    def is_withdrawn(self) -> bool:
        """Whether a person took the load out of force."""
        return bool(self.withdrawals) and self.withdrawals[-1]["act"] == WITHDRAWN

    @property
    def folder(self) -> Path:
        """Below the raw zone: `<source>/<entity>/<load_id>`, and for a later judgement `-<number>` after it."""
        return Path(self.source, self.entity, self.judgement_id)

    def folder_in(self, home: Home) -> Path:
        """Where its `load.json` stands."""
        is_accepted = self.verdict == ACCEPTED
        return home.raw / self.folder if is_accepted else home.rejected / self.feed / self.judgement_id


ENTRY = TypeAdapter(LedgerEntry)


def write_entry(entry: LedgerEntry, folder: Path) -> None:
    (folder / "load.json").write_text(json.dumps(dataclasses.asdict(entry), indent=2) + "\n", encoding="utf-8")


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


def decisions(entries: Iterable[LedgerEntry], catalogue: Catalogue) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """What was decided about each file, by whichever definition it was read: later entries repeat the earlier ones'."""
    decided: dict[tuple[str, ...], list[dict[str, str]]] = {}
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
