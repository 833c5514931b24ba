"""Apache Parquet: typed columns, read as the texts that a feed's rules are about."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.readers.batches import RECORDS_PER_BATCH, text_schema
from centricity.feeds.readers.header import added_columns
from centricity.feeds.sql import quote_name

LOCAL_TIME = "%Y-%m-%dT%H:%M:%S.%f"


def read(path: Path, feed: Feed) -> Iterator[pa.Table]:
    """Read a Parquet delivery; see `read_records`."""
    try:
        with pq.ParquetFile(path) as file:
            yield from _read_batches(file, feed)
    except (pa.ArrowInvalid, OSError):
        raise Refusal("corrupt_file", "The file is not whole Parquet.", "Deliver it again.") from None


def _read_batches(file: pq.ParquetFile, feed: Feed) -> Iterator[pa.Table]:
    columns = sorted(feed.mapped_columns)
    schema = text_schema(columns, added_columns(file.schema_arrow.names, feed))
    texts = ", ".join(_as_text(file.schema_arrow.field(name)) for name in columns)
    first = 1
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("set timezone = 'UTC'")
        for batch in file.iter_batches(RECORDS_PER_BATCH, columns=columns):
            connection.register("records", batch)
            number = f"{first} + row_number() over () - 1 as row_number"
            selected = f"{number}, null as problem_code, null as unreadable_record, {texts}"
            yield connection.execute(f"select {selected} from records").to_arrow_table().cast(schema)
            first += batch.num_rows
        if first == 1:
            yield schema.empty_table()


def _as_text(field: pa.Field) -> str:
    name = quote_name(field.name)
    if pa.types.is_timestamp(field.type):
        form = LOCAL_TIME if field.type.tz is None else f"{LOCAL_TIME}+0000"
        return f"strftime({name}::timestamp, '{form}') as {name}"
    return f"{name}::varchar as {name}"
