"""The ledger: one entry per delivered file, beside what became of it."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from centricity.errors import CentricityError
from centricity.feeds.catalogue import Catalogue
from centricity.home import Home

SCHEMA_VERSION = 1
ACCEPTED, REJECTED = "accepted", "rejected"


@dataclass(frozen=True)
class LedgerEntry:
    """What `load.json` says. Always records_in = records_accepted + records_quarantined.

    Attributes:
        reason_code: why the file was rejected; None for an accepted one.
        quarantine_reasons: how many rows each reason sent to quarantine; a row may have several.
        added_columns: columns of the file that the feed does not know and leaves out.
        expectations: the verdict of each expectation: id, severity, success, counts. No values.
    """

    load_id: str
    feed: str
    source: str
    entity: str
    file_name: str
    file_sha256: str
    file_bytes: int
    delivery_date: str | None
    verdict: str
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

    def __post_init__(self) -> None:
        if self.records_in != self.records_accepted + self.records_quarantined:
            raise CentricityError(
                "ledger_does_not_add_up",
                f"{self.records_in} is not {self.records_accepted} accepted + {self.records_quarantined} quarantined.",
                "This is a fault of ours: report it, with the load id.",
                self.load_id,
            )

    @property
    def folder(self) -> Path:
        """Below the raw zone: `<source>/<entity>/<load_id>`."""
        return Path(self.source, self.entity, self.load_id)


def write_entry(entry: LedgerEntry, folder: Path) -> None:
    (folder / "load.json").write_text(json.dumps(dataclasses.asdict(entry), indent=2) + "\n", encoding="utf-8")


def read_entries(home: Home) -> list[LedgerEntry]:
    """All entries, accepted and rejected, by load id."""
    files = [*home.raw.glob("*/*/*/load.json"), *home.rejected.glob("*/*/load.json")]
    return sorted((_read_entry(path) for path in files), key=lambda entry: (entry.load_id, entry.verdict))


def entries_in_force(entries: Iterable[LedgerEntry], catalogue: Catalogue) -> list[LedgerEntry]:
    """The entries that count: of one file read by several definitions, the one that the feed says today.

    Where none of them is today's, the last to be loaded counts.
    """
    current = {name: feed.sha256 for name, feed in catalogue.feeds.items()}

    def precedence(entry: LedgerEntry) -> tuple[bool, str]:
        return entry.definition_sha256 == current.get(entry.feed), entry.loaded_at

    newest = {(entry.feed, entry.file_sha256): entry for entry in sorted(entries, key=precedence)}
    return sorted(newest.values(), key=lambda entry: entry.load_id)


def _read_entry(path: Path) -> LedgerEntry:
    try:
        return LedgerEntry(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise CentricityError(
            "bad_ledger_entry", "The ledger entry cannot be read.", "Restore it from your backup.", str(path)
        ) from None
