"""Delimited text (CSV) with a fixed dialect and a header that is compared by name."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.readers.batches import Batches
from centricity.feeds.readers.header import added_columns
from centricity.feeds.readers.text import open_text

# One field longer than this is a lost quote, not a comment.
MAXIMUM_FIELD = 16 * 1024 * 1024
# An empty line, and the end-of-file mark of old systems.
NO_RECORD = ([], ["\x1a"])
# The first line that Excel writes and reads.
DELIMITER_HINT = "sep="
# First cells of a line that sums up.
FOOTERS = ("totaal", "total", "subtotaal", "subtotal", "eindtotaal", "grand total", "som", "sum")
OTHER_DELIMITERS = ",;\t|"


def read(path: Path, feed: Feed) -> Iterator[pa.Table]:
    """Read a CSV delivery; see `read_records`."""
    csv.field_size_limit(MAXIMUM_FIELD)
    with open_text(path, feed.format.encoding) as text:
        records = csv.reader(text, strict=True, delimiter=feed.format.delimiter, quotechar=feed.format.quote)
        try:
            yield from _read_records(records, feed)
        except csv.Error as error:
            raise _malformed(error, records.line_num) from None


def _read_records(records: Iterator[list[str]], feed: Feed) -> Iterator[pa.Table]:
    header = _read_header(records)
    _check_delimiter(header, feed)
    batches = Batches(feed, added_columns(header, feed))
    places = [header.index(name) for name in batches.columns]
    line = records.line_num
    for record in records:
        row_number, line = line + 1, records.line_num
        problem = _problem_of(record, header)
        if problem:
            batches.add_unreadable(row_number, problem, feed.format.delimiter.join(record))
        elif record not in NO_RECORD:
            batches.add(row_number, [record[place] for place in places])
        if batches.is_full:
            yield batches.take()
    yield batches.take()


def _problem_of(record: list[str], header: list[str]) -> str | None:
    if len(record) != len(header):
        return None if record in NO_RECORD else "wrong_width"
    if record == header:
        return "repeated_header_row"
    return "footer_row" if record[0].casefold() in FOOTERS and record.count("") * 2 >= len(record) else None


def _read_header(records: Iterator[list[str]]) -> list[str]:
    header = next((record for record in records if record and not record[0].startswith(DELIMITER_HINT)), None)
    if header is None:
        raise Refusal(
            "no_header", "The file holds empty lines only.", "A delivery without records has at least its header."
        )
    return header


def _check_delimiter(header: list[str], feed: Feed) -> None:
    line = feed.format.delimiter.join(header)
    others = [other for other in OTHER_DELIMITERS if other != feed.format.delimiter]
    if not feed.file_columns <= set(header) and any(feed.file_columns <= set(line.split(other)) for other in others):
        raise Refusal(
            "wrong_delimiter", "The header is divided by another delimiter.", "Correct `format.delimiter`.", "line 1"
        )


def _malformed(error: csv.Error, line: int) -> Refusal:
    where = f"line {line}"
    if "unexpected end of data" in str(error):
        return Refusal("unterminated_quote", "A quoted field never ends.", "Deliver the file again, whole.", where)
    if "field larger" in str(error):
        return Refusal(
            "field_too_long", "A field is longer than 16 MiB: probably a lost quote.", "Mend the quote.", where
        )
    return Refusal(
        "malformed_quote", "A quote stands where none may.", "Double the quotes inside a quoted field.", where
    )
