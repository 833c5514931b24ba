"""Excel: one sheet of a workbook, every cell as the text that a feed's rules are about."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from centricity.errors import Refusal
from centricity.formats.layout import Layout
from centricity.formats.table_formats import ExcelFormat
from centricity.readers.containers import uncompressed
from centricity.readers.tables import Row, column_names, read_table
from centricity.readers.typed import clock, moment, number
from centricity.readers.workbook import BadCells, examine_sheet

Cell = int | float | str | bool | time | date | datetime | timedelta


def read(path: Path, layout: Layout[ExcelFormat]) -> Iterator[pa.Table]:
    """Read a sheet; see `read_records`. `row_number` is the row of the sheet."""
    with uncompressed(path) as file:
        bad_cells = examine_sheet(file, layout.format.sheet)
        try:
            with CalamineWorkbook.from_path(file) as workbook:
                sheet = workbook.get_sheet_by_name(layout.format.sheet)
        except CalamineError:
            raise Refusal("corrupt_file", "The workbook is damaged.", "Save it anew and deliver it again.") from None
    rows = _rows(sheet, layout)
    row_number, names = column_names(next(rows, (0, [])), rows, layout)
    if not any(names):
        raise Refusal(
            "no_header",
            "The row that should be the header is empty, or below the last one.",
            "A delivery without records has at least its header; or correct `format.header_row`.",
            f"line {layout.format.header_row}",
        )
    left, right = _ends(names)
    # The reader's columns count from the first that holds something.
    outer = left + (sheet.start[1] if sheet.start else 0)
    bad = {row: {column - outer: code for column, code in cells.items()} for row, cells in bad_cells.items()}
    yield from read_table((row_number, names[left:right]), _records(rows, left, right, bad), layout, "\t", bad)


def _rows(sheet: CalamineSheet, layout: Layout[ExcelFormat]) -> Iterator[Row]:
    """The rows from the header on."""
    for row_number, cells in enumerate(sheet.iter_rows(), start=1):
        if row_number >= layout.format.header_row:
            yield row_number, [_text(cell, layout.decimal_sign) for cell in cells]


def _records(rows: Iterator[Row], left: int, right: int, bad_cells: BadCells) -> Iterator[Row]:
    """The rows that hold something: as wide as the header, or whole where something stands beside it."""
    for row_number, cells in rows:
        inside, beside = cells[left:right], [*cells[:left], *cells[right:]]
        if any(beside):
            yield row_number, cells
        elif any(inside) or row_number in bad_cells:
            yield row_number, inside


def _ends(cells: list[str]) -> tuple[int, int]:
    """The first place that holds something, and the one after the last."""
    used = [place for place, cell in enumerate(cells) if cell]
    return (used[0], used[-1] + 1) if used else (0, 0)


def _text(cell: Cell, decimal_sign: str) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case int() | float():
            return number(cell, decimal_sign)
        case date():
            return moment(cell)
        case _:
            return clock(cell)
