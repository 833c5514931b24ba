"""Delimited text (CSV) with a fixed dialect and a header that is compared by name."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa

from centricity.errors import Refusal
from centricity.formats.layout import Layout
from centricity.formats.table_formats import CsvFormat
from centricity.readers.blocks import MAXIMUM_FIELD, Block, divide, field_too_long
from centricity.readers.plain import read_plain
from centricity.readers.tables import Row, column_names, continues, read_rows, start_table
from centricity.readers.text import open_text

# The first line that Excel writes and reads.
DELIMITER_HINT = "sep="
OTHER_DELIMITERS = ",;\t|"


def read(path: Path, layout: Layout[CsvFormat]) -> Iterator[pa.Table]:
    """Read a CSV delivery; see `read_records`."""
    csv.field_size_limit(MAXIMUM_FIELD)
    form = layout.format
    with open_text(path, form.encoding) as text:
        for _ in range(form.skip_lines):
            text.readline(MAXIMUM_FIELD)
        blocks = divide(text, form, form.skip_lines + 1)
        rows = chain.from_iterable(_rows(block, form) for block in islice(blocks, 1))
        header = column_names(_first_row(rows), rows, layout)
        _check_delimiter(header, layout)
        yield from text.noted(_read_blocks(header, rows, blocks, layout), is_of_lines=True)


def _read_blocks(
    header: Row, rows: Iterator[Row], blocks: Iterator[Block], layout: Layout[CsvFormat]
) -> Iterator[pa.Table]:
    """Read the rest of the first block, and the others: each at once where it is plain, else row by row."""
    batches, form = start_table(header, rows, layout), layout.format
    block = next(blocks, None)
    yield from read_rows(batches, header, rows, form.delimiter, below=_first_cells(block, form))
    while block is not None:
        following = next(blocks, None)
        below = _first_cells(following, form)
        table = None if continues(below, header[1]) else read_plain(block, header[1], form, batches.schema)
        if table is None:
            yield from read_rows(batches, header, _rows(block, form), form.delimiter, below=below)
        else:
            yield table
        block = following


def _first_cells(block: Block | None, form: CsvFormat) -> list[str]:
    """The cells of the record below another block's; none where it cannot be the rest of the record above it."""
    if block is None or block.starts_divided:
        return []
    return next(_rows(block, form), (0, []))[1]


def _rows(block: Block, form: CsvFormat) -> Iterator[Row]:
    """A block's records, each with the line that it starts on."""
    records = csv.reader(
        _lines(block, form),
        strict=True,
        delimiter=form.delimiter,
        quotechar=form.quote,
        quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
        escapechar=form.escape,
        doublequote=form.escape is None,
    )
    line = block.first_line
    try:
        for record in records:
            yield line, record
            line = block.first_line + records.line_num
    except csv.Error:  # of quotes the block holds none that could be wrong
        raise field_too_long(line) from None


def _lines(block: Block, form: CsvFormat) -> Iterator[str]:
    """The block's lines; an escape before something that needs none is doubled, so that it stays what it is."""
    lines = io.StringIO(block.text, newline="")
    escape = form.escape
    if escape is None:
        return lines
    needing = {form.delimiter, form.quote, escape, "\r", "\n"}
    escaped = re.compile(re.escape(escape) + "(.)", re.DOTALL)
    return (escaped.sub(lambda pair: pair[0] if pair[1] in needing else escape + pair[0], line) for line in lines)


def _first_row(rows: Iterator[Row]) -> Row:
    header = next((row for row in rows if row[1] and not row[1][0].startswith(DELIMITER_HINT)), None)
    if header is None:
        raise Refusal(
            "no_header", "The file holds empty lines only.", "A delivery without records has at least its header."
        )
    return header


def _check_delimiter(header: Row, layout: Layout[CsvFormat]) -> None:
    number, names = header
    line = layout.format.delimiter.join(names)
    others = [other for other in OTHER_DELIMITERS if other != layout.format.delimiter]
    if not layout.file_columns <= set(names) and any(layout.file_columns <= set(line.split(other)) for other in others):
        said = "The header is divided by another delimiter."
        raise Refusal("wrong_delimiter", said, where=f"line {number}")
