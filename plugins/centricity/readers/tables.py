"""A header and the records below it, as CSV files and spreadsheets have them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

import pyarrow as pa

from centricity.errors import Refusal
from centricity.formats.layout import Layout
from centricity.formats.table_formats import TableFormat
from centricity.formats.timestamps import timestamp_pattern
from centricity.readers.batches import Batches
from centricity.readers.header import added_columns

# A line or row of the file: where it stands, and its cells.
Row = tuple[int, list[str]]
# An empty line, and the end-of-file mark of old systems.
NO_RECORD: tuple[list[str], ...] = ([], ["\x1a"])
# First cells of a line that sums up.
FOOTERS = ("totaal", "total", "subtotaal", "subtotal", "eindtotaal", "grand total", "som", "sum")


def column_names(first: Row, rows: Iterator[Row], layout: Layout[TableFormat]) -> Row:
    """The header's names: its first row, or more of them joined."""
    number, names = first
    for _ in range(layout.format.name_rows - 1):
        names = joined(names, next(rows, (number, []))[1])
    return number, names


def joined(upper: list[str], lower: list[str]) -> list[str]:
    """Two rows of a header as one; what stands above several cells stands in the first of them only."""
    names, above = [], ""
    for upper_cell, lower_cell in zip_longest(upper, lower, fillvalue=""):
        above = upper_cell or (above if lower_cell else "")
        names.append(" / ".join(text for text in (above, lower_cell) if text))
    return names


def read_table(
    header: Row,
    rows: Iterator[Row],
    layout: Layout[TableFormat],
    divider: str,
    bad_cells: Mapping[int, Mapping[int, str]] | None = None,
) -> Iterator[pa.Table]:
    """Read the records below a header.

    Args:
        header: the names of the columns, and the line or row where they stand.
        rows: what follows it.
        layout: what the file should be.
        divider: what stands between the cells of a record that has no columns, in the quarantine.
        bad_cells: by row and place, the problem of a cell that has no value to trust.

    Raises:
        Refusal: the header is not the agreed one.
    """
    yield from read_rows(start_table(header, rows, layout), header, rows, divider, bad_cells)


def start_table(header: Row, rows: Iterator[Row], layout: Layout[TableFormat]) -> Batches:
    """Check a header, and pass the rows that belong to it.

    Raises:
        Refusal: the header is not the agreed one.
    """
    number, names = header
    batches = Batches(layout, added_columns(names, layout, f"line {number}"))
    _pass_header_rows(names, rows, layout)
    return batches


def read_rows(
    batches: Batches,
    header: Row,
    rows: Iterator[Row],
    divider: str,
    bad_cells: Mapping[int, Mapping[int, str]] | None = None,
    below: Sequence[str] = (),
) -> Iterator[pa.Table]:
    """Read records one by one; see `read_table`. `below`: the cells of the row that comes after the last."""
    _, names = header
    places = [names.index(name) for name in batches.columns]
    flaws = bad_cells or {}
    for (number, record), following in _with_following(rows, below):
        problem = _problem_of(record, names, following) or (number in flaws and _flaw_of(flaws[number], places))
        if problem:
            batches.add_unreadable(number, problem, divider.join(record))
        elif record not in NO_RECORD:
            batches.add(number, [record[place] for place in places])
        if batches.is_full:
            yield batches.take()
    yield batches.take()


def _with_following(rows: Iterator[Row], below: Sequence[str]) -> Iterator[tuple[Row, Sequence[str]]]:
    """Each row, and the cells of the one below it."""
    held = next(rows, None)
    while held is not None:
        following = next(rows, None)
        yield held, following[1] if following else below
        held = following


def continues(record: Sequence[str], names: list[str]) -> bool:
    """Whether a line may be the rest of the last value of the record above it: it has no delimiter."""
    return len(record) == 1 < len(names) and record not in NO_RECORD


def _problem_of(record: list[str], header: list[str], following: Sequence[str]) -> str | None:
    if len(record) != len(header):
        return None if record in NO_RECORD else "wrong_width"
    if record == header:
        return "repeated_header_row"
    if record[0].lower() in FOOTERS and record.count("") * 2 >= len(record):
        return "footer_row"
    return "torn_record" if continues(following, header) else None


def _flaw_of(flaws: Mapping[int, str], places: list[int]) -> str | None:
    return next((flaws[place] for place in places if place in flaws), None)


def _pass_header_rows(header: list[str], rows: Iterator[Row], layout: Layout[TableFormat]) -> None:
    """Pass the rows that belong to the header and name no columns: question texts, say."""
    times = _time_patterns(header, layout)
    for _ in range(layout.format.header_rows - layout.format.name_rows):
        number, cells = next(rows, (None, None))
        if cells is None:
            raise Refusal("no_header", "The header has too few rows.", "Correct `format.header_rows`.")
        if len(cells) != len(header) or any(pattern.fullmatch(cells[place]) for place, pattern in times):
            raise Refusal("record_in_header", where=f"line {number}")


def _time_patterns(header: list[str], layout: Layout[TableFormat]) -> list[tuple[int, re.Pattern]]:
    """Where times stand, and what they look like: no row of a header has one."""
    return [
        (header.index(column), re.compile(timestamp_pattern(form)))
        for column, forms in layout.time_columns.items()
        for form in forms
    ]
