"""The ledger entry: what `load.json` says of one judgement of a delivered file."""

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from pydantic import ConfigDict, TypeAdapter

from centricity.errors import CentricityError
from centricity.home import Home
from centricity.quality import ExpectationVerdict, Remark

# Of what intake makes of a file: the canonical schema, how values are read, what is masked. Another one when the same
# file by the same definition would give other rows: `run --full` then judges it again.
SCHEMA_VERSION = 4
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
WITHDRAWN: Final = "withdraw"
RESTORED: Final = "restore"


@dataclass(frozen=True)
class Discard:
    """What a person gave up of a load.

    Attributes:
        by: who.
        at: when, an ISO instant.
        reason: why, in that person's words.
        rows: which rows, `3,7-9`; None for the whole file.
    """

    by: str
    at: str
    reason: str
    rows: str | None


@dataclass(frozen=True)
class Withdrawal:
    """That a person took a load out of force, or brought it back.

    Attributes:
        act: which of the two.
        by: who.
        at: when, an ISO instant.
        why: in that person's words; empty where nobody was asked.
    """

    act: Literal["withdraw", "restore"]
    by: str
    at: str
    why: str


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
        expectations: the verdict of each expectation; none for a file that was refused before it was judged.
        judgement: the first, second … of this load.
        organisations: the judgements of organisations whose names it was judged by.
        named: the organisations that its rows name.
        ripe_at: from when on a row from the future would not be one; None without such rows.
        control_sha256: digest of the control file; None without one.
        withdrawals: who took the load out of force or brought it back; the last one holds.
        notes: sentences about the file for people: what contradicts itself in reference data.
        discards: what was given up.
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
    expectations: list[ExpectationVerdict]
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
    discards: list[Discard] = field(default_factory=list)
    records_filtered: int = 0
    filter_reasons: dict[str, int] = field(default_factory=dict)
    whole_periods: list[str] | None = None
    withdrawals: list[Withdrawal] = field(default_factory=list)
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
        return self.verdict == REJECTED and any(discard.rows is None for discard in self.discards)

    @property
    def is_withdrawn(self) -> bool:
        """Whether a person took the load out of force."""
        return bool(self.withdrawals) and self.withdrawals[-1].act == WITHDRAWN

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
