"""The shape of tables: CSV, Excel, SPSS, Parquet. For drafts only."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from centricity.drafting.dialect import guess_delimiter
from centricity.drafting.shapes import Form, Shape, check_names, is_value, start_of_text
from centricity.errors import Refusal
from centricity.readers.containers import uncompressed
from centricity.readers.delimited import DELIMITER_HINT
from centricity.readers.tables import joined
from centricity.readers.typed import number

ROWS_COMPARED = 20
# What Qualtrics writes in the third row of its header.
IMPORT_ID = '{"ImportId"'


def shape_of_csv(path: Path) -> Shape:
    """Delimited text; its delimiter is the one that divides most lines alike."""
    text, encoding, doubt = start_of_text(path)
    delimiter = guess_delimiter(text)
    form: Form = {"type": "csv", "delimiter": delimiter, "encoding": encoding}
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = (record for record in records if record and not record[0].startswith(DELIMITER_HINT))
    return _with_header(form, list(islice(rows, ROWS_COMPARED)), doubt)


def shape_of_excel(path: Path) -> Shape:
    """The first sheet that holds a table; its header is the first row that is as full as any."""
    with uncompressed(path) as file:
        try:
            with CalamineWorkbook.from_path(file) as workbook:
                names = workbook.sheet_names
                sheets = {name: _first_rows(workbook.get_sheet_by_name(name)) for name in names}
        except CalamineError:
            raise Refusal("corrupt_file", "The workbook is damaged, or none.", "Save it as .xlsx.") from None
    sheet = next((name for name in names if sum(any(row) for row in sheets[name]) > 1), names[0])
    rows = sheets[sheet]
    fullest = max((sum(map(bool, row)) for row in rows), default=0)
    top = next((place for place, row in enumerate(rows) if row and sum(map(bool, row)) * 5 >= fullest * 4), 0)
    form: Form = {"type": "xlsx", "sheet": sheet} | ({"header_row": top + 1} if top else {})
    used = [place for row in rows[top : top + 1] for place, cell in enumerate(row) if cell]
    cut = [row[used[0] : used[-1] + 1] for row in rows[top:]] if used else [[]]
    return _with_header(form, cut, f"the sheet: one of {len(names)}" if len(names) > 1 else "")


def _first_rows(sheet: CalamineSheet) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in islice(sheet.iter_rows(), ROWS_COMPARED)]


def _with_header(form: Form, rows: Sequence[list[str]], doubt: str) -> Shape:
    """The columns, by the first row; or by two, or three, as survey tools write them."""
    first, second, third = [*rows, [], [], []][:3]
    check_names(first)
    if any(cell.startswith(IMPORT_ID) for cell in third):
        questions = dict(zip(first, second, strict=False))
        return _shape(form | {"header_rows": 3}, first, doubt, questions)
    if _has_two_name_rows(first, second, rows[2:]):
        form = form | {"header_rows": 2, "name_rows": 2}
        names = joined(first, second)
        return _shape(form, names, doubt or "two rows name the columns")
    return _shape(form, first, doubt)


def _shape(form: Form, header: Sequence[str], doubt: str, meanings: Mapping[str, str] | None = None) -> Shape:
    """The shape of a table; a name that several columns have names none of them."""
    counts = Counter(header)
    names = [name for name in header if counts[name] == 1]
    repeated = [name for name, count in counts.items() if count > 1]
    return Shape(form, names, doubt, repeated=repeated, meanings=dict(meanings or {}))


def _has_two_name_rows(first: list[str], second: list[str], below: Sequence[list[str]]) -> bool:
    """Whether a question stands above several columns, and the second row tells them apart."""
    if len(second) != len(first) or ("" not in first[1:] and len(set(first)) == len(first)):
        return False
    # A record is not that empty.
    return second.count("") * 2 > len(second) - second.count("") or _are_names(first, second, below)


def _are_names(first: list[str], second: list[str], below: Sequence[list[str]]) -> bool:
    """Whether every column without a name of its own has one in the second row, and none of these is said again."""
    is_named = all(lower for upper, lower in zip(first, second, strict=True) if not upper or first.count(upper) > 1)
    is_said_again = any(row[place : place + 1] == [cell] for row in below for place, cell in enumerate(second) if cell)
    return is_named and len(below) > 1 and not is_said_again and not any(map(is_value, second))


def shape_of_spss(path: Path) -> Shape:
    """The variables, with their labels and those of their values."""
    with uncompressed(path) as file:
        try:
            _, about = pyreadstat.read_sav(file, metadataonly=True)
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeError):
            raise Refusal("corrupt_file", "The file is not whole SPSS.") from None
    meanings = {name: label for name, label in about.column_names_to_labels.items() if label}
    labels = {
        name: {number(value, ".") if isinstance(value, float) else str(value): label for value, label in said.items()}
        for name, said in about.variable_value_labels.items()
    }
    return Shape({"type": "sav"}, list(about.column_names), meanings=meanings, labels=labels)


def shape_of_parquet(path: Path) -> Shape:
    """The columns of the schema."""
    try:
        return Shape({"type": "parquet"}, pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError):
        raise Refusal("corrupt_file", "The file is not whole Parquet.") from None
