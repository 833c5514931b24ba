"""The frozen input of a build: links to exactly its loads, so that deliveries may arrive meanwhile."""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from centricity.feeds.entities import ENTITIES, Entity, raw_columns
from centricity.home import Home
from centricity.ledger.absences import Absence
from centricity.ledger.descriptions import described_waves, read_descriptions
from centricity.ledger.entry import ACCEPTED, LedgerEntry
from centricity.ledger.organisations import organisation_loads
from centricity.ledger.stored import accepted_file
from centricity.warehouse.closed_waves import link_records

REASONS = pa.list_(pa.struct([("reason_code", pa.string()), ("count", pa.int64())]))
LEDGER = pa.schema(
    [
        ("load_id", pa.string()),
        ("feed", pa.string()),
        ("source", pa.string()),
        ("entity", pa.string()),
        ("file_name", pa.string()),
        ("file_sha256", pa.string()),
        ("file_bytes", pa.int64()),
        ("delivery_date", pa.date32()),
        ("verdict", pa.string()),
        ("reason_code", pa.string()),
        ("records_in", pa.int64()),
        ("records_accepted", pa.int64()),
        ("records_quarantined", pa.int64()),
        ("records_filtered", pa.int64()),
        ("quarantine_reasons", REASONS),
        ("filter_reasons", REASONS),
        ("whole_periods", pa.list_(pa.string())),
        (
            "failed_expectations",
            pa.list_(
                pa.struct([("expectation", pa.string()), ("severity", pa.string()), ("count_failing", pa.int64())])
            ),
        ),
        ("definition_sha256", pa.string()),
        ("suite_sha256", pa.string()),
        ("schema_version", pa.int32()),
        ("pseudonym_key_id", pa.string()),
    ]
)

WAIST = "waist.json"
ABSENCES = pa.schema(
    [("feed", pa.string()), ("first_day", pa.date32()), ("last_day", pa.date32()), ("wave", pa.int32())]
)


def input_folder(home: Home) -> Path:
    return home.warehouse / "input"


def read_frozen(home: Home) -> dict[str, Any]:
    """What is frozen now: `build_id`, `loads_sha256` and `loads`; empty if nothing is."""
    try:
        return json.loads((input_folder(home) / "input.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


@dataclass(frozen=True)
class Identity:
    """What a build is.

    Attributes:
        input_sha256: digest of what its figures are made of.
        records: of closed waves, with which they are compared.
    """

    build_id: str
    input_sha256: str
    records: Sequence[Path]


@dataclass(frozen=True)
class Waist:
    """What is kept of the waist of a frozen input.

    Attributes:
        names: by source, the digest of what its rows depend on.
        read: the sources whose records are frozen, since their rows are not kept; with them the reference data.
    """

    names: dict[str, str]
    read: list[str]


def write_input(
    home: Home,
    identity: Identity,
    entries: Sequence[LedgerEntry],
    absent: Sequence[Absence],
    waist: Waist,
) -> None:
    """Freeze the input of a build; what was frozen before goes.

    Args:
        home: where to.
        identity: of the build.
        entries: its loads.
        absent: the deliveries that are expected and are not among them.
        waist: of the sources that it does not read the rows are kept, and neither records nor loads are frozen.

    Raises:
        CentricityError: `damaged_load`.
    """
    folder = home.warehouse / "input.new"
    shutil.rmtree(folder, ignore_errors=True)
    for entity in ENTITIES.values():
        (folder / entity.name).mkdir(parents=True)
        _write_empty(entity, folder / entity.name / "empty.parquet")
    read = [entry for entry in entries if entry.source in waist.read]
    for entry in read:
        if entry.verdict == ACCEPTED:
            os.link(accepted_file(home, entry), folder / entry.entity / f"{entry.load_id}.parquet")
    _write_table(
        pa.Table.from_pylist([_ledger_row(entry) for entry in read], LEDGER), folder / "loads" / "loads.parquet"
    )
    _write_table(pa.Table.from_pylist(list(map(_absence_row, absent)), ABSENCES), folder / "absences/absences.parquet")
    _write_table(_described_waves(home, entries), folder / "described_waves/described_waves.parquet")
    link_records(home, identity.records, folder / "closed_figures")
    frozen = {
        "build_id": identity.build_id,
        "input_sha256": identity.input_sha256,
        "loads_sha256": loads_sha256(entries),
        "loads": [entry.load_id for entry in entries],
    }
    (folder / WAIST).write_text(json.dumps(asdict(waist)) + "\n", encoding="utf-8")
    (folder / "input.json").write_text(json.dumps(frozen) + "\n", encoding="utf-8")
    shutil.rmtree(input_folder(home), ignore_errors=True)
    folder.rename(input_folder(home))


def loads_sha256(entries: Sequence[LedgerEntry]) -> str:
    """Digest of what the marts may know of the loads: which there are, and what became of each."""
    rows = [_ledger_row(entry) for entry in sorted(entries, key=lambda entry: entry.load_id)]
    return hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


def _write_empty(entity: Entity, path: Path) -> None:
    columns = ", ".join(f"null::{column.type} as {column.name}" for column in raw_columns(entity))
    with duckdb.connect() as connection:
        connection.execute(f"copy (select {columns} where false) to '{path}' (format parquet)")


def _described_waves(home: Home, entries: Sequence[LedgerEntry]) -> pa.Table:
    with duckdb.connect() as connection:
        read_descriptions(connection, home, organisation_loads(entries))
        return described_waves(connection)


def _write_table(table: pa.Table, path: Path) -> None:
    path.parent.mkdir()
    pq.write_table(table, path)


def _absence_row(absence: Absence) -> dict[str, Any]:
    turn = absence.turn
    return {"feed": absence.feed, "first_day": turn.first, "last_day": turn.last, "wave": turn.wave}


def _ledger_row(entry: LedgerEntry) -> dict[str, Any]:
    """What the marts may know of a load: no clock, no run, and no file name that we did not agree on."""
    row = {name: getattr(entry, name) for name in LEDGER.names if name != "failed_expectations"}
    failed = [check for check in entry.expectations if not check.success]
    return row | {
        "file_name": None if entry.reason_code == "bad_file_name" else entry.file_name,
        "delivery_date": pa.scalar(entry.delivery_date).cast(pa.date32()).as_py() if entry.delivery_date else None,
        "quarantine_reasons": _counts(entry.quarantine_reasons),
        "filter_reasons": _counts(entry.filter_reasons),
        "failed_expectations": sorted(
            (
                {"expectation": check.expectation, "severity": check.severity, "count_failing": check.count_failing}
                for check in failed
            ),
            key=itemgetter("expectation"),
        ),
    }


def _counts(reasons: dict[str, int]) -> list[dict[str, str | int]]:
    return [{"reason_code": code, "count": count} for code, count in reasons.items()]
