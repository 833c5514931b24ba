"""JSON is read as it is written: every record is there, whole or as a problem, and what is no JSON is refused."""

import json
import random
from functools import cache
from pathlib import Path

import pytest
from environments import WEBCARE
from pydantic import ValidationError

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.readers import json_lines, json_text, read_records

COLUMNS = {"message_id": "id", "is_from_organisation": "by.company", "sent_at": "sent"}
NESTED = {"type": "json", "array": "data.tickets", "inside": "comments"}
GOOD = '{"id": 9007199254740993, "by": {"company": true}, "sent": 1.10}'
READ = {"id": "9007199254740993", "by.company": "true", "sent": "1.10"}


@pytest.fixture(scope="module")
def feed_of():
    """A feed by format; each is made once, since checking one takes its time."""

    @cache
    def made(said: str) -> Feed:
        return Feed.model_validate(WEBCARE | {"key": []} | json.loads(said))

    return lambda **said: made(json.dumps(said))


@pytest.fixture
def read(tmp_path: Path, feed_of):
    """Reads a text by a format; gives its records without their Nones."""

    def read(text: str | bytes, form: dict, columns: dict = COLUMNS, ignored: tuple = ()) -> list[dict]:
        path = tmp_path / "delivery"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        feed = feed_of(format=form, columns=columns, ignored=ignored)
        rows = [row for table in read_records(path, feed.layout) for row in table.to_pylist()]
        return [{name: value for name, value in row.items() if value is not None} for row in rows]

    return read


@pytest.mark.parametrize("form", [{"type": "json"}, {"type": "json", "array": "data.tickets"}, {"type": "jsonl"}])
def test_numbers_keep_their_text(read, form):
    array = f"[{GOOD}, {GOOD}]"
    text = {"jsonl": f"{GOOD}\n{GOOD}"}.get(form["type"], array)
    if "array" in form:
        text = f'{{"next": null, "data": {{"pages": [1, {{}}], "tickets": {array}, "total": 2e0}}, "at": "x"}}'
    assert read(text, form) == [READ | {"row_number": 1}, READ | {"row_number": 2}]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("problem", "record"),
    [
        ("malformed_json", '{"id": 1, "id": 2}'),
        ("malformed_json", '{"id": 1, "by": {"x": 1, "x": 1}}'),
        ("malformed_json", '{"id": NaN}'),
        ("malformed_json", '{"sent": [-Infinity]}'),
        ("malformed_json", '{"id": "\\ud83d"}'),
        ("malformed_json", "5"),
        ("malformed_json", "null"),
        ("nested_value", '{"id": {"a": 1}}'),
        ("nested_value", '{"id": []}'),
        ("nested_value", '{"id": 1, "by": "company"}'),
        ("nested_value", '{"id": 1, "by": [{"company": true}]}'),
    ],
)
def test_a_record_that_says_no_one_thing_is_kept_whole(read, problem, record, inside):
    records = f"[{GOOD}, {record}, {GOOD}]"
    text, form = (
        (f'[{{"comments": {records}}}]', {"type": "json", "inside": "comments"})
        if inside
        else (records, {"type": "json"})
    )
    first, bad, last = read(text, form)
    assert (first, last) == (READ | {"row_number": 1}, READ | {"row_number": 3})
    assert bad == {"row_number": 2, "problem_code": problem, "unreadable_record": record}
    if not inside:
        lines = read(f"{GOOD}\n{record}\n\n{GOOD}", {"type": "jsonl"})
        assert [row["row_number"] for row in lines] == [1, 2, 4], "of JSON Lines the number is the line"
        assert lines[1]["unreadable_record"].strip() == record


def test_escapes_and_whole_surrogate_pairs_are_text(read):
    (row,) = read('[{"id": "\\ud83d\\ude00 \\u00e9 \\"", "by": {}, "sent": ""}]', {"type": "json"})
    assert row == {"row_number": 1, "id": '😀 é "', "sent": ""}


TICKETS = {
    "data": {
        "tickets": [
            {"id": 1, "who": 7, "comments": [{"id": 11, "by": {"company": False}}, {"id": 12}]},
            {"id": 2, "who": 8, "comments": []},
            {"id": 3, "who": None, "comments": [{"id": 13, "sent": "now"}]},
        ]
    }
}
OUTER = COLUMNS | {"author_id": "..who", "in_reply_to_id": "..comments.0.id", "text": {"sql": '"..id" || "id"'}}


def test_records_inside_others_know_what_is_around_them(read):
    rows = read(json.dumps(TICKETS), NESTED, OUTER)
    first = {"..id": "1", "..who": "7", "..comments.0.id": "11"}
    assert rows == [
        first | {"row_number": 1, "id": "11", "by.company": "false"},
        first | {"row_number": 2, "id": "12"},
        {
            "row_number": 3,
            "problem_code": "nothing_inside",
            "unreadable_record": json.dumps(TICKETS["data"]["tickets"][1]),
        },
        {"row_number": 4, "id": "13", "sent": "now", "..id": "3", "..comments.0.id": "13"},
    ]


def test_json_lines_hold_records_inside_too(read):
    lines = "\n".join(json.dumps(ticket) for ticket in TICKETS["data"]["tickets"])
    assert read(lines, {"type": "jsonl", "inside": "comments"}, OUTER) == read(json.dumps(TICKETS), NESTED, OUTER)


@pytest.mark.parametrize(
    ("problem", "ticket"),
    [
        ("nothing_inside", '{"id": 1}'),
        ("nothing_inside", '{"comments": null}'),
        ("malformed_json", '{"comments": {"id": 1}}'),
        ("malformed_json", '{"comments": "none"}'),
        ("malformed_json", '{"id": NaN, "comments": [{"id": 1}]}'),
        ("malformed_json", '{"comments": [{"id": 1}], "comments": [{"id": 2}]}'),
        ("malformed_json", "[]"),
    ],
)
def test_an_object_whose_records_cannot_be_had_is_one_row(read, problem, ticket):
    good = '{"comments": [{"id": 5}]}'
    rows = read(f"[{ticket}, {good}]", {"type": "json", "inside": "comments", "added_columns": "ignore"})
    assert rows == [
        {"row_number": 1, "problem_code": problem, "unreadable_record": ticket},
        {"row_number": 2, "id": "5"},
    ]


def test_unknown_keys_are_refused_on_both_levels_unless_ignored(read):
    text = '[{"id": 1, "mood": 2, "comments": [{"id": 5, "likes": 3}]}]'
    form = {"type": "json", "inside": "comments"}
    for ignored in (("..id", "..mood"), ("..id", "likes"), ("id", "mood", "likes")):
        with pytest.raises(Refusal, match="unknown_column") as refused:
            read(text, form, ignored=ignored)
        assert "mood" not in str(refused.value) and "likes" not in str(refused.value)
    assert len(read(text, form, ignored=("..id", "..mood", "likes"))) == 1


def test_a_place_in_a_refusal_is_one_that_people_find(read):
    with pytest.raises(Refusal, match="element 1, element 2 inside it"):
        read(f'[{{"comments": [{GOOD}, 5]}}]', {"type": "json", "inside": "comments", "malformed": "reject"})


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("malformed_document", " \n"),
        ("malformed_document", f'{{"data": {{"tickets": [{GOOD}]}}'),
        ("malformed_document", f'{{"data": {{"tickets": [{GOOD}]}}}}]'),
        ("malformed_document", f'{{"data": {{"tickets": [{GOOD}]}}}} {{}}'),
        ("malformed_document", f'{{"data": {{"tickets": [{GOOD},]}}}}'),
        ("malformed_document", f'{{"data": {{"tickets": [{GOOD} {GOOD}]}}}}'),
        ("malformed_document", f'{{"data": {{"tickets": [{GOOD}], "tickets": []}}}}'),
        ("malformed_document", f'{{"total": NaN, "data": {{"tickets": [{GOOD}]}}}}'),
        ("malformed_document", f'{{"data": {{"tickets": [{GOOD}]}}, total: 1}}'),
        ("malformed_document", '{"data": {"tickets": [' + "[" * 100_000),
        ("missing_array", '{"error": "no such record"}'),
        ("missing_array", '{"data": {"tickets": null}}'),
        ("missing_array", '{"data": {"tickets": {"1": {}}}}'),
        ("missing_array", f"[{GOOD}]"),
        ("mixed_encoding", b'{"data": "\xff"}'),
    ],
)
def test_a_document_that_is_not_whole_is_refused(read, code, text):
    with pytest.raises(Refusal) as refused:
        read(text, {"type": "json", "array": "data.tickets"})
    assert refused.value.code == code


def test_a_document_cut_off_anywhere_is_never_read_as_a_smaller_one(read, monkeypatch):
    monkeypatch.setattr(json_text, "CHUNK", 7)
    text = json.dumps(TICKETS, indent=1)
    assert len(read(text, NESTED, OUTER)) == 4
    for end in range(len(text)):
        with pytest.raises(Refusal):
            read(text[:end], NESTED, OUTER)


def test_a_document_is_the_same_in_pieces_of_any_size(read, monkeypatch):
    generator = random.Random(5)  # noqa: S311
    texts = ["", "é😀", '"\\', "1", " ", "[]"]
    records = [
        {"id": generator.choice(texts), "by": {"company": generator.random()}, "sent": generator.randrange(10**30)}
        for _ in range(50)
    ]
    for indent in (None, 2):
        text = json.dumps({"data": {"meta": records[:5], "tickets": records}}, indent=indent, ensure_ascii=bool(indent))
        expected = [
            {"row_number": number, "id": row["id"], "by.company": repr(row["by"]["company"]), "sent": str(row["sent"])}
            for number, row in enumerate(records, start=1)
        ]
        for size in (1, 2, 3, 17, 1000):
            monkeypatch.setattr(json_text, "CHUNK", size)
            assert read(text, {"type": "json", "array": "data.tickets"}) == expected


def test_a_record_without_end_is_refused_before_it_fills_memory(read, monkeypatch):
    monkeypatch.setattr(json_text, "CHUNK", 100)
    monkeypatch.setattr(json_text, "MAXIMUM_RECORD", 1000)
    monkeypatch.setattr(json_lines, "MAXIMUM_RECORD", 1000)
    assert len(read(f'[{{"id": "{"x" * 900}"}}]', {"type": "json"})) == 1
    long = f'{{"id": "{"x" * 1000}"}}'
    for text, form in ((f"[{long}]", {"type": "json"}), (f"{GOOD}\n{long}", {"type": "jsonl"})):
        with pytest.raises(Refusal, match="record_too_long"):
            read(text, form)


@pytest.mark.parametrize("form", [{"type": "json"}, {"type": "jsonl"}, {"type": "json", "array": "data..x"}])
def test_a_feed_with_a_path_to_nowhere_is_wrong(form):
    with pytest.raises(ValidationError, match=r"format\.inside|format\.json\.array"):
        Feed.model_validate(WEBCARE | {"key": [], "format": form, "columns": OUTER})
