"""Delimited text in blocks of whole records, held against its grammar on the way.

Where quotes stand decides where records end. In a legal text a quote opens a field, closes one, or is doubled inside
one; in a field that is not quoted they may stand in pairs (`=LINK("x")`). Then, and only then, a line end after an even
number of quotes ends a record. One stray quote, and nobody can tell: the file is refused, not only its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

import numpy as np

from centricity.errors import Refusal
from centricity.formats.table_formats import CsvFormat

# One record out of the ordinary sends its whole block the slow way.
BLOCK_CHARACTERS = 1024 * 1024
# The block that holds the header is read row by row, so it is a small one.
FIRST_BLOCK_CHARACTERS = 64 * 1024
# One field longer than this is a lost quote, not a comment.
MAXIMUM_FIELD = 16 * 1024 * 1024
LF, CR = 10, 13


@dataclass(frozen=True)
class Block:
    """Whole records.

    Attributes:
        data: their text, encoded.
        first_line: the line of the file on which it starts, from 1.
        count_lines: how many lines it has.
        record_ends: of its line ends, counted from 0, those that end a record or an empty line.
        is_ordinary: no carriage return stands without a line feed, and no quote in a field that is not quoted.
        starts_divided: at first sight its first record has more than one field.
    """

    data: bytes
    encoding: str
    first_line: int
    count_lines: int
    record_ends: np.ndarray
    is_ordinary: bool
    starts_divided: bool

    @property
    def text(self) -> str:
        return self.data.decode(self.encoding)


def divide(text: TextIO, form: CsvFormat, first_line: int) -> Iterator[Block]:
    """Divide a text into blocks of whole records; the first holds the header.

    Args:
        text: opened without translation of line ends.
        form: its dialect.
        first_line: the line that comes next.

    Raises:
        Refusal: `malformed_quote`, `unterminated_quote` or `field_too_long`.
    """
    grammar, rest = _Grammar(form), ""
    following = iter(lambda: text.read(BLOCK_CHARACTERS), "")
    for more in chain([_beginning(text, form.header_rows)], following, [""]):
        if not more and not rest:
            return
        block, rest = grammar.first_block(rest + more, first_line, is_all=not more)
        first_line += block.count_lines
        if len(rest) > MAXIMUM_FIELD:
            raise field_too_long(first_line)
        if block.data:
            yield block


def _beginning(text: TextIO, header_rows: int) -> str:
    """So much of a text that it holds the header, however long that is."""
    start = text.read(min(FIRST_BLOCK_CHARACTERS, BLOCK_CHARACTERS))
    return start + "".join(text.readline(MAXIMUM_FIELD) for _ in range(header_rows))


class _Grammar:
    """The signs of a dialect, and what may stand beside a quote."""

    def __init__(self, form: CsvFormat) -> None:
        signs = [sign for sign in (form.delimiter, form.quote, form.escape) if sign]
        # So that every sign is one number of the encoded text.
        is_ascii = "".join(signs).isascii()
        self.encoding = "utf-8" if is_ascii else "utf-32-le"
        self.unit: type[np.unsignedinteger] = np.uint8 if is_ascii else np.uint32
        self.quote = ord(form.quote) if form.quote else None
        self.beside = [ord(form.delimiter), LF, CR]
        self.is_doubled = form.escape is None
        needing = "".join(map(re.escape, [*signs, "\r", "\n"]))
        self.escaped = re.compile(f"{re.escape(form.escape)}[{needing}]") if form.escape else None
        self.divided = _divided(form)

    def first_block(self, text: str, first_line: int, *, is_all: bool) -> tuple[Block, str]:
        """The block that a text starts with, up to the last line end that ends a record; and the rest.

        Args:
            text: starts with a record.
            first_line: its line.
            is_all: nothing comes after it: it is one block, and the last record needs no line end.
        """
        data = text.encode(self.encoding)
        units = np.frombuffer(self._without_escaped(text, data), self.unit)
        ends, has_lone_returns = _line_ends(units, is_all)
        quotes = np.flatnonzero(units == self.quote) if self.quote else np.empty(0, np.intp)
        (record_ends,) = np.nonzero(np.searchsorted(quotes, ends) % 2 == 0)
        size = len(units) if is_all else ends[record_ends[-1]] + 1 if len(record_ends) else 0
        quotes, count_lines = quotes[quotes < size], np.searchsorted(ends, size)
        has_bare_quotes = self._check(units, quotes, ends, first_line, size)
        cut, is_ordinary = size * units.itemsize, not (has_lone_returns or has_bare_quotes)
        is_divided = self.divided.match(text) is not None
        block = Block(data[:cut], self.encoding, first_line, int(count_lines), record_ends, is_ordinary, is_divided)
        return block, data[cut:].decode(self.encoding)

    def _without_escaped(self, text: str, data: bytes) -> bytes:
        """The text with signs in place of escaped ones that mean nothing, as long as it was."""
        return data if self.escaped is None else self.escaped.sub("\0\0", text).encode(self.encoding)

    def _check(self, units: np.ndarray, quotes: np.ndarray, ends: np.ndarray, first_line: int, size: int) -> bool:
        """Refuse a quote that stands where none may; say whether there are any in fields that are not quoted."""
        opening, closing = quotes[: len(quotes) // 2 * 2 : 2], quotes[1::2]
        is_quoted = self._is_quoted(units, opening, closing)
        is_wrong = is_quoted & ~self._ends_field(units[:size], closing, quotes[2::2])
        has_bare_quotes = not is_quoted.all()
        if has_bare_quotes:
            borders = np.flatnonzero(np.isin(units[:size], self.beside))
            is_wrong |= ~is_quoted & (np.searchsorted(borders, opening) < np.searchsorted(borders, closing))
        if is_wrong.any():
            raise _malformed(first_line + np.searchsorted(ends, opening[is_wrong][0]))
        if len(quotes) % 2:
            raise self._unpaired(units, quotes[-1], first_line + np.searchsorted(ends, quotes[-1]))
        return has_bare_quotes

    def _is_quoted(self, units: np.ndarray, opening: np.ndarray, closing: np.ndarray) -> np.ndarray:
        """Whether each pair of quotes is of a quoted field; a pair right behind another is of the same field."""
        starts_field = (opening == 0) | np.isin(units[opening - 1], self.beside)
        first = np.arange(len(opening))
        first[1:][opening[1:] == closing[:-1] + 1] = 0
        return starts_field[np.maximum.accumulate(first)]

    def _ends_field(self, units: np.ndarray, closing: np.ndarray, following: np.ndarray) -> np.ndarray:
        """Whether a field may end at each closing quote, or the quote is doubled."""
        last = len(units) - 1
        may_end = (closing == last) | np.isin(units[np.minimum(closing + 1, last)], self.beside)
        if self.is_doubled:
            may_end[: len(following)] |= following == closing[: len(following)] + 1
        return may_end

    def _unpaired(self, units: np.ndarray, place: int, line: int) -> Refusal:
        is_opening = place == 0 or units[place - 1] in self.beside
        return _unterminated(line) if is_opening else _malformed(line)


def _divided(form: CsvFormat) -> re.Pattern:
    """A first field, of which nobody can doubt where it ends, and a delimiter."""
    delimiter, quote, escape = (re.escape(sign or "") for sign in (form.delimiter, form.quote, form.escape))
    field = f"[^{delimiter}{quote}{escape}\r\n]*"
    if form.quote and not form.escape:
        field = f"(?:{field}|{quote}(?:[^{quote}]|{quote}{quote})*{quote})"
    return re.compile(field + delimiter)


def _line_ends(units: np.ndarray, is_all: bool) -> tuple[np.ndarray, bool]:
    """Where lines end: at LF, CR or both; and whether there is a CR alone."""
    feeds, returns = np.flatnonzero(units == LF), np.flatnonzero(units == CR)
    if not is_all:  # what follows the last sign may belong to it
        returns = returns[returns < len(units) - 1]
    alone = returns[units[np.minimum(returns + 1, len(units) - 1)] != LF]
    return (np.union1d(feeds, alone), True) if len(alone) else (feeds, False)


def field_too_long(line: int) -> Refusal:
    said = "A field is longer than 16 MiB: probably a lost quote."
    return Refusal("field_too_long", said, where=f"line {line}")


def _malformed(line: int) -> Refusal:
    said = "A quote stands where none may."
    return Refusal("malformed_quote", said, where=f"line {line}")


def _unterminated(line: int) -> Refusal:
    return Refusal("unterminated_quote", where=f"line {line}")
