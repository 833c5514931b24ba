"""Apache Parquet: typed columns, read as the texts that a feed's rules are about."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from centricity.errors import Refusal
from centricity.formats.file_formats import ParquetFormat
from centricity.formats.layout import Layout
from centricity.readers.batches import RECORDS_PER_BATCH, text_schema
from centricity.readers.header import added_columns
from centricity.readers.typed import number
from centricity.sql import quote_name

TEXTS = (pa.string(), pa.large_string(), pa.string_view())
BYTES = (pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(1))
TEXTS_AND_BYTES = {kind.id for kind in (*TEXTS, *BYTES)}
# Also a compression that nobody uses, a time that no calendar has, and a name of a column that is no text.
DAMAGED = (pa.ArrowInvalid, pa.ArrowNotImplementedError, duckdb.ConversionException, UnicodeError, OSError)
LOCAL_TIME = "%Y-%m-%dT%H:%M:%S.%f"


def read(path: Path, layout: Layout[ParquetFormat]) -> Iterator[pa.Table]:
    """Read a Parquet delivery; see `read_records`."""
    try:
        # Old Spark writes times of 96 bits, and 9999-12-31 for no end: in nanoseconds that would become 1816.
        with pq.ParquetFile(path, coerce_int96_timestamp_unit="us", page_checksum_verification=True) as file:
            yield from _read_batches(file, layout)
    except DAMAGED:
        raise Refusal("corrupt_file", "The file is not whole Parquet.") from None


def _read_batches(file: pq.ParquetFile, layout: Layout[ParquetFormat]) -> Iterator[pa.Table]:
    columns = sorted(layout.mapped_columns)
    schema = text_schema(columns, added_columns(file.schema_arrow.names, layout))
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
        raise Refusal("unsupported_type", said)


def _by_place(batch: pa.RecordBatch) -> pa.Table:
    """The columns named by their place: SQL does not tell capital letters apart."""
    columns = [_plain(column) for column in batch.columns]
    return pa.table(columns, names=[f"column {place}" for place in range(len(columns))])


def _plain(column: pa.Array) -> pa.Array:
    """A column of values that SQL writes as we want them; of others their texts."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        return _text_of_numbers(column)
    return _text_of_bytes(column) if column.type.id in TEXTS_AND_BYTES else column


def _text_of_numbers(column: pa.Array) -> pa.Array:
    """Numbers as other formats write them: tools make `35.0` or `35.00` of 35, DuckDB `.5` of 0.5."""
    if pa.types.is_decimal(column.type):
        column, write = column.cast(pa.decimal128(38, column.type.scale)), _text_of_decimal
    else:
        write = _text_of_float
    known = column.dictionary_encode()
    texts = [write(said) for said in known.dictionary.cast(pa.string()).to_pylist()]
    return pa.DictionaryArray.from_arrays(known.indices, pa.array(texts, pa.string())).cast(pa.string())


def _text_of_float(said: str) -> str:
    return number(float(said), ".")


def _text_of_decimal(said: str) -> str:
    digits = f"{Decimal(said):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _text_of_bytes(column: pa.Array) -> pa.Array:
    """Some tools do not mark their texts as such, and some mark what is none: a text is UTF-8 by the format."""
    try:
        texts = column.cast(pa.string())
        texts.validate(full=True)
        return texts
    except pa.ArrowInvalid:
        said = "A column of texts or bytes is not text in UTF-8."
        raise Refusal("mixed_encoding", said, "Deliver it as text.") from None


def _as_text(name: str, kind: pa.DataType) -> str:
    column = quote_name(name)
    if pa.types.is_timestamp(kind):
        form = LOCAL_TIME if kind.tz is None else f"{LOCAL_TIME}+0000"
        return f"strftime({column}::timestamp, '{form}') as {column}"
    return f"{column}::varchar as {column}"
