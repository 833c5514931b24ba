"""A refused file says what it looks like and which key of the feed would read it; nothing of it is repeated."""

import codecs
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from environments import SURVEY, SURVEY_HEADER, WEBCARE
from excel_files import text, workbook

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.readers import read_records

HTML = '<!DOCTYPE html>\n<html lang="nl"><head><title>Sign in, Jansen</title></head><body class="a;b">"</body></html>\n'
EXCEL_HTML = '<html xmlns:o="urn:schemas-microsoft-com:office:office">\n<table><tr><td>id</td></tr></table></html>\n'
TOO_MANY = '{"error": "rate_limited", "message": "Too many requests by Jansen"}'
ROW = "E1;R1;Alfa;01-10-2025 12:00:00;9;7,5;Jansen\n"
GOOD = SURVEY_HEADER + ROW
QUESTIONS = "id;respondent;organisatie;ingevuld_op;Hoe was het?;;opmerking\n;;;;aanbevelen;gemak;\n"
OF_TWO_ROWS = {
    "recommend": {"from": "Hoe was het? / aanbevelen", "scale": [0, 10]},
    "ease_1": {"from": "Hoe was het? / gemak", "scale": [0, 10]},
}
WORKBOOK = {f"{column}{row}": text("Jansen") for column in "AB" for row in range(1, 4)}
JSON = {"format": {"type": "json", "array": "data.tickets"}}


def csv(**form: object) -> dict:
    return {"format": {"type": "csv", "delimiter": ";"} | form}


# What is delivered, what the feed says, the code, and what the refusal says.
LOOKS = {
    "a web page": (HTML, csv(), None, "It looks like an HTML page", "deliver that"),
    "a web page, compressed": (gzip.compress(HTML.encode()), csv(), None, "It looks like an HTML page", "deliver that"),
    "a table saved as a web page": (EXCEL_HTML, csv(), "header_mismatch", "It looks like an HTML page", "deliver that"),
    "a web page for JSON": (HTML, JSON, None, "It looks like an HTML page", "deliver that"),
    "a web page for a workbook": (HTML, {"format": {"type": "xlsx", "sheet": "x"}}, "wrong_container", "HTML", "that"),
    "an error for a table": (TOO_MANY, csv(), None, "a system that failed", "Fetch the export again"),
    "an error for JSON": (TOO_MANY, JSON, "missing_array", "a system that failed", "Fetch the export again"),
    "JSON for a table": ('[{"id": "Jansen"}]', csv(), None, "It looks like JSON.", "`format.type: json`"),
    "XML for a table": ('<?xml version="1.0"?><log/>', csv(), None, "It looks like XML.", "agreed format"),
    "JSON Lines for JSON": ('{"id": 1}\n{"id": 2}\n', JSON, None, "It looks like JSON Lines", "`format.type: jsonl`"),
    "an array elsewhere": ('{"results": [{"id": 1}]}', JSON, "missing_array", "`results`", "`format.array: results`"),
    "an array on its own": ('[{"id": 1}]', JSON, "missing_array", "itself is an array", "Leave `format.array` out"),
    "UTF-16 with a mark": (
        codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le"), csv(), "mixed_encoding", "looks like utf-16,", ": utf-16`",
    ),
    "UTF-16 without one": (GOOD.encode("utf-16-le"), csv(), None, "looks like utf-16-le,", "encoding: utf-16-le`"),
    "UTF-16, big end first": (GOOD.encode("utf-16-be"), csv(), None, "utf-16-be", "`format.encoding: utf-16-be`"),
    "UTF-8 with a mark for Windows-1252": (
        codecs.BOM_UTF8 + GOOD.encode(), csv(encoding="windows-1252"), None, "looks like utf-8,", "encoding: utf-8`",
    ),
    "UTF-8 for UTF-16": (GOOD, csv(encoding="utf-16"), None, "looks like utf-8,", "`format.encoding: utf-8`"),
    "Windows-1252 for UTF-8": (
        SURVEY_HEADER.encode() + "Bèta".encode("cp1252"), csv(), "mixed_encoding", "windows-1252", ": windows-1252`",
    ),
    "another delimiter": (GOOD, csv(delimiter=","), "wrong_delimiter", 'is divided by ";"', '`format.delimiter: ";"`'),
    "another delimiter and another header": (
        GOOD.replace("gemak", "ease"), csv(delimiter=","), "header_mismatch", "it has one column",
        '`format.delimiter: ";"`',
    ),
    "a tab": (GOOD.replace(";", "\t"), csv(), "wrong_delimiter", r'divided by "\t"', r'`format.delimiter: "\t"`'),
    "a title": (f"Rapport voor Jansen\n{GOOD}", csv(), None, "stands on line 2.", "Say `format.skip_lines: 1`"),
    "a title and an empty line": (f"Rapport\n\n{GOOD}", csv(), None, "stands on line 3.", "Say `format.skip_lines: 2`"),
    "an empty first row": (f";;;;;;\n{GOOD}", csv(), "header_mismatch", "on line 2.", "Say `format.skip_lines: 1`"),
    "a title and another delimiter": (
        f"Rapport\n{GOOD}", csv(delimiter=","), None, 'on line 2 and is divided by ";".', "1` and `format.delimiter: ",
    ),
    "a title that is gone": (GOOD, csv(skip_lines=1), None, "stands on line 1.", "Say `format.skip_lines: 0`"),
    "two rows of names": (
        QUESTIONS + ROW, csv() | {"answers": OF_TWO_ROWS}, None, "made of two rows", "`format.name_rows: 2`",
    ),
    "two rows of names that are not agreed": (
        "Hoe vaak?;;Makkelijk?;\nBellen;Winkel;Bellen;Winkel\nvaak;nooit;4;5\n", csv(), "header_mismatch",
        "made of two rows, a question and its parts", "`format.name_rows: 2`",
    ),
    "capitals and spaces": (
        GOOD.replace("ingevuld_op", "Ingevuld op "), csv(), "header_mismatch", "Column 4 is nearly `ingevuld_op`.",
        "Name it",
    ),
    "a slip of the pen": (
        GOOD.replace("organisatie", "organistie"), csv(), None, "Column 3 is nearly `organisatie`.", "Name it",
    ),
    "a workbook with a title": (
        workbook(
            WORKBOOK | {"A2": text("ingevuld_op"), "B2": text("aanbevelen")}
        ),
        {"format": {"type": "xlsx", "sheet": "Data"}, "columns": {"organisation_id": {"constant": "Alfa"},
         "completed_at": "ingevuld_op"}, "answers": {"recommend": {"from": "aanbevelen", "scale": [0, 10]}}, "key": []},
        None, "stands on line 2.", "Say `format.header_row: 2`",
    ),
    "text for a workbook": (
        GOOD, {"format": {"type": "xlsx", "sheet": "x"}}, "wrong_container", "like text", "`format.type: csv`",
    ),
}  # fmt: skip


def refusal_of(folder: Path, content: str | bytes, feed: dict, name: str = "copy") -> Refusal:
    path = folder / (name + ".gz" * (content[:2] == b"\x1f\x8b"))
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    base = WEBCARE if feed["format"]["type"] in ("json", "jsonl") else SURVEY
    with pytest.raises(Refusal) as refused:
        list(read_records(path, Feed.model_validate(base | feed).layout))
    return refused.value


@pytest.mark.parametrize("what", LOOKS)
def test_a_refused_file_says_what_it_looks_like_and_what_to_set(tmp_path, what):
    content, feed, code, said, remedy = LOOKS[what]
    refusal = refusal_of(tmp_path, content, feed)
    assert code is None or refusal.code == code
    assert said in refusal.message
    assert remedy in refusal.remedy
    assert "Jansen" not in str(refusal)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace("gemak", "ease"),
        GOOD.replace(";opmerking", ""),
        GOOD.replace("opmerking", "opmerking;extra"),
        "Jansen;Pietersen\n",
        f"sep=;\n{GOOD.replace('opmerking', 'opmerking;id')}",
    ],
)
def test_what_looks_like_nothing_known_gets_no_hint(tmp_path, content):
    refusal = refusal_of(tmp_path, content, csv())
    assert "look" not in str(refusal) and "nearly" not in str(refusal) and "skip_lines" not in str(refusal)


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_what_a_desktop_packs_beside_a_file_is_passed_over(tmp_path):
    beside = {"__MACOSX/._survey.csv": "x", ".DS_Store": "x", "map/": "", "map/Thumbs.db": "x", "map/._x": "x"}
    (tmp_path / "copy.zip").write_bytes(zipped(**{"map/survey.csv": GOOD} | beside))
    (table,) = read_records(tmp_path / "copy.zip", Feed.model_validate(SURVEY).layout)
    assert table.num_rows == 1


@pytest.mark.parametrize(("members", "count"), [({"a.csv": GOOD, "Jansen.csv": GOOD}, 2), ({"__MACOSX/._a": "x"}, 0)])
def test_several_files_or_none_are_counted_and_not_named(tmp_path, members, count):
    (tmp_path / "copy.zip").write_bytes(zipped(**members))
    with pytest.raises(Refusal) as refused:
        list(read_records(tmp_path / "copy.zip", Feed.model_validate(SURVEY).layout))
    assert (refused.value.code, refused.value.message) == ("unexpected_members", f"The archive holds {count} files.")


@pytest.mark.parametrize(
    ("content", "said", "remedy"),
    [
        (workbook({"A1": text("Jansen")}), "an Excel workbook", "`format: {type: xlsx, sheet: …}`"),
        (zipped(**{"a.csv": GOOD}), "a zip file", "Let its name end in .zip"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "an old Excel file", ".xlsx"),
        (b"%PDF-1.7", "a PDF", "data"),
        (b"PAR1", "a Parquet file", "`format.type: parquet`"),
    ],
)
def test_another_kind_of_file_under_a_text_file_s_name_is_named(tmp_path, content, said, remedy):
    refusal = refusal_of(tmp_path, content, csv())
    assert refusal.code == "wrong_container"
    assert said in refusal.message and remedy in refusal.remedy
