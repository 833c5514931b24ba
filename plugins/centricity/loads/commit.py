"""Commit: a judged batch becomes a load, whole or not at all.

The quarantine is written first; the rename of the load's folder into `raw/` (or `rejected/`) is the
commit; only then does the original leave `landing/`. Whatever moment a process dies at, the next run
finds the delivery in `landing/` and either does it again or sees that it is done.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from centricity.feeds.definition import Feed
from centricity.feeds.entities import raw_columns
from centricity.home import Home
from centricity.loads.deliveries import Delivery, control_file
from centricity.loads.entry import LedgerEntry, write_entry
from centricity.loads.ledger import newest_judgements
from centricity.loads.staging import StagedBatch
from centricity.loads.stored import quarantine_path
from centricity.mapping.texts import record_columns
from centricity.sql import literal, quote_name

QUARANTINE = pa.schema(
    [
        ("row_number", pa.int64()),
        ("reason_codes", pa.list_(pa.string())),
        ("problem_column", pa.string()),
        ("record", pa.string()),
    ]
)


def count_reasons(failing_rows: pa.Table) -> dict[str, int]:
    """How many rows each reason sends to quarantine."""
    pairs = set(zip(*failing_rows.select(["row_number", "reason_code"]).to_pydict().values(), strict=True))
    return dict(sorted(Counter(reason for _, reason in pairs).items()))


def commit_accepted(
    connection: duckdb.DuckDBPyConnection, home: Home, batch: StagedBatch, failing_rows: pa.Table, entry: LedgerEntry
) -> None:
    """Make an accepted delivery a load in the raw zone, its failing rows in quarantine."""
    folder = _load_folder(batch.delivery)
    if entry.records_quarantined:
        part = batch.path.with_name("quarantine.parquet")
        write_quarantine(_failing_records(connection, batch, failing_rows), part, quarantine_path(home, entry))
    _write_accepted(connection, batch, failing_rows["row_number"].to_numpy(), folder / "data.parquet")
    write_entry(entry, folder)
    move_into_place(folder, entry.folder_in(home))
    archive(home, batch.delivery)


def _write_accepted(
    connection: duckdb.DuckDBPyConnection, batch: StagedBatch, failing: np.ndarray, target: Path
) -> None:
    """Write the rows that do not fail, in the order of the file.

    The failing ones are looked up in a string of bits: a join would lose the order, and sorting costs more than
    everything else here.
    """
    last = failing.max(initial=0) + 1  # stands for all rows after the failing ones
    is_failing = np.zeros(last + 1, bool)
    is_failing[failing] = True
    connection.execute("set variable is_failing = $bits::blob::bit", {"bits": np.packbits(is_failing).tobytes()})
    columns = ", ".join(column.name for column in raw_columns(batch.delivery.feed.canonical))
    connection.execute(f"""
        copy (
            select {columns} from (select {batch.columns} from read_parquet('{batch.path}') where {batch.rows})
            where get_bit(getvariable('is_failing'), least(row_number, {last})::integer) = 0
        ) to '{target}' (format parquet, compression zstd, compression_level 1)
    """)


def commit_rejected(home: Home, delivery: Delivery, entry: LedgerEntry) -> None:
    """Put a rejected file's ledger entry and reason where people look for it."""
    folder = _load_folder(delivery)
    write_entry(entry, folder)
    (folder / "reason.txt").write_text(f"{entry.reason}\n", encoding="utf-8")
    move_into_place(folder, entry.folder_in(home))
    archive(home, delivery)


def archive(home: Home, delivery: Delivery) -> None:
    """Move the original out of `landing/`; one that was replaced under our hands stays for the next run."""
    target = home.archive / delivery.feed.feed / delivery.load_id
    target.mkdir(parents=True, exist_ok=True)
    if delivery.original.is_relative_to(home.archive):
        _link_archived(delivery.original, target)
        return
    shutil.move(delivery.copy, target / delivery.original.name)
    if delivery.original.exists() and delivery.original.stat().st_mtime_ns == delivery.modified_ns:
        # The control file first: should we be killed in between, it is not taken for that of a later delivery.
        control = control_file(delivery.original)
        if control.exists():
            shutil.move(control, target / control.name)  # in the place of an older one
        delivery.original.unlink()


def archive_control(home: Home, path: Path, entries: Sequence[LedgerEntry]) -> None:
    """Move a control file that came late to its deliveries."""
    for entry in entries:
        target = home.archive / entry.feed / entry.load_id / path.name
        target.unlink(missing_ok=True)
        os.link(path, target)
    path.unlink()


def remove_replaced_quarantine(home: Home, source: str, entries: Sequence[LedgerEntry]) -> None:
    """Keep the rows of the newest judgements only.

    What an older one had set apart is in the newer one, or accepted; what belongs to no load was left by a killed run.
    """
    kept = {quarantine_path(home, entry) for entry in newest_judgements(entries)}
    for path in (home.quarantine / source).glob("*/*.parquet"):
        if path not in kept:
            path.unlink()


def _link_archived(original: Path, target: Path) -> None:
    """A load by a newer definition has the original too: each load stands on its own."""
    for path in (original, control_file(original)):
        if path.is_file() and not (target / path.name).exists():
            os.link(path, target / path.name)


def _load_folder(delivery: Delivery) -> Path:
    folder = delivery.copy.with_name("load")
    folder.mkdir()
    return folder


def move_into_place(folder: Path, target: Path) -> None:
    """Make a finished folder a judgement: whole, and on the disk, or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    folder.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_quarantine(tables: Iterable[pa.Table], part: Path, target: Path) -> None:
    """Write rows that are set apart, for their owner only: first to `part`, on the same disk, then whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(part, QUARANTINE, compression="zstd") as writer:
        part.chmod(0o600)
        for table in tables:
            writer.write_table(table.cast(QUARANTINE))
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _failing_records(
    connection: duckdb.DuckDBPyConnection, batch: StagedBatch, failing_rows: pa.Table
) -> Iterator[pa.Table]:
    """The failing records whole, as the supplier wrote them, each with its reasons."""
    connection.register("failing", failing_rows)
    connection.execute("""
        create or replace temp table failing_row as
        select row_number, list(distinct reason_code order by reason_code) as reason_codes,
            arg_min(place, reason_code) as problem_column
        from failing group by row_number
    """)
    numbers = failing_rows["row_number"].combine_chunks()
    with pa.memory_map(str(batch.records)) as file, pa.ipc.open_file(file) as records:
        for place in range(records.num_record_batches):
            failing = _rows_of(records.get_batch(place), numbers)
            if failing.num_rows:
                connection.register("records", failing)
                yield connection.execute(_quarantine_sql(batch.delivery.feed)).to_arrow_table()


def _rows_of(records: pa.RecordBatch, numbers: pa.Array) -> pa.Table:
    return pa.Table.from_batches([records.filter(pc.is_in(records["row_number"], numbers))])


def _quarantine_sql(feed: Feed) -> str:
    return f"""
        select row_number, reason_codes, problem_column,
            coalesce(unreadable_record, json_object({_packed(feed)})::varchar) as record
        from records inner join failing_row using (row_number) order by row_number
    """


def _packed(feed: Feed) -> str:
    """The record as a JSON object, by the supplier's names."""
    names = record_columns(feed)[-len(feed.mapped_columns) :]
    pairs = zip(sorted(feed.mapped_columns), names, strict=True)
    return ", ".join(f"{literal(column)}, records.{quote_name(name)}" for column, name in pairs)
