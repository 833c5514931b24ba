"""How a judgement and its quarantine reach the disk: whole, and synced, or not at all."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from centricity.home import Home
from centricity.ledger.entry import LedgerEntry
from centricity.ledger.in_force import newest_judgements
from centricity.ledger.stored import quarantine_path

ROWS_AT_ONCE = 100_000
QUARANTINE = pa.schema(
    [
        ("row_number", pa.int64()),
        ("reason_codes", pa.list_(pa.string())),
        ("problem_column", pa.string()),
        ("record", pa.string()),
    ]
)


def move_into_place(folder: Path, target: Path) -> None:
    """Make a finished folder a judgement: whole, and on the disk, or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    folder.rename(target)
    _sync(target.parent)


def write_quarantine(tables: Iterable[pa.Table], part: Path, target: Path) -> None:
    """Write quarantined rows, for their owner only: first to `part`, on the same disk, then whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(part, QUARANTINE, compression="zstd") as writer:
        part.chmod(0o600)
        for rows in _many_at_once(tables):
            writer.write_table(rows.cast(QUARANTINE))
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _many_at_once(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Tables in so few that a row group of each is worth its place in the file."""
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(each.num_rows for each in held) >= ROWS_AT_ONCE:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def remove_replaced_quarantine(home: Home, source: str, entries: Sequence[LedgerEntry]) -> None:
    """Keep the rows of the newest judgements only.

    A row of an older one is in the newer one, or accepted; a file that belongs to no load was left by a killed run.
    """
    kept = {quarantine_path(home, entry) for entry in newest_judgements(entries)}
    for path in (home.quarantine / source).glob("*/*.parquet"):
        if path not in kept:
            path.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
