"""Why the header of a table is not the agreed one: it stands elsewhere, has two rows, or is written otherwise."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from centricity.errors import Refusal
from centricity.formats.layout import FileFormat, Layout
from centricity.formats.table_formats import CsvFormat, ExcelFormat
from centricity.readers.containers import uncompressed
from centricity.readers.tables import Row, joined

Table = CsvFormat | ExcelFormat

ABOUT_HEADERS = (
    "header_mismatch",
    "missing_column",
    "duplicate_column",
    "wrong_delimiter",
    "no_header",
)
ROWS_LOOKED_AT = 30
COLUMNS_NAMED = 3
DELIMITERS = {",": '","', ";": '";"', "\t": r'"\t"', "|": '"|"'}
# Two names are one, but for a slip of the pen.
NEARLY = 0.85


def header_hint(refusal: Refusal, path: Path, head: bytes, layout: Layout[FileFormat]) -> tuple[str, str] | None:
    """What the header looks like, and what to do; None where it looks like nothing that is known."""
    form, columns = layout.format, layout.file_columns
    if refusal.code not in ABOUT_HEADERS:
        return None
    if isinstance(form, ExcelFormat):
        rows = _sheet_rows(path, form)
        return _elsewhere(rows, form, columns) or _of_two_rows(rows, form, columns) or _nearly(rows, form, columns)
    if isinstance(form, CsvFormat):
        rows = _lines(head, form, form.delimiter)
        return (
            _elsewhere(rows, form, columns)
            or _divided_otherwise(head, form, columns)
            or _of_two_rows(rows, form, columns)
            or _nearly(rows, form, columns)
        )
    return None


def _elsewhere(rows: Sequence[Row], form: Table, columns: frozenset[str], also: str = "") -> tuple[str, str] | None:
    """The agreed header below a title, an empty row, or above where the feed looks."""
    found = next((number for number, cells in rows if columns <= set(cells)), None)
    looked_at = _header(rows, form)[0]
    if found is None or (found == looked_at and not also):
        return None
    key = f"`format.skip_lines: {found - 1}`" if isinstance(form, CsvFormat) else f"`format.header_row: {found}`"
    place = "" if found == looked_at else f"The agreed header stands on line {found}"
    said = " and ".join(part for part in (place, also and f"is divided by {also}") if part)
    keys = " and ".join(part for part in (place and key, also and f"`format.delimiter: {also}`") if part)
    return (f"{said if place else f'The header {said}'}.", f"Say {keys} in the feed.")


def _divided_otherwise(head: bytes, form: CsvFormat, columns: frozenset[str]) -> tuple[str, str] | None:
    for delimiter, written in DELIMITERS.items():
        if delimiter == form.delimiter:
            continue
        rows = _lines(head, form, delimiter)
        if whole := _elsewhere(rows, form, columns, written):
            return whole
    return _one_column(head, form, columns)


def _one_column(head: bytes, form: CsvFormat, columns: frozenset[str]) -> tuple[str, str] | None:
    """A header that is one cell by the feed's delimiter, and several by another."""
    _, first = _header(_lines(head, form, form.delimiter), form)
    if len(first) != 1 or len(columns) == 1:
        return None
    others = {other: first[0].count(other) for other in DELIMITERS if other != form.delimiter}
    likely = max(others, key=lambda other: others[other])
    if not others[likely]:
        return None
    said = f"By the feed's delimiter it has one column; it looks divided by {DELIMITERS[likely]}."
    return said, f"Say `format.delimiter: {DELIMITERS[likely]}` in the feed."


def _of_two_rows(rows: Sequence[Row], form: Table, columns: frozenset[str]) -> tuple[str, str] | None:
    """Names that are made of two rows, as questions with parts have them."""
    for (number, upper), (_, lower) in pairwise(rows):
        if form.name_rows == 1 and columns <= set(joined(upper, lower)):
            skipped = f", `format.skip_lines: {number - 1}`" if number > 1 and isinstance(form, CsvFormat) else ""
            return (
                "Its names are made of two rows.",
                f"Say `format.name_rows: 2` and `format.header_rows: 2`{skipped} in the feed.",
            )
    _, first = _header(rows, form)
    if form.name_rows == 1 and "" in first[1:] and any(first):
        return (
            "Cells of it are empty: its names may be made of two rows, a question and its parts.",
            "If so, say `format.name_rows: 2` and `format.header_rows: 2`, and name the columns `question / part`.",
        )
    return None


def _nearly(rows: Sequence[Row], form: Table, columns: frozenset[str]) -> tuple[str, str] | None:
    """Columns that are there, but written otherwise. Which cell it is is said by its place: it may be anything."""
    _, cells = _header(rows, form)
    spare = [(place, cell) for place, cell in enumerate(cells, start=1) if cell not in columns]
    missing = sorted(columns - set(cells))
    found = [(name, place) for name in missing if (place := _place_of(name, spare)) is not None]
    if not found:
        return None
    named = ", ".join(f"column {place} is nearly `{name}`" for name, place in found[:COLUMNS_NAMED])
    return f"{named[0].upper()}{named[1:]}.", "Name it in the feed as the header does, or ask for the agreed header."


def _place_of(name: str, cells: Sequence[tuple[int, str]]) -> int | None:
    likeness = {place: SequenceMatcher(None, _plain(name), _plain(cell)).ratio() for place, cell in cells}
    best = max(likeness, key=lambda place: likeness[place], default=None)
    return best if best is not None and likeness[best] >= NEARLY else None


def _plain(name: str) -> str:
    """Without capitals, spaces and signs."""
    return re.sub(r"[\W_]+", "", name.casefold()) or name


def _header(rows: Sequence[Row], form: Table) -> Row:
    """The row that was taken for the header."""
    first = form.skip_lines + 1 if isinstance(form, CsvFormat) else form.header_row
    below = ((number, cells) for number, cells in rows if number >= first and cells)
    return next(((number, cells) for number, cells in below if not cells[0].startswith("sep=")), (first, []))


def _lines(head: bytes, form: CsvFormat, delimiter: str) -> list[Row]:
    text = head.decode(form.encoding, errors="replace").removeprefix("\ufeff")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar=form.quote or None,
        quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
    )
    return list(islice(_numbered(reader), ROWS_LOOKED_AT))


def _numbered(reader: Any) -> Iterator[Row]:
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:  # what came before it is enough for a hint
        return


def _sheet_rows(path: Path, form: ExcelFormat) -> list[Row]:
    try:
        with uncompressed(path) as file, CalamineWorkbook.from_path(file) as workbook:
            rows = workbook.get_sheet_by_name(form.sheet).iter_rows()
            return [(n, [str(cell) for cell in cells]) for n, cells in enumerate(islice(rows, ROWS_LOOKED_AT), start=1)]
    except (CalamineError, Refusal):
        return []
