"""Legal deliveries in Excel: cells as Excel, LibreOffice and libraries write them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from string import ascii_uppercase
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from excel_files import DATE, MAIN, PARTS, TIME, number, shared, text, truth, workbook
from hypothesis import strategies as st
from properties.answers import COLUMNS, Evaluation, Values, evaluations, value_styles, written
from properties.deliveries import Made, delivery, with_whole_identifiers

DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
# What XML cannot hold, what it would change, and a text that would be taken for the escape of another.
ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@st.composite
def excel_deliveries(draw: st.DrawFn) -> Made:
    """A table anywhere on its sheet, in either of Excel's calendars."""
    values = draw(value_styles(has_thousands=True))
    typed = draw(st.sets(st.sampled_from(["id", "wanneer", "cijfer", "gewicht", "keuzes", "contact"])))
    if "wanneer" in typed:
        values = replace(values, timestamp_format="%Y-%m-%dT%H:%M:%S.%f")
    known = [_as_typed(draw, one) for one in draw(evaluations(values, "utf-8"))]
    if "id" in typed:
        known = with_whole_identifiers(draw, known)
    from_1904, strings = draw(st.booleans()), []
    columns = draw(st.permutations([*COLUMNS, "overig"]))
    rows = [{column: _text_cell(draw, column, strings) for column in columns}]
    rows += [_cells(draw, one, typed, values, from_1904, strings) for one in known]
    top, left = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    placed = {
        f"{ascii_uppercase[left + place]}{top + row}": cells[column]
        for row, cells in enumerate(rows)
        for place, column in enumerate(columns)
        if cells.get(column)
    }
    content = workbook(placed, workbook=_workbook(from_1904), sharedStrings=_shared_strings(strings))
    return delivery(draw, {"type": "xlsx", "sheet": "Data", "header_row": top}, "xlsx", content, values, known)


def _as_typed(draw: st.DrawFn, one: Evaluation) -> Evaluation:
    """The evaluation at a time that a cell can hold; some texts look like Excel's escapes."""
    note = one.note and draw(st.sampled_from(["", "_x0041_", "_x000D_", "_x005F_", " "])) + one.note
    return replace(one, at=one.at.replace(microsecond=one.at.microsecond // 1000 * 1000), note=note)


def _cells(
    draw: st.DrawFn, one: Evaluation, typed: set[str], values: Values, from_1904: bool, strings: list[str]
) -> dict[str, str]:
    cells = {"overig": draw(st.sampled_from(["", number("1", DATE), truth(1)]))}
    for column, said in written(one, values).items():
        if said is None:
            code = draw(st.sampled_from(values.missing))
            is_number = column in typed and code.lstrip("-").isdecimal()
            cells[column] = number(code) if is_number else code and _text_cell(draw, code, strings)
        elif column in typed:
            cells[column] = _typed_cell(draw, column, one, values, from_1904)
        else:
            cells[column] = _text_cell(draw, said, strings)
    return cells


def _typed_cell(draw: st.DrawFn, column: str, one: Evaluation, values: Values, from_1904: bool) -> str:
    if column == "wanneer":
        local = one.at.astimezone(ZoneInfo(values.time_zone)).replace(tzinfo=None)
        since = local - DAY_ZERO[from_1904]
        return number(_digits(draw, since.days + since.seconds / 86400 + since.microseconds / 86400e6), TIME)
    if column == "contact":
        return truth(int(one.contact))
    exact = {"id": one.identifier, "cijfer": one.mark, "gewicht": one.weight, "keuzes": one.qualified}[column]
    return _maybe_computed(draw, number(_digits(draw, float(exact))))


def _digits(draw: st.DrawFn, value: float) -> str:
    """As Excel writes numbers (in up to seventeen digits), as a library does, or with an exponent."""
    return draw(st.sampled_from([f"{value:.17g}", repr(value), f"{value:.16E}"]))


def _maybe_computed(draw: st.DrawFn, cell: str) -> str:
    return cell.replace("<v>", "<f>A1+1</f><v>") if draw(st.booleans()) else cell


def _text_cell(draw: st.DrawFn, said: str, strings: list[str]) -> str:
    # In `excel_files` an @ is where the cell's place comes.
    content = escape(ESCAPED.sub(lambda sign: f"_x{ord(sign[0]):04X}_", said), {"@": "&#64;"})
    kind = draw(st.sampled_from(["inline", "shared", "rich", "formula"]))
    if kind == "inline":
        return text(content)
    if kind == "formula":
        return f'<c @ t="str"><f>A1&amp;""</f><v xml:space="preserve">{content}</v></c>'
    preserved = f'<t xml:space="preserve">{content}</t>'
    strings.append(preserved if kind == "shared" else f"<r><rPr><b/></rPr>{preserved}</r><r><t/></r>")
    return shared(len(strings) - 1)


def _shared_strings(strings: Sequence[str]) -> str:
    phonetic = '<rPh sb="0" eb="1"><t>no part of the text</t></rPh>'
    return f'<sst xmlns="{MAIN}">' + "".join(f"<si>{string}{phonetic}</si>" for string in strings) + "</sst>"


def _workbook(from_1904: bool) -> str:
    about = f'<workbookPr date1904="{int(from_1904)}"/>'
    return PARTS["xl/workbook.xml"].replace("<sheets>", about + "<sheets>")
