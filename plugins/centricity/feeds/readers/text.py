"""Opening a delivered text file."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from centricity.errors import Refusal

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
