"""Guesses how a text file is written: its encoding, its delimiter, its header. For drafts only."""

import csv
import io
from collections import Counter
from itertools import islice
from typing import Literal

from centricity.readers.delimited import DELIMITER_HINT, OTHER_DELIMITERS

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
        records = _first_records(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error:
        records = _first_records(text, delimiter, csv.QUOTE_NONE)
    widths = Counter(len(record) for record in records)
    header = len(records[0]) if records else 0
    return header > 1, round(widths[header] / max(len(records), 1), 1), header


def _first_records(text: str, delimiter: str, quoting: Literal[0, 1, 2, 3]) -> list[list[str]]:
    csv.field_size_limit(len(text) + 1)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    return [record for record in islice(records, RECORDS_COMPARED) if record]
