"""What the reader of Excel workbooks hides, found in the sheet's XML before it reads.

It gives a failed formula (`#N/A`), one that was never computed and the cells below a merged one as empty cells;
and a sheet with one cell in its last corner as 17 thousand million cells, which no memory holds.
"""

import re
import zipfile
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, parse

from centricity.errors import Refusal
from centricity.readers.containers import ALWAYS_ALLOWED_BYTES, MAXIMUM_EXPANSION, refusing_damage

# The reader holds all cells between the first and the last, some 24 bytes each, and their texts.
MAXIMUM_CELLS = 20_000_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# The name of what a password-protected workbook holds, as its container writes names.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")
LAST_ROW, LAST_COLUMN = 2**20, 2**14
TRUE = ("1", "true")
SAVE_AS = "Save it as an Excel workbook (.xlsx)."


# By row of the sheet and column (from 0): why a cell has no value to trust.
BadCells = dict[int, dict[int, str]]


def examine_sheet(path: Path, name: str) -> BadCells:
    """Find the cells of a sheet that have no value to trust, and what no machine should open.

    Raises:
        Refusal: `wrong_container`, `encrypted_archive`, `corrupt_archive`, `corrupt_file`, `expansion_ratio`,
            `missing_sheet` or `too_many_cells`.
    """
    _check_first_bytes(path)
    try:
        with refusing_damage(), zipfile.ZipFile(path) as archive:
            _check_size(archive, path.stat().st_size)
            sheet, is_computed = _sheet_part(archive, name)
            with _open_part(archive, sheet) as stream:
                return _examine(stream, is_computed)
    except (expat.ExpatError, ParseError, DefusedXmlException, ValueError, LookupError):
        raise Refusal("corrupt_file", "The workbook is damaged.", "Save it anew and deliver it again.") from None


def _check_first_bytes(path: Path) -> None:
    with path.open("rb") as file:
        content = file.read(ALWAYS_ALLOWED_BYTES)
    if not content:
        raise Refusal("zero_bytes")
    if content.startswith(OLD_EXCEL) and ENCRYPTED in content:
        raise Refusal("encrypted_archive", "The workbook has a password.")
    if content.startswith(OLD_EXCEL):
        raise Refusal("wrong_container", "It is an old Excel file (.xls).", SAVE_AS)
    if not content.startswith(b"PK"):
        raise Refusal("wrong_container", "It is no Excel workbook.", SAVE_AS)


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse what unpacks to more than its size explains; a member that holds more than it says is damaged."""
    if sum(member.file_size for member in archive.infolist()) > max(ALWAYS_ALLOWED_BYTES, MAXIMUM_EXPANSION * size):
        said = f"The workbook unpacks to over {MAXIMUM_EXPANSION} times its size."
        raise Refusal("expansion_ratio", said, "Deliver it as CSV, or in parts.")
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise Refusal("encrypted_archive", "The workbook has a password.")
    names = archive.namelist()
    if len(set(names)) < len(names) or archive.testzip() is not None:
        raise zipfile.BadZipFile


def _sheet_part(archive: zipfile.ZipFile, name: str) -> tuple[str, bool]:
    """The part that holds the sheet, found as Excel and the reader find it; and whether its formulas are computed."""
    workbook = next((part for kind, _, part in _relations(archive, "") if kind == "officeDocument"), None)
    if workbook is None or not workbook.endswith(".xml"):
        raise Refusal("wrong_container", "It is no Excel workbook (.xlsx).", SAVE_AS)
    root = _read_part(archive, workbook)
    sheets = list(root.iterfind("{*}sheets/{*}sheet"))
    sheet = next((sheet for sheet in sheets if sheet.get("name") == name), None)
    if sheet is None:
        said = f"None of the workbook's {len(sheets)} sheets has the agreed name."
        raise Refusal("missing_sheet", said)
    identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
    part = next((part for _, known, part in _relations(archive, workbook) if known == identity), "")
    return part, not any(about.get("fullCalcOnLoad") in TRUE for about in root.iterfind("{*}calcPr"))


def _relations(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """What a part (or, without a name, the whole) refers to: kind, id and name of each."""
    place = PurePosixPath("/", part)
    relations = _read_part(archive, str(place.parent / "_rels" / f"{place.name}.rels")[1:])
    return [
        (
            relation.get("Type", "").rpartition("/")[2],
            relation.get("Id", ""),
            str(place.parent / relation.get("Target", ""))[1:],
        )
        for relation in relations
    ]


def _read_part(archive: zipfile.ZipFile, part: str) -> Element:
    with _open_part(archive, part) as stream:
        return parse(stream, forbid_dtd=True).getroot()


def _open_part(archive: zipfile.ZipFile, part: str) -> IO[bytes]:
    if part not in archive.namelist():
        raise Refusal("wrong_container", "It is no Excel workbook (.xlsx).", SAVE_AS)
    return archive.open(part)


def _examine(stream: IO[bytes], is_computed: bool) -> BadCells:
    cells, parser = _Cells(is_computed), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.text
    parser.CommentHandler = parser.StartCdataSectionHandler = cells.refuse_in_value
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ParseFile(stream)
    cells.check_extent()
    return cells.with_merged_problems()


def _refuse_doctype(*_: object) -> None:
    raise ValueError


def _refuse_if(is_wrong: bool) -> None:
    if is_wrong:
        raise ValueError


class _Cells:
    """Follows the elements of a sheet: rows hold cells, a cell holds a formula (`f`), a value (`v`, `is`), or both.

    Args:
        is_computed: False: what the workbook was written with asks for its formulas to be computed when it is opened.
            Such a library does not compute them itself: it writes an empty value, or 0.
    """

    def __init__(self, is_computed: bool) -> None:
        self._is_computed = is_computed
        self._bad: BadCells = defaultdict(dict)
        self._merged: list[str] = []
        self._rows: set[int] = set()
        self._row, self._column, self._kind = 0, -1, ""
        self._last = (0, -1)
        self._has_formula = self._has_value = self._has_result = self._is_in_value = False
        self._top, self._left = LAST_ROW, LAST_COLUMN
        self._bottom, self._right = 0, -1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), -1
            case "c":
                place = attributes.get("r")
                self._row, self._column = self._following(_place(place) if place else (self._row, self._column + 1))
                self._kind = attributes.get("t", "n")
                self._has_formula = self._has_value = self._has_result = False
            case "f":
                self._has_formula = True
            case "is":
                self._has_value = True
            case "v":
                _refuse_if(self._kind == "inlineStr")  # the reader would not see it
                self._has_value = self._is_in_value = True
            case "mergeCell":
                self._merged.append(attributes["ref"])

    def _following(self, place: tuple[int, int]) -> tuple[int, int]:
        """A cell's place; refused if it is not behind the last one: of two cells at one the reader keeps one."""
        _refuse_if(place <= self._last)
        self._last = place
        return place

    def text(self, said: str) -> None:
        self._has_result |= self._is_in_value and bool(said.strip())

    def refuse_in_value(self, *_: str) -> None:
        """What XML allows within a value, and nobody writes: the reader loses what stands in or behind it."""
        _refuse_if(self._is_in_value)

    def end(self, tag: str) -> None:
        self._is_in_value = False
        if tag.rpartition(":")[2] == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        if self._has_value:
            self._rows.add(self._row)
            self._top, self._left = min(self._top, self._row), min(self._left, self._column)
            self._bottom, self._right = max(self._bottom, self._row), max(self._right, self._column)
        if problem := self._problem():
            self._bad[self._row][self._column] = problem

    def _problem(self) -> str | None:
        if self._kind == "e":
            return "error_cell"
        # A formula's result may be an empty text.
        has_result = self._is_computed and (self._has_result or (self._kind == "str" and self._has_value))
        return "uncomputed_formula" if self._has_formula and not has_result else None

    def check_extent(self) -> None:
        if self._rows and (self._bottom - self._top + 1) * (self._right - self._left + 1) > MAXIMUM_CELLS:
            said = f"The sheet spans over {MAXIMUM_CELLS} cells."
            raise Refusal("too_many_cells", said)

    def with_merged_problems(self) -> BadCells:
        """The bad cells, and those that a merged range covers (all but its first) in rows that hold something."""
        used = self._rows | self._bad.keys()
        for reference in self._merged:
            first, _, last = reference.partition(":")
            (top, left), (bottom, right) = _place(first), _place(last or first)
            for row in used.intersection(range(top, min(bottom, self._bottom) + 1)):
                covered = range(left + (row == top), min(right, self._right) + 1)
                self._bad[row].update(dict.fromkeys(covered, "merged_cell"))
        return self._bad


def _place(reference: str) -> tuple[int, int]:
    """The row (from 1) and the column (from 0) of a cell such as `B2`."""
    match = CELL.fullmatch(reference)
    if match is None:
        raise ValueError
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1
