"""A damaged delivery is never silently wrong.

Silently wrong is an accepted row whose values are not those of the supplier's row with that key, though the file shows
that something is wrong. A file that shows nothing (a delimiter moved within `97;;`, a line left out) is another legal
delivery, and no reader can tell; control totals can, and have tests of their own. What a file shows is decided by a
second reader, of the grammar alone (`strict_csv`, or Python's JSON for each line).
"""

import csv
import hashlib
import json
from collections.abc import Callable

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from properties.answers import expected
from properties.deliveries import Made, csv_deliveries, json_deliveries
from properties.mutations import mutated_bytes, mutated_texts
from properties.staged import connect, read_texts, stage_bytes
from properties.strict_csv import NotLegal, read_strictly

from centricity.errors import Refusal


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


def codec_of(made: Made) -> str:
    return {"utf-8": "utf-8-sig"}.get(made.feed.format.encoding, made.feed.format.encoding)


def csv_shows(made: Made, content: bytes) -> dict[int, dict[str, str | None]]:
    """What a legal file says on each line, by column; nothing if it is not legal."""
    try:
        text = content.decode(codec_of(made))
        records = read_strictly(text, made.feed.format.delimiter, made.feed.format.quote)
    except (NotLegal, UnicodeError):
        return {}
    (_, header), *rows = records.items() or [(1, [])]
    return {line: dict(zip(header, row, strict=True)) for line, row in rows if len(row) == len(header)}


def json_shows(made: Made, content: bytes) -> dict[int, dict[str, str | None]]:
    said = {}
    try:
        lines = content.decode(codec_of(made)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeError:
        return {}
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line, parse_float=str, parse_int=str)
        except ValueError:
            continue
        if isinstance(record, dict):
            said[number] = record
    return said


def silently_wrong(connection, made: Made, content: bytes, shows: Callable, control: str | None = None) -> list[dict]:
    """The rows that are accepted, not the supplier's, and contradicted by the file."""
    try:
        staged = stage_bytes(connection, made.feed, made.name, content, control)
    except Refusal as refusal:
        event(f"refused: {refusal.code}")
        return []
    due = {row["record_key"]: row for one in made.known if not (row := expected(one, made.values))["problem_code"]}
    strange = [row for row in staged.accepted if not _is_due(row, due)]
    event("exact, or in quarantine" if not strange else "another legal delivery")
    shown = shows(made, content) if strange else {}
    texts = read_texts(made.feed, made.name, content) if strange else {}
    return [row for row in strange if not _is_shown(texts[row["row_number"]], shown.get(row["row_number"]))]


def _is_due(row: dict, due: dict[str, dict]) -> bool:
    wanted = due.get(row["record_key"])
    return wanted is not None and wanted == {name: row[name] for name in wanted}


def _is_shown(texts: dict[str, str | None], shown: dict | None) -> bool:
    return shown is not None and all(text == shown.get(column) for column, text in texts.items())


def signs_of(made: Made) -> str:
    return f"{made.feed.format.delimiter}{made.feed.format.quote}\r\n"


@given(data=st.data(), made=csv_deliveries(contained=False))
def test_delimited_text_with_damaged_structure(connection, data, made):
    text, kind = data.draw(mutated_texts(made.content.decode(made.feed.format.encoding), signs_of(made)))
    event(kind)
    assert silently_wrong(connection, made, _encoded(made, text), csv_shows) == []


@given(data=st.data(), made=json_deliveries(contained=False))
def test_json_lines_with_damaged_structure(connection, data, made):
    text, kind = data.draw(mutated_texts(made.content.decode(made.feed.format.encoding), ',":{}\r\n'))
    event(kind)
    assert silently_wrong(connection, made, _encoded(made, text), json_shows) == []


def _encoded(made: Made, text: str) -> bytes:
    """The mutated text in its encoding; a character that it does not have was never in the file."""
    return text.encode(made.feed.format.encoding)


@given(data=st.data(), made=csv_deliveries(contained=False))
def test_flipped_bytes(connection, data, made):
    content = data.draw(mutated_bytes(made.content))
    assert silently_wrong(connection, made, content, csv_shows) == []


@given(data=st.data(), made=csv_deliveries() | json_deliveries())
def test_a_damaged_file_is_not_the_one_that_its_digest_is_of(connection, data, made):
    control = f"sha256: {hashlib.sha256(made.content).hexdigest()}\nrows: {len(made.known)}\n"
    assert len(stage_bytes(connection, made.feed, made.name, made.content, control).rows) == len(made.known)
    damaged = data.draw(mutated_bytes(made.content))
    with pytest.raises(Refusal):
        stage_bytes(connection, made.feed, made.name, damaged, control)


@given(data=st.data(), made=csv_deliveries())
def test_a_damaged_archive_is_refused_or_holds_what_it_held(connection, data, made):
    assume(made.name.endswith((".gz", ".zip")))
    damaged = data.draw(mutated_bytes(made.content))
    assert silently_wrong(connection, made, damaged, lambda *_: {}) == []


@given(data=st.data(), made=csv_deliveries(contained=False))
def test_announced_rows_show_what_is_left_out_or_doubled(connection, data, made):
    records = _records(made)
    assume(len(records) > 1)
    place = data.draw(st.integers(1, len(records) - 1))
    damaged = data.draw(
        st.sampled_from(
            [records[:place] + records[place + 1 :], records[:place] + records[place - 1 :], records[:place]]
        )
    )
    assume(damaged != records)
    with pytest.raises(Refusal) as refused:
        stage_bytes(connection, made.feed, made.name, _encoded(made, "".join(damaged)), f"rows: {len(made.known)}\n")
    assert refused.value.code in ("truncated", "too_many_rows")


def _records(made: Made) -> list[str]:
    """The texts of header and records, each with its line end."""
    text, quote, records, start = made.content.decode(codec_of(made)), made.feed.format.quote, [], 0
    for place in range(1, len(text) + 1):
        is_line_end = text[place - 1] in "\r\n" and text[place - 1 : place + 1] != "\r\n"
        if (is_line_end or place == len(text)) and text.count(quote, start, place) % 2 == 0:
            records.append(text[start:place])
            start = place
    return records


def test_the_oracle_finds_what_a_lenient_reader_lets_through():
    """Of what Python's reader takes for a value behind a stray quote, the grammar knows nothing."""
    lenient = list(csv.reader(['a;"b"c;d'], delimiter=";"))
    assert lenient == [["a", "bc", "d"]]
    with pytest.raises(NotLegal):
        read_strictly('a;"b"c;d', ";", '"')
    assert read_strictly('a;"b";d', ";", '"') == {1: ["a", "b", "d"]}
