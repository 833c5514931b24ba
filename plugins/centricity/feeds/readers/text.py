"""Opening a delivered text file in the encoding that its feed declares."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from centricity.errors import Refusal
from centricity.feeds.readers.containers import open_delivered

# The codecs that also take a byte-order mark away: it is no part of the first column's name.
CODECS = {"utf-8": "utf-8-sig"}
# In ISO 8859 these bytes are controls that nobody writes; where they occur, the text is Windows-1252 or another.
CONTROLS = re.compile(rb"[\x80-\x9f]")


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    """Open a text file, plain or compressed, that must be in the declared encoding to its last byte.

    Raises:
        Refusal: `mixed_encoding`, or what `open_delivered` raises.
    """
    with open_delivered(path) as binary:
        source = io.BufferedReader(_WithoutControls(binary), 1024 * 1024) if encoding.startswith("iso-") else binary
        with io.TextIOWrapper(source, encoding=CODECS.get(encoding, encoding), newline="") as text:
            try:
                yield text
            except UnicodeError:
                said = f"Some bytes are not {encoding}."
                raise Refusal("mixed_encoding", said, "Deliver all of it so, or correct `format.encoding`.") from None


class _WithoutControls(io.RawIOBase):
    """A stream of text in ISO 8859, which has no controls but the well-known ones."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        data = self._stream.read(len(buffer))
        if CONTROLS.search(data):
            raise UnicodeError
        buffer[: len(data)] = data
        return len(data)
