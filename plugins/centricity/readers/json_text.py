"""JSON as it is written: numbers stay texts, and nothing that is no JSON is taken for something else."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from centricity.errors import Refusal

# More than this is no record.
MAXIMUM_RECORD = 16 * 1024 * 1024
CHUNK = 1024 * 1024
WHITESPACE = re.compile(r"[ \t\n\r]*")
# Stands in a parsed value for what is no JSON, or says two things: NaN, an object with a key twice.
FLAW = object()


class ExactDecoder:
    """Reads a value of JSON, its numbers as texts; `has_flaw` says whether a `FLAW` stands in the last one."""

    def __init__(self) -> None:
        self.has_flaw = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_float=str, parse_int=str, parse_constant=self._flaw
        )

    def read(self, text: str, start: int = 0) -> tuple[object, int]:
        """The value that starts there, and where it ends.

        Raises:
            ValueError: there is none, or it is cut off.
            RecursionError: it is nested too deeply.
        """
        self.has_flaw = False
        return self._decoder.raw_decode(text, start)

    def _object(self, pairs: list[tuple[str, object]]) -> object:
        record = dict(pairs)
        return record if len(record) == len(pairs) else self._flaw()

    def _flaw(self, _: str = "") -> object:
        self.has_flaw = True
        return FLAW


def holds_flaw(value: object, besides: object = None) -> bool:
    """Whether a `FLAW` stands anywhere in a value, but for one part of it."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if part is FLAW:
            return True
        if part is not besides and isinstance(part, dict | list):
            waiting.extend(part.values() if isinstance(part, dict) else part)
    return False


class JsonDocument:
    """A JSON document with an array of records, read value by value: memory holds one record at a time."""

    def __init__(self, text: TextIO, decoder: ExactDecoder) -> None:
        self.decoder = decoder
        self.count = 0
        self._text = text
        self._buffer, self._at = "", 0

    def elements(self, path: Sequence[str]) -> Iterator[tuple[object, str]]:
        """The elements of the array at a path, each with its text.

        Raises:
            Refusal: `malformed_document`, `missing_array` or `record_too_long`.
        """
        yield from self._find(path)
        if self._next():
            raise self._malformed()

    def _find(self, path: Sequence[str]) -> Iterator[tuple[object, str]]:
        if not path:
            for element in self._elements():
                self.count += 1
                yield element
            return
        is_found = False
        for key in self._keys():
            if key == path[0]:
                is_found = True
                yield from self._find(path[1:])
            else:
                self._skip()
        if not is_found:
            raise _missing_array()

    def _keys(self) -> Iterator[str]:
        """The keys of the object that comes next; whoever asks reads each value."""
        seen = set()
        for _ in self._items("{", "}"):
            key, _ = self._value() if self._next() == '"' else (None, "")
            if not isinstance(key, str) or key in seen:
                raise self._malformed()
            seen.add(key)
            self._expect(":")
            yield key

    def _elements(self) -> Iterator[tuple[object, str]]:
        for _ in self._items("[", "]"):
            yield self._value()

    def _items(self, opening: str, closing: str) -> Iterator[None]:
        """Once for each item between brackets; whoever asks reads it."""
        if self._next() != opening:
            raise _missing_array() if self._next() else self._malformed()
        self._expect(opening)
        if self._next() != closing:
            yield
            while self._next() == ",":
                self._expect(",")
                yield
        self._expect(closing)

    def _skip(self) -> None:
        values = self._elements() if self._next() == "[" else [self._value()]
        for _ in values:
            if self.decoder.has_flaw:
                raise self._malformed()

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            raise self._malformed()
        self._at += 1

    def _next(self) -> str:
        """The next sign that is no white space, without taking it; nothing at the end."""
        while True:
            spaces = WHITESPACE.match(self._buffer, self._at)
            self._at = spaces.end() if spaces else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._read_on():
                return ""

    def _value(self) -> tuple[object, str]:
        self._next()
        while True:
            value, end = self._decode()
            # What touches the end of what is read may go on beyond it.
            if (end is None or end == len(self._buffer)) and self._read_on():
                continue
            if end is None:
                raise self._malformed()
            text, self._at = self._buffer[self._at : end], end
            if len(text) > MAXIMUM_RECORD:
                raise self._too_long()
            return value, text

    def _decode(self) -> tuple[object, int | None]:
        try:
            return self.decoder.read(self._buffer, self._at)
        except RecursionError:
            raise self._malformed() from None
        except ValueError:
            if len(self._buffer) - self._at > MAXIMUM_RECORD:
                raise self._too_long() from None
            return None, None

    def _read_on(self) -> bool:
        more = self._text.read(max(CHUNK, len(self._buffer) - self._at))
        if more:
            self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)

    def _malformed(self) -> Refusal:
        said = "The document is no JSON, or cut off, or a key occurs twice around the records."
        return Refusal("malformed_document", said, where=f"after element {self.count}")

    def _too_long(self) -> Refusal:
        said = "This is not JSON, or a record is longer than 16 MiB."
        return Refusal("record_too_long", said, "Deliver it again, mended.", f"after element {self.count}")


def _missing_array() -> Refusal:
    return Refusal("missing_array")
