"""An event log is read as IEEE 1849 says: exact texts, nothing invented, and no XML that does something."""

import gzip
from pathlib import Path

import pytest
from environments import WEBCARE

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.readers import read_records, xes

COLUMNS = {"message_id": "concept:name", "author_id": "..concept:name", "is_from_organisation": "by", "sent_at": "at"}
HEAD = (
    '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>'
    '<global scope="event"><string key="by" value="INVENTED"/></global>'
    '<classifier name="Activity" keys="concept:name"/>'
    '<string key="source" value="x"><string key="y" value="z"/></string>'
)
CASE = '<string key="concept:name" value="case 1"/>'
EVENT = (
    '<event><string key="concept:name" value="open"/><boolean key="by" value="true"/><date key="at" value="2025"/>'
    "</event>"
)
READ = {"concept:name": "open", "..concept:name": "case 1", "by": "true", "at": "2025"}
BOMB = '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.fixture(scope="module")
def feeds() -> dict[str, Feed]:
    forms = {"strict": {}, "ignoring": {"added_columns": "ignore"}, "leaving_out": {"nothing_inside": "ignore"}}
    return {
        name: Feed.model_validate(WEBCARE | {"key": [], "format": {"type": "xes"} | form, "columns": COLUMNS})
        for name, form in forms.items()
    }


@pytest.fixture
def read(tmp_path: Path, feeds):
    """Reads a document; gives its records without their Nones."""

    def read(document: str | bytes, feed: str = "strict", name: str = "log.xes") -> list[dict]:
        (tmp_path / name).write_bytes(document if isinstance(document, bytes) else document.encode())
        rows = [row for table in read_records(tmp_path / name, feeds[feed].layout) for row in table.to_pylist()]
        return [{column: value for column, value in row.items() if value is not None} for row in rows]

    return read


def log(body: str, before: str = "", namespace: str = ' xmlns="http://www.xes-standard.org/"') -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<log xes.version="1849-2016"{namespace}>{HEAD}{body}</log>'


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.xes-standard.org/"'])
def test_events_know_their_trace_and_lack_what_they_do_not_say(read, namespace):
    traces = f"<trace>{CASE}{EVENT}<event><id key='at' value=' 007 '/></event></trace><trace>{EVENT}</trace>"
    assert read(log(traces, namespace=namespace)) == [
        READ | {"row_number": 1},
        {"row_number": 2, "..concept:name": "case 1", "at": " 007 "},
        {name: value for name, value in READ.items() if name != "..concept:name"} | {"row_number": 3},
    ]


def test_a_log_may_be_empty_packed_or_in_another_encoding(read):
    assert read(log("")) == []
    document = log(f"<trace>{CASE}{EVENT}</trace>")
    assert read(gzip.compress(document.encode()), name="log.xes.gz") == [READ | {"row_number": 1}]
    dutch = document.replace("case 1", "één").replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert read(dutch)[0]["..concept:name"] == "één"


def test_an_attribute_of_the_trace_counts_wherever_it_stands(read):
    assert read(log(f"<trace>{EVENT}{CASE}</trace>")) == [READ | {"row_number": 1}]


def test_of_nested_attributes_the_outer_value_counts(read):
    nested = EVENT.replace('value="open"/>', 'value="open"><string key="at" value="inner"/></string>')
    assert read(log(f"<trace>{CASE}{nested}</trace>")) == [READ | {"row_number": 1}]


def test_an_event_without_a_trace_lacks_what_a_trace_says(read):
    (event,) = read(log(EVENT))
    assert "..concept:name" not in event and event["concept:name"] == "open"


@pytest.mark.parametrize(
    ("problem", "bad"),
    [
        ("malformed_event", '<event><string key="by" value="a"/><string key="by" value="b"/></event>'),
        ("malformed_event", '<event><string value="a"/></event>'),
        ("malformed_event", '<event><string key="by"/></event>'),
        ("malformed_event", '<event><text key="by" value="a"/></event>'),
        ("malformed_event", '<event><string key="x" value="y"/>string key="by" value="a"</event>'),
        ("nested_value", '<event><list key="by"><values><string key="x" value="y"/></values></list></event>'),
    ],
)
def test_an_event_that_says_no_one_thing_is_kept_whole(read, problem, bad):
    first, event, last = read(log(f"<trace>{CASE}{EVENT}{bad}{EVENT}</trace>", namespace=""))
    assert (first["row_number"], last["row_number"]) == (1, 3)
    assert event == {"row_number": 2, "problem_code": problem, "unreadable_record": bad.replace("/>", " />")}


def test_a_trace_whose_events_cannot_be_had_is_one_row(read):
    rows = read(log(f"<trace>{CASE}{CASE}{EVENT}{EVENT}</trace><trace>{CASE}</trace><trace>{CASE}{EVENT}</trace>"))
    assert [(row["row_number"], row.get("problem_code")) for row in rows] == [
        (1, "malformed_event"),
        (2, "nothing_inside"),
        (3, None),
    ]
    (torn,) = read(log(f"<trace>{CASE}{EVENT}event</trace>"))
    assert torn["problem_code"] == "malformed_event"
    assert rows[0]["unreadable_record"].count("concept:name") == 4
    assert len(read(log(f"<trace>{CASE}</trace><trace>{CASE}{EVENT}</trace>"), "leaving_out")) == 1


def test_attributes_that_the_feed_does_not_know_are_refused_on_both_levels(read):
    more = '<string key="more" value="x"/>'
    for body in (f"<trace>{CASE}{more}{EVENT}</trace>", f"<trace>{CASE}<event>{more}</event></trace>"):
        with pytest.raises(Refusal, match="unknown_column"):
            read(log(body))
        assert len(read(log(body), "ignoring")) == 1


@pytest.mark.parametrize(
    ("code", "document"),
    [
        ("forbidden_xml", log(f"<trace>{CASE}{EVENT}</trace>", BOMB)),
        ("forbidden_xml", log(f"<trace>{CASE}{EVENT}</trace>", OUTSIDE)),
        ("forbidden_xml", log("", '<!DOCTYPE log SYSTEM "http://example.org/log.dtd">')),
        ("not_an_event_log", "<html><body>Sign in</body></html>"),
        ("not_an_event_log", log(f"<traces><trace>{CASE}{EVENT}</trace></traces>")),
        ("malformed_xml", '{"log": []}'),
        ("malformed_xml", log("") + log("")),
        ("malformed_xml", log("<string key='a' value='&nbsp;'/>")),
        ("malformed_xml", log("").replace("UTF-8", "no-such-code")),
        ("malformed_xml", b"\xff" + log("").encode()),
        ("record_too_long", log("<trace>" + '<string key="a" value="b">' * 200 + "</string>" * 200 + "</trace>")),
    ],
)
def test_what_is_no_event_log_is_refused(read, code, document):
    with pytest.raises(Refusal) as refused:
        read(document, "ignoring")
    assert refused.value.code == code


def test_a_log_cut_off_anywhere_is_never_read_as_a_smaller_one(read):
    document = log(f"<trace>{CASE}{EVENT}{EVENT}</trace>")
    assert len(read(document)) == 2
    for end in range(1, len(document)):
        with pytest.raises(Refusal, match="malformed_xml"):
            read(document[:end])


def test_a_trace_that_would_fill_memory_is_refused(read, monkeypatch):
    monkeypatch.setattr(xes, "MAXIMUM_ELEMENTS", 40)
    assert len(read(log(f"<trace>{CASE}{EVENT * 5}</trace>" * 20))) == 100
    with pytest.raises(Refusal, match="record_too_long"):
        read(log(f"<trace>{CASE}{EVENT * 15}</trace>"))
