"""Opening a delivered text file in the encoding that its feed declares."""

import codecs
import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyarrow as pa

from centricity.errors import Refusal
from centricity.readers.batches import ODDITIES
from centricity.readers.containers import open_delivered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# The codecs that also take a byte-order mark away: it is no part of the first column's name.
CODECS = {"utf-8": "utf-8-sig"}
# In ISO 8859 these bytes are controls that nobody writes; where they occur, the text is Windows-1252 or another.
CONTROLS = re.compile(rb"[\x80-\x9f]")
# Of one byte per character: nearly any text of another encoding can be read as them.
ONE_BYTE = ("windows-", "iso-", "cp")
# What a whole text ends with, and the end-of-file mark that old systems write behind it.
LINE_ENDS, END_OF_FILE = (b"\n", b"\r"), b"\x1a"
NO_LINE_END, PROBABLY_UTF8 = "no_line_end", "probably_utf8"


class DeliveredText(io.TextIOWrapper):
    """A text that must be in its declared encoding to its last byte, and what is odd about those read so far."""

    def __init__(self, binary: IO[bytes], encoding: str) -> None:
        self._looked_at = _LookedAt(binary, encoding)
        buffered = io.BufferedReader(self._looked_at, 1024 * 1024)
        super().__init__(buffered, encoding=CODECS.get(encoding, encoding), newline="")

    def noted(self, tables: Iterable[pa.Table], *, is_of_lines: bool = False) -> Iterator[pa.Table]:
        """Tables of this text; the last of them says all that is odd about it.

        Args:
            tables: of the records, each as soon as it is read.
            is_of_lines: every record ends with a line end, the last one too.
        """
        for table in tables:
            said = self._looked_at.oddities(is_of_lines=is_of_lines)
            yield table.replace_schema_metadata(table.schema.metadata | {ODDITIES: json.dumps(said)})


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[DeliveredText]:
    """Open a text file, plain or compressed, that must be in the declared encoding to its last byte.

    Raises:
        Refusal: `mixed_encoding`, or what `open_delivered` raises.
    """
    with open_delivered(path) as binary, DeliveredText(binary, encoding) as text:
        try:
            yield text
        except UnicodeError:
            said = f"Some bytes are not {encoding}."
            raise Refusal("mixed_encoding", said, "Deliver all of it so, or correct `format.encoding`.") from None


class _LookedAt(io.RawIOBase):
    """A stream of text that is looked at as it goes by; one in ISO 8859 has no controls but the well-known ones."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._end = b""
        self._utf8 = _Utf8() if encoding.startswith(ONE_BYTE) else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        if self._encoding.startswith("iso-") and CONTROLS.search(data):
            raise UnicodeError
        if self._utf8:
            self._utf8.add(data)
        self._end = (self._end + data[-4:])[-4:]
        view[: len(data)] = data
        return len(data)

    def oddities(self, *, is_of_lines: bool) -> dict[str, str | None]:
        """What is odd about the bytes so far: a code, and what it is about."""
        found = {NO_LINE_END: None} if is_of_lines and not self._has_line_end() else {}
        return found | ({PROBABLY_UTF8: self._encoding} if self._utf8 and self._utf8.is_likely else {})

    def _has_line_end(self) -> bool:
        width = 2 if self._encoding.startswith("utf-16") else 1
        before, last = (self._end[place : place + width or None].strip(b"\0") for place in (-2 * width, -width))
        return (before if last == END_OF_FILE else last) in LINE_ENDS


class _Utf8:
    """Whether bytes, as they go by, are UTF-8 and not ASCII only: hardly any text of another encoding is."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_legal, self._has_others = True, False

    @property
    def is_likely(self) -> bool:
        """Whether all bytes beyond ASCII make characters; the last may be cut off."""
        return self._is_legal and self._has_others

    def add(self, data: bytes) -> None:
        if not self._is_legal or (data.isascii() and not self._decoder.getstate()[0]):
            return
        try:
            self._has_others |= not self._decoder.decode(data).isascii()
        except UnicodeDecodeError:
            self._is_legal = False
