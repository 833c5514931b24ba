"""Opening a delivered text file in the encoding that its feed declares."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from centricity.errors import Refusal
from centricity.feeds.readers.containers import open_delivered

# The codecs that also take a byte-order mark away: it is no part of the first column's name.
CODECS = {"utf-8": "utf-8-sig"}


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    """Open a text file, plain or compressed, that must be in the declared encoding to its last byte.

    Raises:
        Refusal: `mixed_encoding`, or what `open_delivered` raises.
    """
    with open_delivered(path) as binary:
        codec = CODECS.get(encoding, encoding)
        with io.TextIOWrapper(binary, encoding=codec, newline="") as text:
            try:
                yield text
            except UnicodeError:
                said = f"Some bytes are not {encoding}."
                raise Refusal("mixed_encoding", said, "Deliver the whole file in one encoding.") from None
