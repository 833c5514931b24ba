"""Staging: a delivered file becomes a batch of canonical rows, problems and all."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.expressions import keep_rows_apart
from centricity.feeds.file_names import DATE
from centricity.loads.control import check_control_totals, names_digest
from centricity.loads.deliveries import Delivery
from centricity.loads.emptiness import empty_columns
from centricity.loads.remarks import reader_remarks
from centricity.loads.repeats import mark_repeats
from centricity.mapping.selection import EVERYTHING
from centricity.mapping.statement import batch_columns, mapping_sql
from centricity.mapping.texts import record_columns
from centricity.quality import Remark
from centricity.readers import read_records
from centricity.readers.batches import ADDED_COLUMNS, EMPTY_OBJECTS, MISSING_REASONS, ODDITIES

# Of records that were read and are not yet mapped.
BYTES_AHEAD = 64 * 1024**2


@dataclass(frozen=True)
class StagedBatch:
    """A delivery as canonical rows, not yet judged.

    Attributes:
        path: Parquet, uncompressed: it is read a few times and thrown away.
        records: the same records as the reader gave them, as an Arrow file.
        filter_reasons: how many rows are left out, by reason; they are not judged.
        whole_periods: the periods of which the delivery is the whole; None where it delivers what changed.
        added_columns: columns of the file that the feed does not know and leaves out.
        missing_reasons: by column, how often a value was missing for a reason that the file declares.
        empty_objects: how many objects without records inside the feed leaves out.
        remarks: what is odd about the file, before it is judged.
    """

    delivery: Delivery
    path: Path
    records: Path
    records_in: int
    filter_reasons: dict[str, int]
    whole_periods: list[str] | None
    added_columns: list[str]
    missing_reasons: dict[str, dict[str, int]]
    empty_objects: int
    remarks: list[Remark]

    @property
    def columns(self) -> str:
        """SQL: what the rows of `path` are made into, to be those of the entity."""
        return batch_columns(self.delivery.feed)

    @property
    def rows(self) -> str:
        """SQL: which rows of `path` are judged."""
        return "left_out is null"


def stage(connection: duckdb.DuckDBPyConnection, delivery: Delivery, taken_at: datetime) -> StagedBatch:
    """Read, map and write a delivery beside its copy, whatever it is named.

    Args:
        connection: has the macros that `mapping_sql` needs.
        delivery: the copied file.
        taken_at: the time of the intake.

    Raises:
        Refusal: the file as a whole cannot be read.
    """
    path, records = delivery.copy.with_name("batch.parquet"), delivery.copy.with_name("records.arrow")
    records_in, said = _write_mapped(connection, delivery, path, records, taken_at)
    check_control_totals(delivery, path, records_in)
    mark_repeats(connection, delivery.feed, path)
    filtered, periods = _left_out(connection, delivery.feed, path), _periods(connection, delivery, path)
    odd = reader_remarks(json.loads(said[ODDITIES]), is_confirmed_whole=names_digest(delivery))
    return StagedBatch(
        delivery=delivery,
        path=path,
        records=records,
        records_in=records_in,
        filter_reasons=filtered,
        whole_periods=periods,
        added_columns=json.loads(said[ADDED_COLUMNS]),
        missing_reasons=json.loads(said[MISSING_REASONS]),
        empty_objects=json.loads(said[EMPTY_OBJECTS]),
        remarks=odd + empty_columns(connection, delivery.feed, path),
    )


def _left_out(connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path) -> dict[str, int]:
    """How many rows are left out, by reason."""
    if feed.where is None and feed.repeated_keys == "refuse":
        return {}
    left_out = f"select left_out from read_parquet('{path}') where left_out is not null"
    return dict(connection.execute(f"select *, count(*) from ({left_out}) group by all order by 1").fetchall())


def _periods(connection: duckdb.DuckDBPyConnection, delivery: Delivery, path: Path) -> list[str] | None:
    """The periods of which a delivery is the whole: also one of which every row is set apart, or left out."""
    feed = delivery.feed
    if feed.period is None:
        return None if feed.delivers == "changes" else [EVERYTHING]
    if feed.period.from_ in feed.name_places:
        return [delivery.name_texts[feed.period.from_]]
    said = f"select distinct period from read_parquet('{path}') where period is not null order by 1"
    return [period for (period,) in connection.execute(said).fetchall()]


def check_name(delivery: Delivery) -> None:
    """Refuse a name that was not agreed on (`bad_file_name`)."""
    if delivery.has_agreed_name:
        return
    patterns = delivery.feed.file_pattern
    how = ", {date} as yyyy-mm-dd" if any(DATE in pattern for pattern in patterns) else ""
    said, remedy = "The file's name does not follow the feed's pattern", f"Name it {' or '.join(patterns)}{how}."
    if delivery.feed.name_places - {DATE}:
        said += ", or its places can be told in several ways"
        remedy += " What stands between two places must not occur in them."
    raise Refusal("bad_file_name", f"{said}.", remedy)


def _write_mapped(
    connection: duckdb.DuckDBPyConnection, delivery: Delivery, path: Path, copy: Path, taken_at: datetime
) -> tuple[int, dict[bytes, bytes]]:
    """Write the canonical rows, and a copy of the records that they are of.

    Returns:
        How many records were read, and what the reader says of the file besides.
    """
    statement = mapping_sql(delivery.feed, delivery.load_id, taken_at, delivery.name_texts)
    keep_rows_apart(connection)
    records = _Records(read_records(delivery.copy, delivery.feed.layout), record_columns(delivery.feed))
    with pa.ipc.new_file(copy, records.schema) as file:
        connection.register("records", records.stream(file))
        try:
            connection.execute(f"copy ({statement}) to '{path}' (format parquet, compression uncompressed)")
        except duckdb.Error:
            if records.error:
                raise records.error from None
            raise
    return records.count, records.metadata


class _Records:
    """A reader's tables as one stream: DuckDB asks for the next while it maps the one before.

    Args:
        tables: of the reader.
        names: what their columns are called in the stream.

    Attributes:
        schema: of the stream.
        count: how many records went by.
        metadata: what the reader said with the last of them.
        error: why it stopped early; DuckDB knows the text of it only.
    """

    def __init__(self, tables: Iterator[pa.Table], names: list[str]) -> None:
        first = next(tables)
        self._tables = chain([first], tables)
        self.schema = pa.schema(zip(names, first.schema.types, strict=True))
        self.count, self.metadata = 0, first.schema.metadata
        self.error: Exception | None = None

    def stream(self, file: pa.RecordBatchFileWriter) -> pa.RecordBatchReader:
        """The records, once; each is also written to a file as it goes by."""
        return pa.RecordBatchReader.from_batches(self.schema, self._batches(file))

    def _batches(self, file: pa.RecordBatchFileWriter) -> Iterator[pa.RecordBatch]:
        try:
            for table in self._tables:
                _wait_for_room(table.nbytes)
                self.count, self.metadata = self.count + table.num_rows, table.schema.metadata
                for batch in table.rename_columns(self.schema.names).replace_schema_metadata().to_batches():
                    file.write_batch(batch)
                    yield batch
        except Exception as error:
            self.error = error
            raise


def _wait_for_room(size: int) -> None:
    """Let DuckDB catch up: Arrow's scanner, by which it asks, asks ahead for as much as there is.

    Not for ever, since others may use Arrow too.
    """
    deadline = time.monotonic() + 1
    while pa.total_allocated_bytes() > size + BYTES_AHEAD and time.monotonic() < deadline:
        time.sleep(0.002)
