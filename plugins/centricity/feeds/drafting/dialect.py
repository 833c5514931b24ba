"""Guesses how a text file is written: its encoding, its delimiter, its header. For drafts only."""

import csv
from collections import Counter
from itertools import islice

from centricity.errors import CentricityError
from centricity.feeds.readers.delimited import DELIMITER_HINT, OTHER_DELIMITERS

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
RECORDS_COMPARED = 2_000


def guess_encoding(start: bytes) -> tuple[str, str]:
    """The encoding of a text, and what is uncertain about it (empty: nothing).

    Args:
        start: the text's first bytes; a last character may be cut off.
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding, ""
    if _is(start, "utf-8"):
        return "utf-8", "the sample has no letters that would show another encoding" if start.isascii() else ""
    if _is(start, "windows-1252"):
        return "windows-1252", "not UTF-8; iso-8859-1 and iso-8859-15 look alike: look at the accents and the €"
    return "iso-8859-1", "neither UTF-8 nor windows-1252"


def _is(start: bytes, encoding: str) -> bool:
    # What a cut in the middle of a character leaves is at most three bytes.
    whole_lines = start[: start.rfind(b"\n") + 1] or start
    try:
        whole_lines.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def guess_delimiter(text: str) -> str:
    """The delimiter that divides most lines into as many fields as the header, and into most fields."""
    first = text.lstrip("\r\n").split("\n", 1)[0].strip()
    if first.startswith(DELIMITER_HINT) and len(first) == len(DELIMITER_HINT) + 1:
        return first[-1]
    return max(OTHER_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    try:
        records = [record for record in islice(_records(text, delimiter), RECORDS_COMPARED) if record]
    except csv.Error:
        return False, 0.0, 0
    widths = Counter(len(record) for record in records)
    header = len(records[0]) if records else 0
    return header > 1, round(widths[header] / max(len(records), 1), 1), header


def _records(text: str, delimiter: str) -> csv.reader:
    return csv.reader(text.splitlines(keepends=True), delimiter=delimiter)


def read_header(text: str, delimiter: str) -> list[str]:
    """The names of the columns.

    Raises:
        CentricityError: `unlikely_header`; its cells are not shown, they may be a record with a person in it.
    """
    records = (record for record in _records(text, delimiter) if record and not record[0].startswith(DELIMITER_HINT))
    header = next(records, [])
    if not header or sum(_is_value(cell) for cell in header) * 3 > len(header):
        raise CentricityError(
            "unlikely_header",
            "The first line does not look like the names of columns.",
            "Put a header above the records, or write the feed by hand (docs/feeds.md).",
        )
    return header


def _is_value(cell: str) -> bool:
    digits = sum(character.isdigit() for character in cell)
    return "@" in cell or (digits > 0 and digits * 2 >= len(cell.strip()))
