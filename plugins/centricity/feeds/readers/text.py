"""Opening a delivered text file, and gathering its records into batches."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from centricity.errors import Refusal

RECORDS_PER_BATCH = 200_000
GZIP_MAGIC = b"\x1f\x8b"
# What a supplier's portal sends in place of a text file.
CONTAINERS = {b"PK\x03\x04": "a zip or Excel file", b"%PDF": "a PDF", b"PAR1": "a Parquet file"}


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    """Open a text file, plain or `.gz`, that must be in the declared encoding to its last byte.

    Raises:
        Refusal: `zero_bytes`, `wrong_container`, `corrupt_archive` or `mixed_encoding`.
    """
    is_compressed = path.suffix == ".gz"
    _check_first_bytes(path, is_compressed)
    opening = gzip.open if is_compressed else open
    # A byte-order mark is no part of the first column's name.
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    with opening(path, "rb") as binary, io.TextIOWrapper(binary, encoding=codec, newline="") as text:
        try:
            yield text
        except UnicodeDecodeError:
            raise Refusal(
                "mixed_encoding", f"Some bytes are not {encoding}.", "Deliver the whole file in one encoding."
            ) from None
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise Refusal(
                "corrupt_archive", "The compressed file is damaged or cut off.", "Deliver it again."
            ) from None


def _check_first_bytes(path: Path, is_compressed: bool) -> None:
    with path.open("rb") as file:
        first = file.read(4)
    if not first:
        raise Refusal("zero_bytes", "The file is empty.", "A delivery without records has at least its header.")
    if is_compressed and not first.startswith(GZIP_MAGIC):
        raise Refusal("corrupt_archive", "The name ends in .gz, the content is not gzip.", "Deliver it again.")
    if not is_compressed:
        kind = next((kind for magic, kind in CONTAINERS.items() if first.startswith(magic)), None)
        kind = "gzip" if first.startswith(GZIP_MAGIC) else kind
        if kind:
            raise Refusal(
                "wrong_container", f"The content is {kind}, not text.", "Deliver the format that the feed declares."
            )


class Batches:
    """Records on their way into tables of text."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        self.schema = pa.schema(
            [
                ("row_number", pa.int64()),
                ("problem_code", pa.string()),
                ("unreadable_record", pa.string()),
                *((name, pa.string()) for name in columns),
            ]
        )
        self._unreadable = [None] * len(columns)
        self._rows: list[tuple] = []

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= RECORDS_PER_BATCH

    def add(self, row_number: int, values: list[str | None]) -> None:
        self._rows.append((row_number, None, None, *values))

    def add_unreadable(self, row_number: int, problem_code: str, record: str) -> None:
        """Keep a record that has no columns whole, for the quarantine."""
        self._rows.append((row_number, problem_code, record, *self._unreadable))

    def take(self) -> pa.Table:
        """The gathered records as a table; starts anew."""
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(self.schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, self.schema, strict=True)]
        self._rows = []
        return pa.table(arrays, schema=self.schema)
