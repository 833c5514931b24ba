"""Delimited text (CSV) with a fixed dialect and a header that is compared by name."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.readers.text import Batches, open_text

# One field longer than this is a lost quote, not a comment.
MAXIMUM_FIELD = 16 * 1024 * 1024
OTHER_DELIMITERS = ",;\t|"
OTHER_DELIVERY = "Ask for the agreed columns, or adapt the feed."


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
    _check_header(header, feed)
    columns = sorted(feed.mapped_columns)
    places = [header.index(name) for name in columns]
    batches = Batches(columns)
    line = records.line_num
    for record in records:
        row_number, line = line + 1, records.line_num
        if record == header:
            batches.add_unreadable(row_number, "repeated_header_row", feed.format.delimiter.join(record))
        elif len(record) == len(header):
            batches.add(row_number, [record[place] for place in places])
        elif record:  # an empty line is no record
            batches.add_unreadable(row_number, "wrong_width", feed.format.delimiter.join(record))
        if batches.is_full:
            yield batches.take()
    yield batches.take()


def _read_header(records: Iterator[list[str]]) -> list[str]:
    header = next((record for record in records if record), None)
    if header is None:
        raise Refusal(
            "no_header", "The file holds empty lines only.", "A delivery without records has at least its header."
        )
    return header


def _check_header(header: list[str], feed: Feed) -> None:
    missing = sorted(feed.file_columns - set(header))
    added = len(set(header) - feed.file_columns)
    if len(set(header)) < len(header):
        raise Refusal("duplicate_column", "A column name occurs twice in the header.", OTHER_DELIVERY, "line 1")
    if missing and _has_other_delimiter(header, feed):
        raise Refusal(
            "wrong_delimiter", "The header is divided by another delimiter.", "Correct `format.delimiter`.", "line 1"
        )
    # The names of unexpected columns are not repeated: what stands there may be a row with a person in it.
    if missing and added:
        raise Refusal(
            "header_mismatch", f"{added} unexpected columns; missing: {', '.join(missing)}.", OTHER_DELIVERY, "line 1"
        )
    if missing:
        raise Refusal("missing_column", f"Missing: {', '.join(missing)}.", OTHER_DELIVERY, "line 1")
    if added:
        raise Refusal(
            "unknown_column",
            f"{added} columns that the feed does not know.",
            "Map them, or list them under `ignored`.",
            "line 1",
        )


def _has_other_delimiter(header: list[str], feed: Feed) -> bool:
    line = feed.format.delimiter.join(header)
    return any(
        feed.file_columns <= set(line.split(other)) for other in OTHER_DELIMITERS if other != feed.format.delimiter
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
