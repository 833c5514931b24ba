"""What a reader alone sees: how a text ends, and bytes that are of another encoding than the feed says."""

import gzip
import json
from pathlib import Path

import pytest
from environments import SURVEY, WEBCARE

from centricity.feeds.definition import Feed
from centricity.readers import read_records
from centricity.readers.batches import ODDITIES

HEADER = "id;respondent;organisatie;ingevuld_op;aanbevelen;gemak;opmerking\n"
ROW = "E1;R1;Alfa;01-10-2025 12:00:00;9;7,5;{}\n"
MESSAGE = {"id": "1", "author": {"id": "a", "type": "customer"}, "sent": "2025-10-01T12:00:00Z"}
MEGABYTE = 1024 * 1024


def survey(encoding: str = "utf-8") -> Feed:
    return Feed.model_validate(SURVEY | {"format": {"type": "csv", "delimiter": ";", "encoding": encoding}})


def oddities(path: Path, feed: Feed, content: bytes) -> dict[str, str | None]:
    path.write_bytes(content)
    *_, last = read_records(path, feed.layout)
    return json.loads(last.schema.metadata[ODDITIES])


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("end", "is_odd"),
    [("\n", False), ("\r\n", False), ("\r", False), ("\n\x1a", False), ("\n\n", False), ("", True), ("0", True)],
)
def test_a_last_line_without_its_end_is_noticed_in_every_encoding(tmp_path, encoding, end, is_odd):
    text = (HEADER + ROW.format("prima")).removesuffix("\n") + end
    found = oddities(tmp_path / "a.csv", survey(encoding), text.encode(encoding))
    assert found == ({"no_line_end": None} if is_odd else {})


def test_a_sign_that_ends_in_the_byte_of_a_line_feed_is_no_line_end(tmp_path):
    text = (HEADER + ROW.format("ਅ\u010a")).removesuffix("\n")
    for encoding in ("utf-16-le", "utf-16-be"):
        assert "no_line_end" in oddities(tmp_path / "a.csv", survey(encoding), text.encode(encoding))


def test_json_lines_and_compressed_texts_are_looked_at_too_and_one_document_has_no_lines(tmp_path):
    lines, line = Feed.model_validate(WEBCARE), json.dumps(MESSAGE).encode()
    assert oddities(tmp_path / "a.jsonl", lines, line + b"\n" + line) == {"no_line_end": None}
    assert oddities(tmp_path / "a.jsonl", lines, line + b"\n") == {}
    assert oddities(tmp_path / "a.jsonl.gz", lines, gzip.compress(line)) == {"no_line_end": None}
    document = Feed.model_validate(WEBCARE | {"format": {"type": "json"}})
    assert oddities(tmp_path / "a.json", document, b"[" + line + b"]") == {}


@pytest.mark.parametrize(
    "encoding", ["windows-1252", "iso-8859-1", "iso-8859-15", "windows-1250", "iso-8859-2", "cp850"]
)
@pytest.mark.parametrize(
    ("opmerking", "written"),
    [
        ("één café – €5", None),
        ("één café", "utf-8"),
        ("à la carte: ça ñ", "utf-8"),
        ("prima", None),
        ("prima", "utf-8"),
    ],
)
def test_utf_8_in_an_8_bit_feed_is_noticed_and_a_text_in_its_encoding_is_not(tmp_path, encoding, opmerking, written):
    text = HEADER + ROW.format(opmerking)
    found = oddities(tmp_path / "a.csv", survey(encoding), text.encode(written or encoding, "replace"))
    is_odd = written and not opmerking.isascii()
    assert found == ({"probably_utf8": encoding} if is_odd else {})


@pytest.mark.parametrize("offset", range(3))
def test_characters_on_the_border_of_what_is_read_at_once_are_whole(tmp_path, offset):
    rows = ROW.format("x" * offset + "€" * (MEGABYTE // 2)) + ROW.format("€" * MEGABYTE)
    assert oddities(tmp_path / "a.csv", survey("cp850"), (HEADER + rows).encode()) == {"probably_utf8": "cp850"}


def test_all_bytes_count_not_only_the_first(tmp_path):
    plain = HEADER + ROW.format("prima") * (2 * MEGABYTE // len(ROW))
    content = (plain + ROW.format("café")).encode()
    assert oddities(tmp_path / "a.csv", survey("cp850"), content) == {"probably_utf8": "cp850"}
    both = content + ROW.format("café").encode("cp850")
    assert oddities(tmp_path / "a.csv", survey("cp850"), both) == {}


def test_a_character_that_is_cut_off_hides_no_utf_8_and_alone_is_none(tmp_path):
    end = (HEADER + ROW.format("café")).encode().removesuffix(b"\n")[:-1]
    assert oddities(tmp_path / "a.csv", survey("cp850"), end) == {"no_line_end": None}
    both = (HEADER + ROW.format("café")).encode() + end.removeprefix(HEADER.encode())
    assert oddities(tmp_path / "a.csv", survey("cp850"), both) == {"no_line_end": None, "probably_utf8": "cp850"}
