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
from centricity.feeds.mapping import batch_columns, mapping_sql
from centricity.feeds.readers import read_records
from centricity.feeds.readers.batches import ADDED_COLUMNS, EMPTY_OBJECTS, MISSING_REASONS, ODDITIES
from centricity.feeds.texts import record_columns
from centricity.loads.control import check_control_totals, names_digest
from centricity.loads.deliveries import Delivery
from centricity.loads.emptiness import empty_columns
from centricity.loads.remarks import reader_remarks
from centricity.quality import Remark

# Of records that were read and are not yet mapped.
BYTES_AHEAD = 64 * 1024**2


@dataclass(frozen=True)
class StagedBatch:
    """A delivery as canonical rows, not yet judged.

    Attributes:
        path: Parquet, uncompressed: it is read a few times and thrown away.
        records: the same records as the reader gave them, as an Arrow file.
        added_columns: columns of the file that the feed does not know and leaves out.
        missing_reasons: by column, how often a value was missing for a reason that the file declares.
        empty_objects: how many objects without records inside the feed leaves out.
        remarks: what is odd about the file, before it is judged.
    """

    delivery: Delivery
    path: Path
    records: Path
    records_in: int
    added_columns: list[str]
    missing_reasons: dict[str, dict[str, int]]
    empty_objects: int
    remarks: list[Remark]

    @property
    def columns(self) -> str:
        """SQL: what the rows of `path` are made into, to be those of the entity."""
        return batch_columns(self.delivery.feed)


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
    if delivery.feed.key:
        _mark_repeated_keys(connection, delivery, path)
    notes = [json.loads(said[key]) for key in (ADDED_COLUMNS, MISSING_REASONS, EMPTY_OBJECTS)]
    odd = reader_remarks(json.loads(said[ODDITIES]), is_confirmed_whole=names_digest(delivery))
    remarks = odd + empty_columns(connection, delivery.feed, path)
    return StagedBatch(delivery, path, records, records_in, *notes, remarks)


def check_name(delivery: Delivery) -> None:
    """Refuse a name that was not agreed on (`bad_file_name`)."""
    if not delivery.has_agreed_name:
        raise Refusal(
            "bad_file_name",
            "The file's name does not follow the feed's pattern.",
            f"Name it {' or '.join(delivery.feed.file_pattern)}, {{date}} as yyyy-mm-dd.",
        )


def _write_mapped(
    connection: duckdb.DuckDBPyConnection, delivery: Delivery, path: Path, copy: Path, taken_at: datetime
) -> tuple[int, dict[bytes, bytes]]:
    """Write the canonical rows, and a copy of the records that they are of.

    Returns:
        How many records were read, and what the reader says of the file besides.
    """
    statement = mapping_sql(delivery.feed, delivery.load_id, taken_at)
    # It makes a join of a long list of texts, and joins lose the order of the rows.
    connection.execute("set disabled_optimizers = 'in_clause'")
    records = _Records(read_records(delivery.copy, delivery.feed), record_columns(delivery.feed))
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
        self.count, self.metadata, self.error = 0, first.schema.metadata, None

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


def _mark_repeated_keys(connection: duckdb.DuckDBPyConnection, delivery: Delivery, path: Path) -> None:
    """Make a key that occurs twice a problem: of equal rows the first counts, of rows that differ none does."""
    connection.read_parquet(str(path)).create_view("batch", replace=True)
    if not _has_repeated_keys(connection):
        return
    content = ", ".join(column.name for column in delivery.feed.canonical.columns)
    marked = path.with_name("marked.parquet")
    connection.execute(f"""
        copy (
            with compared as (
                select *, md5(to_json(row({content}))::varchar) as content,
                    case when problem_code is null then record_key end as good_key
                from batch
            ),
            counted as (
                select *, count(*) over key_of_row as rows_of_key, count(distinct content) over key_of_row as contents,
                    row_number() over (partition by good_key order by row_number) as place
                from compared window key_of_row as (partition by good_key)
            )
            select * exclude (content, good_key, rows_of_key, contents, place)
                replace (case
                    when good_key is null or rows_of_key = 1 then problem_code
                    when contents > 1 then 'duplicate_key_conflict'
                    when place > 1 then 'duplicate_key_exact'
                end as problem_code)
            from counted order by row_number
        ) to '{marked}' (format parquet, compression zstd)
    """)
    marked.replace(path)


def _has_repeated_keys(connection: duckdb.DuckDBPyConnection) -> bool:
    good = "select record_key from batch where problem_code is null"
    return bool(
        connection.execute(f"select 1 from ({good}) group by record_key having count(*) > 1 limit 1").fetchall()
    )
