"""Each type of Parquet has one text for each value, whichever tool wrote it."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from environments import SURVEY

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.readers import read_records

FEED = Feed.model_validate(
    SURVEY
    | {
        "format": {"type": "parquet"},
        "columns": {"organisation_id": {"constant": "Alfa"}, "completed_at": {"constant": "2026-01-01"}},
        "answers": {"recommend": {"from": "x", "scale": [0, 10]}},
        "key": [],
    }
)
TEXTS = ["Bèta", "", None, " x "]
BYTES = [None if text is None else text.encode() for text in TEXTS]
NOT_UTF8 = pa.Array.from_buffers(pa.string(), 2, pa.array([b"caf\xe9", b"x"]).buffers())
NOON = datetime(2025, 9, 30, 12)
COLUMNS = {
    "floats": (pa.array([5.0, 7.5, 1e-5, -0.0, 1e15, None]), ["5", "7.5", "0.00001", "0", "1E+15", None]),
    "no number": (pa.array([float("nan"), float("inf")]), ["NaN", "Infinity"]),
    "short floats": (pa.array([0.1, 16777216.0], pa.float32()), ["0.1", "16777216"]),
    "shorter floats": (pa.array(np.array([0.5, 7], np.float16)), ["0.5", "7"]),
    "decimals": (pa.array([Decimal("1.50"), Decimal("-0.01")], pa.decimal128(38, 2)), ["1.5", "-0.01"]),
    "decimals below one": (pa.array([Decimal("0.85")], pa.decimal128(2, 2)), ["0.85"]),
    "whole decimals": (pa.array([Decimal(10**30)], pa.decimal128(38, 4)), [f"1{30 * '0'}"]),
    "short decimals": (pa.array([Decimal("99.90")], pa.decimal32(4, 2)), ["99.9"]),
    "the longest number": (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
    "texts in a dictionary": (pa.array(TEXTS).dictionary_encode(), TEXTS),
    "bytes in a dictionary": (pa.array(BYTES).dictionary_encode(), TEXTS),
    "views of texts": (pa.array(TEXTS, pa.string_view()), TEXTS),
    "views of bytes": (pa.array(BYTES, pa.binary_view()), TEXTS),
    "bytes of one length": (pa.array([b"abc", "dé".encode()], pa.binary(3)), ["abc", "dé"]),
    "days": (pa.array([NOON.date()], pa.date64()), ["2025-09-30"]),
    "nothing": (pa.nulls(2), [None, None]),
}


def read(path: Path, column: pa.Array, **written: object) -> list[str | None]:
    pq.write_table(pa.table({"x": column}), path, **written)
    return pa.concat_tables(read_records(path, FEED.layout))["x"].to_pylist()


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_type_has_its_text(tmp_path, kind):
    column, texts = COLUMNS[kind]
    assert read(tmp_path / "copy", column) == texts


def test_a_time_of_96_bits_may_lie_far_away(tmp_path):
    """For an open end Spark writes 9999-12-31, which nanoseconds do not reach: it was read as 1816-03-29."""
    column = pa.array([NOON, datetime(9999, 12, 31)], pa.timestamp("us"))
    texts = read(tmp_path / "copy", column, use_deprecated_int96_timestamps=True)
    assert texts == ["2025-09-30T12:00:00.000000", "9999-12-31T00:00:00.000000"]


@pytest.mark.parametrize(
    ("column", "code"),
    [(NOT_UTF8, "mixed_encoding"), (pa.array([-(2**63)], pa.timestamp("ms")), "corrupt_file")],
    ids=["texts that are none", "a time that no calendar has"],
)
def test_a_column_that_holds_what_its_type_cannot_is_refused(tmp_path, column, code):
    with pytest.raises(Refusal) as refused:
        read(tmp_path / "copy", column)
    assert refused.value.code == code


def test_a_page_that_is_not_what_its_checksum_is_of_is_refused(tmp_path):
    path = tmp_path / "copy"
    form = {"compression": "none", "use_dictionary": False, "write_page_checksum": True}
    assert read(path, pa.array(["negen", "tien"]), **form) == ["negen", "tien"]
    path.write_bytes(path.read_bytes().replace(b"negen", b"zeven"))
    with pytest.raises(Refusal, match="corrupt_file"):
        list(read_records(path, FEED.layout))


def test_a_column_that_is_not_read_may_repeat(tmp_path):
    table = pa.table([pa.array(["1"]), pa.array(["9"]), pa.array(["2"])], names=["rest", "x", "rest"])
    pq.write_table(table, tmp_path / "copy")
    feed = FEED.model_copy(update={"ignored": ("rest",)})
    assert pa.concat_tables(read_records(tmp_path / "copy", feed.layout))["x"].to_pylist() == ["9"]
