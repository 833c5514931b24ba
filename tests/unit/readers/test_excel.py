"""Cells of a workbook become exactly their texts; what the library gives as empty and is not, is a problem."""

import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from environments import SURVEY, Environment
from excel_files import CLOCK, DATE, DURATION, PARTS, TIME, error, formula, number, shared, text, truth, workbook

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.readers import read_records

FEED = SURVEY | {
    "format": {"type": "xlsx", "sheet": "Data"},
    "columns": {"organisation_id": {"constant": "Alfa"}, "completed_at": "tijd", "comment": "toelichting"},
    "answers": {"recommend": {"from": "cijfer", "scale": [0, 10]}},
    "key": [],
    "ignored": ["rest"],
}
HEADER = {"A1": text("tijd"), "B1": text("cijfer"), "C1": text("toelichting"), "D1": text("rest")}
GOOD = {"A2": number("45930.5", TIME), "B2": number("9"), "C2": text("prima")}
TEXTS = {
    "a whole number": (number("9"), "9"),
    "one with decimals, by the feed's sign": (number("7.5"), "7,5"),
    "all digits": (number("0.30000000000000004"), "0,30000000000000004"),
    "no exponent": (number("1E-5"), "0,00001"),
    "a large one": (number("123456789012345"), "123456789012345"),
    "one that Excel has cut off": (number("1234567890123456"), "1.234567890123456E+15"),
    "a date": (number("45930", DATE), "2025-09-30T00:00:00.000000"),
    "a time": (number("45930.5", TIME), "2025-09-30T12:00:00.000000"),
    "midnight": (number("45930", TIME), "2025-09-30T00:00:00.000000"),
    "a time of the day": (number("0.25", CLOCK), "06:00:00"),
    "a duration": (number("1.10417824074", DURATION), "26:30:01"),
    "yes": (truth(1), "true"),
    "no": (truth(0), "false"),
    "a text with spaces": (text(" x "), " x "),
    "a text that looks like a number": (text("007"), "007"),
    "two lines": (text("een\ntwee"), "een\ntwee"),
    "a shared text": (shared(0), "gedeeld"),
    "a text in two fonts": (shared(1), "half vet"),
    "a formula's result": (formula("3.5"), "3,5"),
    "a formula's empty text": ('<c @ t="str"><f>""</f><v/></c>', ""),
    "escapes of Excel's own": (text("a_x000D_b_x005F_x000D_"), "a\rb_x000D_"),
    "a half second more than a day": (number("1.000005787037037", DURATION), "24:00:00.5"),
    "nothing": ("", ""),
}
BAD = {
    "an error": ("error_cell", error("#N/A"), ""),
    "a formula that was not computed": ("uncomputed_formula", formula(), ""),
    "one as openpyxl writes it": ("uncomputed_formula", "<c @><f>A1+1</f><v></v></c>", ""),
    "a merged cell": ("merged_cell", "", "C2:C3"),
}
DOCTYPE = '<!DOCTYPE x [<!ENTITY y "z">]><worksheet/>'
OLD = b"\xd0\xcf\x11\xe0" + bytes(600)


def zipped(name: str, content: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


REFUSED = {
    "another sheet": (workbook(HEADER | GOOD), {"sheet": "data"}, "missing_sheet"),
    "an empty sheet": (workbook(HEADER | GOOD), {"sheet": "Uitleg"}, "no_header"),
    "a header below the last row": (workbook(HEADER | GOOD), {"header_row": 9}, "no_header"),
    "a header in an empty row": (workbook({"A3": text("x")}), {"header_row": 2}, "no_header"),
    "a name twice": (workbook(HEADER | {"D1": text("tijd")}), {}, "duplicate_column"),
    "a column too few": (
        workbook({"A1": text("tijd"), "B1": text("cijfer"), "C1": text("rest")}),
        {},
        "missing_column",
    ),
    "a column too many": (workbook(HEADER | {"E1": text("x")}), {}, "unknown_column"),
    "nothing at all": (b"", {}, "zero_bytes"),
    "text": (b"tijd;cijfer\n", {}, "wrong_container"),
    "an old workbook": (OLD, {}, "wrong_container"),
    "a password": (OLD + "EncryptedPackage".encode("utf-16-le"), {}, "encrypted_archive"),
    "cut off": (workbook(HEADER | GOOD)[:-30], {}, "corrupt_archive"),
    "XML that is none": (workbook(HEADER, styles="<x"), {}, "corrupt_file"),
    "an entity": (workbook(HEADER, sheet2=DOCTYPE), {}, "corrupt_file"),
    "a value in two pieces": (workbook(HEADER | GOOD | {"B2": number("1<!-- -->0")}), {}, "corrupt_file"),
    "a value in a section": (workbook(HEADER | {"C2": "<c @ t='str'><v><![CDATA[x]]></v></c>"}), {}, "corrupt_file"),
    "an inline text in the wrong place": (
        workbook(HEADER | {"C2": "<c @ t='inlineStr'><v>x</v></c>"}),
        {},
        "corrupt_file",
    ),
    "a cell twice": (workbook(HEADER | GOOD | {"B2": number("9") + '<c r="B2"><v>1</v></c>'}), {}, "corrupt_file"),
    "another kind of zip": (zipped("mimetype", "opendocument"), {}, "wrong_container"),
    "a bomb": (workbook(HEADER, sharedStrings=f"<sst>{' ' * 40_000_000}</sst>"), {}, "expansion_ratio"),
    "a cell in the last corner": (workbook(HEADER | {"XFD1048576": number("1")}), {}, "too_many_cells"),
}


def read(content: bytes, folder: Path, name: str = "copy", **form: object) -> pa.Table:
    path = folder / name
    path.write_bytes(content)
    feed = Feed.model_validate(FEED | {"format": FEED["format"] | form})
    return pa.concat_tables(read_records(path, feed.layout))


@pytest.mark.parametrize("kind", TEXTS)
def test_a_cell_is_a_text(tmp_path, kind):
    cell, expected = TEXTS[kind]

    table = read(workbook(HEADER | GOOD | {"C2": cell}), tmp_path)

    assert table.to_pylist() == [
        {
            "row_number": 2,
            "problem_code": None,
            "unreadable_record": None,
            "cijfer": "9",
            "tijd": "2025-09-30T12:00:00.000000",
            "toelichting": expected,
        }
    ]


def test_a_workbook_of_an_old_mac_counts_its_days_from_1904(tmp_path):
    parts = PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    table = read(workbook(HEADER | GOOD | {"A2": number("44468.5", TIME)}, workbook=parts), tmp_path)
    assert table["tijd"].to_pylist() == ["2025-09-30T12:00:00.000000"]


@pytest.mark.parametrize("what", BAD)
def test_a_cell_without_a_value_to_trust_is_a_problem(tmp_path, what):
    problem, cell, merged = BAD[what]
    cells = HEADER | GOOD | {"A3": number("45930.5", TIME), "B3": number("1"), "C3": cell}

    table = read(workbook(cells, merged), tmp_path)

    assert table["row_number"].to_pylist() == [2, 3]
    assert table["problem_code"].to_pylist() == [None, problem]
    assert table["cijfer"].to_pylist() == ["9", None]


@pytest.mark.parametrize(
    ("flag", "problem"), [("1", "uncomputed_formula"), ("true", "uncomputed_formula"), ("0", None)]
)
def test_a_formula_that_waits_to_be_computed_has_no_value(tmp_path, flag, problem):
    """XlsxWriter writes 0 as the result of every formula, and asks Excel to compute them."""
    waiting = PARTS["xl/workbook.xml"].replace(
        "</sheets>", f'</sheets><calcPr calcId="124519" fullCalcOnLoad="{flag}"/>'
    )
    table = read(workbook(HEADER | GOOD | {"B2": formula("0")}, workbook=waiting), tmp_path)
    assert table["problem_code"].to_pylist() == [problem]


def test_a_bad_cell_that_is_not_used_does_no_harm(tmp_path):
    table = read(workbook(HEADER | GOOD | {"D2": error("#REF!")}), tmp_path)
    assert table["problem_code"].to_pylist() == [None]


def test_empty_rows_are_no_records_and_what_stands_beside_the_table_is_a_problem(tmp_path):
    cells = HEADER | GOOD | {"A4": text(""), "A6": number("45930", TIME), "F6": text("?"), "A8": number("1", DATE)}

    table = read(workbook(cells, merged="A9:C12"), tmp_path)

    assert table["row_number"].to_pylist() == [2, 6, 8]
    assert table["problem_code"].to_pylist() == [None, "wrong_width", None]
    assert table["unreadable_record"].to_pylist()[1].endswith("\t?")


def test_a_table_may_start_anywhere(tmp_path):
    cells = {
        "A1": text("Rapport"),
        "C4": text("tijd"),
        "D4": text("vragen"),
        "F4": text("rest"),
        "D5": text("cijfer"),
        "E5": text("toelichting"),
        "C6": number("45930", TIME),
        "D6": number("8"),
        "E6": error("#N/A"),
        "C7": number("45930", TIME),
        "D7": number("7"),
    }
    path = tmp_path / "copy"
    path.write_bytes(workbook(cells, merged="D4:E4"))
    form = {"type": "xlsx", "sheet": "Data", "header_row": 4, "header_rows": 2, "name_rows": 2}
    columns = FEED["columns"] | {"comment": "vragen / toelichting"}
    answers = {"recommend": {"from": "vragen / cijfer", "scale": [0, 10]}}
    feed = Feed.model_validate(FEED | {"format": form, "columns": columns, "answers": answers})

    (table,) = read_records(path, feed.layout)

    assert table["row_number"].to_pylist() == [6, 7]
    assert table["problem_code"].to_pylist() == ["error_cell", None]
    assert table["vragen / cijfer"].to_pylist() == [None, "7"]


@pytest.mark.parametrize("what", REFUSED)
def test_a_workbook_that_is_not_the_agreed_one_is_refused(tmp_path, what):
    content, form, code = REFUSED[what]
    with pytest.raises(Refusal) as refused:
        read(content, tmp_path, **form)
    assert refused.value.code == code
    assert refused.value.remedy


def test_a_workbook_may_come_in_an_archive(tmp_path):
    archive = zipped("export.xlsx", workbook(HEADER | GOOD))
    assert read(archive, tmp_path, "copy.zip")["cijfer"].to_pylist() == ["9"]
    assert [path.name for path in tmp_path.iterdir()] == ["copy.zip"]


def test_a_workbook_is_loaded_and_its_bad_row_set_apart(environment: Environment):
    values = FEED["values"] | {"timestamp_format": "%Y-%m-%dT%H:%M:%S.%f"}
    environment.define(FEED | {"file_pattern": "survey_{date}.xlsx", "values": values})
    bad = {"A3": number("45930", TIME), "B3": error("#DIV/0!"), "A4": number("45930", TIME), "B4": number("11")}
    environment.deliver("survey", "survey_2025-10-01.xlsx", workbook(HEADER | GOOD | bad))
    environment.deliver_organisations()
    for source in ("reference", "survey"):
        load_deliveries(environment.settings, source, "test")

    entry = next(entry for entry in read_entries(Home(environment.home)) if entry.feed == "survey")

    assert (entry.records_accepted, entry.quarantine_reasons) == (1, {"error_cell": 1, "out_of_range": 1})
