"""CSV in every dialect and encoding that a feed can declare: values exact, lines those of the file, none lost."""

import codecs
from typing import get_args

import pyarrow as pa
import pytest
from environments import SURVEY

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.formats.file_formats import Encoding
from centricity.readers import blocks, read_records

FEED = SURVEY | {
    "values": {"timestamp_format": "%Y-%m-%d"},
    "key": [],
    "columns": {"organisation_id": {"constant": "Alfa"}, "completed_at": "t", "comment": "x"},
    "answers": {"recommend": {"from": "m", "scale": [0, 10]}},
}
DAY = "2025-10-01"
# The dialect, the file's text, and (line, mark, comment) of its records.
DIALECTS = {
    "doubled quotes": ({}, f't,m,x\n{DAY},9,"a ""b"", c"\n', [(2, "9", 'a "b", c')]),
    "tabs": ({"delimiter": "\t"}, f"t\tm\tx\n{DAY}\t9\ta,b;c\n", [(2, "9", "a,b;c")]),
    "pipes and single quotes": (
        {"delimiter": "|", "quote": "'"},
        f"t|m|x\n{DAY}|9|'it''s | \"so\"'\n",
        [(2, "9", 'it\'s | "so"')],
    ),
    "nothing quoted": ({"quote": None}, f't,m,x\n{DAY},9,"a\n{DAY},8,b"\n', [(2, "9", '"a'), (3, "8", 'b"')]),
    "escapes": (
        {"escape": "\\"},
        f't,m,x\n{DAY},9,"a \\"b\\", \\\\ C:\\temp \\N"\n{DAY},8,a\\,b\n',
        [(2, "9", 'a "b", \\ C:\\temp \\N'), (3, "8", "a,b")],
    ),
    "escapes, nothing quoted": (
        {"escape": "\\", "quote": None, "delimiter": "\t"},
        f't\tm\tx\n{DAY}\t9\ta\\\nb\\\tc "d"\n{DAY}\t8\t\\N\n',
        [(2, "9", 'a\nb\tc "d"'), (4, "8", "\\N")],
    ),
    "three kinds of line ends": (
        {},
        f't,m,x\r\n{DAY},9,"a\nb\r\nc\rd"\r\n{DAY},8,e\r\n',
        [(2, "9", "a\nb\r\nc\rd"), (6, "8", "e")],
    ),
    "old Mac line ends": ({}, f't,m,x\r{DAY},9,a\r{DAY},8,"b\rc"\r', [(2, "9", "a"), (3, "8", "b\rc")]),
    "lines before the header": (
        {"skip_lines": 3},
        f'Rapport "2025\n\n1,2\nt,m,x\n{DAY},9,a\n\n{DAY},8,b\n',
        [(5, "9", "a"), (7, "8", "b")],
    ),
    "header rows that are passed": (
        {"header_rows": 3},
        f't,m,x\nDatum,Cijfer,"Waarom?\nKort."\n{{1}},{{2}},{{3}}\n{DAY},9,a\n',
        [(5, "9", "a")],
    ),
    "Excel's hint": ({"delimiter": ";"}, f"sep=;\nt;m;x\n{DAY};9;a\n", [(3, "9", "a")]),
    "no record": ({}, "t,m,x\n", []),
}
NOT_HEADERS = {
    "the other header rows are missing": (3, f"t,m,x\n{DAY},9,a\n{DAY},8,b\n{DAY},7,c\n", "record_in_header"),
    "one of them is": (3, f"t,m,x\nDatum,Cijfer,Waarom\n{DAY},9,a\n{DAY},8,b\n", "record_in_header"),
    "one is torn": (2, "t,m,x\nDatum,Cijfer\n", "record_in_header"),
    "the file ends": (3, "t,m,x\nDatum,Cijfer,Waarom\n", "no_header"),
}
BROKEN = {
    "unterminated_quote": (f't,m,x\n{DAY},9,"a\n', "line 4"),
    "malformed_quote": (f't,m,x\n{DAY},9,"a"b\n', "line 4"),
    "unknown_column": ("t,m,x,y\n", "line 3"),
    "wrong_delimiter": ("t;m;x\n", "line 3"),
}
# Of each encoding a text that only it writes so, and bytes that it does not have.
ENCODED = {
    "utf-8": ("€ é ł", b"\xff"),
    "windows-1252": ("€ é “", b"\x81"),
    "iso-8859-1": ("¤ é", b"\x80"),
    "iso-8859-15": ("€ é", b"\x80"),
    "utf-16": ("€ é ł", b"\x00\xd8"),
    "utf-16-le": ("€ é ł", b"\x00\xd8"),
    "utf-16-be": ("€ é ł", b"\xd8\x00"),
    "windows-1250": ("€ é ł", b"\x81"),
    "iso-8859-2": ("ł é", b"\x80"),
    "cp850": ("é ½", None),
}


def read(folder, content: bytes, form: dict) -> pa.Table:
    path = folder / "copy"
    path.write_bytes(content)
    feed = Feed.model_validate(FEED | {"format": {"type": "csv"} | form})
    return pa.concat_tables(read_records(path, feed.layout))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_is_read_exactly(tmp_path, dialect):
    form, content, expected = DIALECTS[dialect]

    table = read(tmp_path, content.encode(), form)

    assert table["problem_code"].to_pylist() == [None] * len(expected)
    assert list(zip(*(table[name].to_pylist() for name in ("row_number", "m", "x")), strict=True)) == expected


@pytest.mark.parametrize(
    ("form", "record", "rest"),
    [
        ({}, f"{DAY},9,a", "en meer"),
        ({}, f'"{DAY}",9,a', '"en, ""meer"""'),
        ({"escape": "!"}, f"{DAY},9,a", "en!, meer"),
    ],
)
def test_a_torn_record_is_found_wherever_a_block_ends(tmp_path, monkeypatch, form, record, rest):
    content = f"t,m,x\n{record}\n{record}\n{rest}\n{record}\n".encode()
    for size in range(1, len(content) + 1):
        monkeypatch.setattr(blocks, "BLOCK_CHARACTERS", size)
        table = read(tmp_path, content, form)
        assert table["problem_code"].to_pylist() == [None, "torn_record", "wrong_width", None]


def test_two_rows_may_name_the_columns(tmp_path):
    content = f"id,t,Wat vindt u?,,Toelichting\n,,m,x,Open\n1,{DAY},9,a,b\n"
    columns = FEED["columns"] | {"comment": "Toelichting / Open", "evaluation_id": "id"}
    answers = {"recommend": {"from": "Wat vindt u? / m", "scale": [0, 10]}}
    form = {"type": "csv", "header_rows": 2, "name_rows": 2}
    changed = {"format": form, "columns": columns, "answers": answers, "ignored": ["Wat vindt u? / x"]}
    (tmp_path / "copy").write_text(content, encoding="utf-8")

    (table,) = read_records(tmp_path / "copy", Feed.model_validate(FEED | changed).layout)

    assert table.select(["row_number", "id", "Wat vindt u? / m", "Toelichting / Open"]).to_pylist() == [
        {"row_number": 3, "id": "1", "Wat vindt u? / m": "9", "Toelichting / Open": "b"}
    ]


@pytest.mark.parametrize("size", [1, 1000], ids=["one by one", "as a block"])
def test_a_column_that_is_not_read_may_repeat(tmp_path, monkeypatch, size):
    """Jira's "all fields" repeats Labels, Comment and others as often as an issue has them."""
    monkeypatch.setattr(blocks, "BLOCK_CHARACTERS", size)
    content = f"Labels,Labels,t,m,x,Comment,Comment\na,b,{DAY},9,goed,c,d\ne,f,{DAY},8,beter,g,h\n".encode()

    (tmp_path / "copy").write_bytes(content)
    for form, ignored in (({}, ["Labels", "Comment"]), ({"added_columns": "ignore"}, [])):
        feed = Feed.model_validate(FEED | {"format": {"type": "csv"} | form, "ignored": ignored})
        tables = read_records(tmp_path / "copy", feed.layout)
        assert pa.concat_tables(tables)["x"].to_pylist() == ["goed", "beter"]
    with pytest.raises(Refusal, match="unknown_column"):
        read(tmp_path, content, {})
    with pytest.raises(Refusal, match=r"duplicate_column: .*: x"):
        read(tmp_path, content.replace(b"x,Comment", b"x,x"), {"added_columns": "ignore"})


@pytest.mark.parametrize("what", NOT_HEADERS)
def test_no_record_passes_for_a_header(tmp_path, what):
    rows, content, code = NOT_HEADERS[what]
    with pytest.raises(Refusal, match=code):
        read(tmp_path, content.encode(), {"header_rows": rows})


@pytest.mark.parametrize("code", BROKEN)
def test_a_refusal_names_the_line_of_the_file(tmp_path, code):
    content, line = BROKEN[code]
    with pytest.raises(Refusal) as refused:
        read(tmp_path, f"Rapport\n\n{content}".encode(), {"skip_lines": 2})
    assert (refused.value.code, refused.value.where) == (code, line)


def test_every_encoding_of_the_closed_list_is_tried():
    assert set(get_args(Encoding)) == set(ENCODED)


@pytest.mark.parametrize("encoding", ENCODED)
def test_an_encoding_is_read_exactly_and_other_bytes_are_refused(tmp_path, encoding):
    said, wrong = ENCODED[encoding]
    content = f"t,m,x\n{DAY},9,{said}\n".encode(encoding)

    table = read(tmp_path, content, {"encoding": encoding})

    assert table["x"].to_pylist() == [said]
    if wrong:
        with pytest.raises(Refusal, match="mixed_encoding"):
            read(tmp_path, content + wrong + ",,".encode(encoding), {"encoding": encoding})


@pytest.mark.parametrize(
    ("mark", "codec", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    ],
)
def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path, mark, codec, encoding):
    table = read(tmp_path, mark + f"t,m,x\n{DAY},9,é\n".encode(codec), {"encoding": encoding})
    assert table["x"].to_pylist() == ["é"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"format": {"type": "csv", "delimiter": '"'}}, "three signs"),
        ({"format": {"type": "csv", "escape": "\n"}}, "no line break"),
        ({"format": {"type": "csv", "header_rows": 1, "name_rows": 2}}, "not more than `header_rows`"),
        ({"format": {"type": "csv", "encoding": "utf-7"}}, "utf-16-be"),
        (
            {
                "format": {"type": "csv", "header_rows": 2},
                "columns": FEED["columns"] | {"completed_at": {"sql": "t"}},
            },
            "map a time by `from`",
        ),
        ({"values": {"timestamp_format": "%Y-%m-%d %I:%M"}}, "%I with %p"),
    ],
)
def test_a_dialect_that_cannot_be_meant_is_refused_with_the_feed(changed, message):
    with pytest.raises(ValueError, match=message):
        Feed.model_validate(FEED | changed)
