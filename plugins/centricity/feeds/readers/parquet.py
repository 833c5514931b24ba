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
    fields = [file.schema_arrow.field(name) for name in columns]
    for field in fields:
        _check_type(field)
    texts = "".join(f", {_as_text(f'column {place}', field.type)}" for place, field in enumerate(fields))
    first = 1
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("set timezone = 'UTC'")
        for batch in file.iter_batches(RECORDS_PER_BATCH, columns=columns):
            connection.register("records", _by_place(batch.select(columns)))
            number = f"{first} + row_number() over () - 1 as row_number"
            selected = f"{number}, null as problem_code, null as unreadable_record{texts}"
            table = connection.execute(f"select {selected} from records").to_arrow_table()
            yield table.rename_columns(schema.names).cast(schema)
            first += batch.num_rows
        if first == 1:
            yield schema.empty_table()


def _check_type(field: pa.Field) -> None:
    """Refuse what has no text of its own: how a list is written down would be our guess."""
    if pa.types.is_nested(field.type) or pa.types.is_decimal256(field.type):
        said = f"The column {field.name} holds {field.type}, not plain values."
        raise Refusal("unsupported_type", said, "Deliver it as text, one value per record.")


def _by_place(batch: pa.RecordBatch) -> pa.Table:
    """The columns named by their place: SQL does not tell capital letters apart."""
    columns = [_text_of_bytes(column) if _is_binary(column.type) else column for column in batch.columns]
    return pa.table(columns, names=[f"column {place}" for place in range(len(columns))])


def _is_binary(kind: pa.DataType) -> bool:
    return pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)


def _text_of_bytes(column: pa.Array) -> pa.Array:
    """Some tools do not mark their texts as such. They are UTF-8 by the format's definition of a text."""
    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        said = "A column of bytes is not text in UTF-8."
        raise Refusal("mixed_encoding", said, "Deliver it as text.") from None


def _as_text(name: str, kind: pa.DataType) -> str:
    column = quote_name(name)
    if pa.types.is_timestamp(kind):
        form = LOCAL_TIME if kind.tz is None else f"{LOCAL_TIME}+0000"
        return f"strftime({column}::timestamp, '{form}') as {column}"
    return f"{column}::varchar as {column}"
