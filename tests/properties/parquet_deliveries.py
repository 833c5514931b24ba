"""Legal deliveries in Parquet: each column in one of the types that tools give it."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st
from properties.answers import COLUMNS, Evaluation, Values, evaluations, value_styles, written
from properties.deliveries import Made, delivery, with_whole_identifiers

TEXT_TYPES = (
    pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view(),
    pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int8(), pa.binary()),
)  # fmt: skip
WHOLE_TYPES = (
    pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(), pa.float64(),
    pa.decimal128(38, 10),
)  # fmt: skip
DECIMAL_TYPES = (pa.float32(), pa.float64(), pa.decimal64(18, 8), pa.decimal128(38, 8), pa.decimal128(38, 20))
# Of a time's microseconds.
KEPT_DIGITS = {"ms": 1000, "us": 1, "ns": 1}
COLUMN_TYPES = {
    "id": WHOLE_TYPES,
    "wanneer": (pa.date32(), *(pa.timestamp(unit, zone) for unit in KEPT_DIGITS for zone in (None, "Asia/Tokyo"))),
    "cijfer": DECIMAL_TYPES,
    "gewicht": DECIMAL_TYPES,
    "keuzes": WHOLE_TYPES,
    "contact": (pa.bool_(),),
}  # fmt: skip


@st.composite
def parquet_deliveries(draw: st.DrawFn) -> Made:
    """Parquet as pyarrow, Spark or an old tool writes it."""
    types = {column: draw(st.sampled_from(TEXT_TYPES)) for column in (*COLUMNS, "overig")}
    typed = draw(st.sets(st.sampled_from(sorted(COLUMN_TYPES))))
    types |= {column: draw(st.sampled_from(COLUMN_TYPES[column])) for column in typed}
    values = replace(draw(value_styles(has_thousands=False)), decimal_sign=".")
    if "wanneer" in typed:
        values = replace(values, timestamp_format=_time_format(types["wanneer"]))
    known = [_as_exact(one, types["wanneer"]) for one in draw(evaluations(values, "utf-8"))]
    if "id" in typed:
        known = with_whole_identifiers(draw, known)
    order = draw(st.permutations(sorted(types)))
    columns = {column: _column(draw, column, types[column], known, values) for column in order}
    return delivery(draw, {"type": "parquet"}, "parquet", _written(draw, columns), values, known, contained=False)


def _time_format(kind: pa.DataType) -> str:
    if pa.types.is_date(kind):
        return "%Y-%m-%d"
    return "%Y-%m-%dT%H:%M:%S.%f" + ("%z" if kind.tz else "")


def _as_exact(one: Evaluation, kind: pa.DataType) -> Evaluation:
    """The evaluation at a time that the type can hold."""
    digits = KEPT_DIGITS[kind.unit] if pa.types.is_timestamp(kind) else 1
    return replace(one, at=one.at.replace(microsecond=one.at.microsecond // digits * digits))


def _column(draw: st.DrawFn, column: str, kind: pa.DataType, known: Sequence[Evaluation], values: Values) -> pa.Array:
    texts = [written(one, values).get(column, "x") for one in known]
    if kind in TEXT_TYPES:
        said = [draw(st.sampled_from([None, *values.missing])) if text is None else text for text in texts]
        return _of_texts(said, kind)
    if column == "wanneer":
        return pa.array([_typed_time(one.at, kind, values) for one in known], kind)
    if column == "contact":
        return pa.array([one.contact for one in known], kind)
    codes = [None, *(code for code in values.missing if code.lstrip("-").isdecimal())]
    return _of_numbers([draw(st.sampled_from(codes)) if text is None else text for text in texts], kind)


def _of_texts(texts: Sequence[str | None], kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return _of_texts(texts, kind.value_type).dictionary_encode()
    if kind in (pa.binary(), pa.large_binary(), pa.binary_view()):
        return pa.array([None if text is None else text.encode() for text in texts], kind)
    return pa.array(texts, kind)


def _of_numbers(texts: Sequence[str | None], kind: pa.DataType) -> pa.Array:
    """The numbers in a type, or as 64-bit floats where that type has not all of them."""
    numbers = [None if text is None else Decimal(text) for text in texts]
    if not all(number is None or _holds(kind, number) for number in numbers):
        kind = pa.float64()
    return pa.array([None if number is None else _typed_number(kind, number) for number in numbers], kind)


def _typed_number(kind: pa.DataType, number: Decimal) -> Decimal | float | int:
    if pa.types.is_floating(kind):
        return float(number)
    return int(number) if pa.types.is_integer(kind) else number


def _holds(kind: pa.DataType, number: Decimal) -> bool:
    if pa.types.is_float32(kind):
        return float(str(np.float32(number))) == float(number)
    try:
        pa.scalar(_typed_number(kind, number), kind)
    except (pa.ArrowInvalid, OverflowError):
        return False
    return True


def _typed_time(at: datetime, kind: pa.DataType, values: Values) -> datetime:
    local = at.astimezone(ZoneInfo(values.time_zone)).replace(tzinfo=None)
    if pa.types.is_date(kind):
        return local.date()
    return local if kind.tz is None else at.astimezone(UTC)


def _written(draw: st.DrawFn, columns: dict[str, pa.Array]) -> bytes:
    kind = columns["wanneer"].type
    has_zone = pa.types.is_timestamp(kind) and kind.tz is not None
    file = io.BytesIO()
    pq.write_table(
        pa.table(columns),
        file,
        row_group_size=draw(st.integers(1, 3)),
        compression=draw(st.sampled_from(["none", "snappy", "gzip", "brotli", "lz4", "zstd"])),
        use_dictionary=draw(st.booleans()),
        data_page_version=draw(st.sampled_from(["1.0", "2.0"])),
        store_schema=draw(st.booleans()),
        write_page_checksum=draw(st.booleans()),
        # Those times have no zone.
        use_deprecated_int96_timestamps=not has_zone and draw(st.booleans()),
    )
    return file.getvalue()
