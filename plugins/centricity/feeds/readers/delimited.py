"""Delimited text (CSV) with a fixed dialect and a header that is compared by name."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pyarrow as pa

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.readers.tables import Row, column_names, read_table
from centricity.feeds.readers.text import open_text
from centricity.feeds.table_formats import CsvFormat

# One field longer than this is a lost quote, not a comment.
MAXIMUM_FIELD = 16 * 1024 * 1024
# The first line that Excel writes and reads.
DELIMITER_HINT = "sep="
OTHER_DELIMITERS = ",;\t|"


def read(path: Path, feed: Feed) -> Iterator[pa.Table]:
    """Read a CSV delivery; see `read_records`."""
    csv.field_size_limit(MAXIMUM_FIELD)
    form = feed.format
    with open_text(path, form.encoding) as text:
        for _ in range(form.skip_lines):
            text.readline(MAXIMUM_FIELD)
        records = csv.reader(
            _lines(text, form),
            strict=True,
            delimiter=form.delimiter,
            quotechar=form.quote,
            quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
            escapechar=form.escape,
            doublequote=form.escape is None,
        )
        try:
            rows = _numbered(records, form.skip_lines)
            header = column_names(_first_row(rows), rows, feed)
            _check_delimiter(header, feed)
            yield from read_table(header, rows, feed, form.delimiter)
        except csv.Error as error:
            raise _malformed(error, form.skip_lines + records.line_num) from None


def _lines(text: TextIO, form: CsvFormat) -> Iterator[str]:
    """The file's lines; an escape before something that needs none is doubled, so that it stays what it is."""
    if form.escape is None:
        return text
    needing = {form.delimiter, form.quote, form.escape, "\r", "\n"}
    escaped = re.compile(re.escape(form.escape) + "(.)", re.DOTALL)
    return (escaped.sub(lambda pair: pair[0] if pair[1] in needing else form.escape + pair[0], line) for line in text)


def _numbered(records: Iterator[list[str]], skipped: int) -> Iterator[Row]:
    """The records, each with the line that it starts on."""
    line = skipped
    for record in records:
        yield line + 1, record
        line = skipped + records.line_num


def _first_row(rows: Iterator[Row]) -> Row:
    header = next((row for row in rows if row[1] and not row[1][0].startswith(DELIMITER_HINT)), None)
    if header is None:
        raise Refusal(
            "no_header", "The file holds empty lines only.", "A delivery without records has at least its header."
        )
    return header


def _check_delimiter(header: Row, feed: Feed) -> None:
    number, names = header
    line = feed.format.delimiter.join(names)
    others = [other for other in OTHER_DELIMITERS if other != feed.format.delimiter]
    if not feed.file_columns <= set(names) and any(feed.file_columns <= set(line.split(other)) for other in others):
        said = "The header is divided by another delimiter."
        raise Refusal("wrong_delimiter", said, "Correct `format.delimiter`.", f"line {number}")


def _malformed(error: csv.Error, line: int) -> Refusal:
    where = f"line {line}"
    if "unexpected end of data" in str(error):
        return Refusal("unterminated_quote", "A quoted field never ends.", "Deliver the file again, whole.", where)
    if "field larger" in str(error):
        return Refusal(
            "field_too_long", "A field is longer than 16 MiB: probably a lost quote.", "Mend the quote.", where
        )
    return Refusal(
        "malformed_quote", "A quote stands where none may.", "Write quotes inside a quoted field as agreed.", where
    )
