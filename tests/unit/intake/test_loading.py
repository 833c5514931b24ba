# Holds intake.loading, intake.commit, intake.gathering, intake.landing, intake.recording, intake.report,
# batches.staging, batches.judging.
"""Every delivered record is accounted for: accepted, quarantined with a reason, or its file rejected with one."""

import gzip
import json
from io import BytesIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from environments import SURVEY, SURVEY_HEADER, WEBCARE, Environment
from pydantic import ValidationError

from centricity.errors import CentricityError
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.intake.loading import find_deliveries, load_deliveries
from centricity.intake.waiting import waiting_notes
from centricity.ledger.entry import SCHEMA_VERSION, read_entries

BAD_ROWS = {
    "out_of_range": {"aanbevelen": "11"},
    "not_a_number": {"aanbevelen": "negen"},
    "bad_timestamp": {"ingevuld_op": "2025-10-01 12:00:00"},
    "nonexistent_local_time": {"ingevuld_op": "30-03-2025 02:30:00"},
    "unknown_organisation": {"organisatie": "Gamma"},
    "missing_value": {"organisatie": ""},
}
BAD_FILES = {
    "zero_bytes": b"",
    "no_header": b"\n\n",
    "header_mismatch": b"<html>\n<body>Sign in</body>\n",
    "missing_column": SURVEY_HEADER.replace(";opmerking", "").encode(),
    "unknown_column": SURVEY_HEADER.replace("opmerking", "opmerking;kanaal").encode(),
    "duplicate_column": SURVEY_HEADER.replace("opmerking", "opmerking;id").encode(),
    "wrong_delimiter": SURVEY_HEADER.replace(";", ",").encode(),
    "wrong_container": b"%PDF-1.7",
    "mixed_encoding": SURVEY_HEADER.encode() + "E1;R1;Bèta;01-10-2025 12:00:00;9;7;x\n".encode("cp1252"),
    "unterminated_quote": SURVEY_HEADER.encode() + b'E1;R1;Alfa;01-10-2025 12:00:00;9;7;"open\n',
    "malformed_quote": SURVEY_HEADER.encode() + b'E1;R1;Alfa;01-10-2025 12:00:00;9;7;"a"b\n',
}


def take_all(environment: Environment) -> dict[str, object]:
    """Take in everything; the ledger by file name."""
    for source in ("reference", "survey", "webcare"):
        load_deliveries(environment.settings, source, "test")
    return {entry.file_name: entry for entry in read_entries(Home(environment.home))}


def read_quarantine(environment: Environment, load_id: str) -> list[tuple]:
    file = environment.home / "quarantine/survey/evaluations" / f"{load_id}.parquet"
    return duckdb.sql(f"select row_number, reason_codes, problem_column, record from '{file}' order by 1").fetchall()


def read_raw(environment: Environment, entity: str, columns: str = "*") -> list[tuple]:
    files = environment.home / "raw" / "*" / entity / "*" / "data.parquet"
    return duckdb.sql(f"select {columns} from read_parquet('{files}') order by load_id, row_number").fetchall()


@pytest.mark.parametrize(
    "name",
    ["Opmerking", "ID", "row_number", "problem_code", "unreadable_record", "unreadable", "text 0", "said comment"],
)
def test_a_column_may_have_the_name_of_another_but_for_capitals_or_one_of_ours(environment, survey_row, name):
    columns = SURVEY["columns"] | {"stratum": name, "device": {"sql": f'lower("{name}")'}}
    environment.define(SURVEY | {"columns": columns})
    environment.deliver_organisations()
    header = SURVEY_HEADER.replace("opmerking", f"opmerking;{name}")
    rows = [f"{survey_row(1)};A", f"{survey_row(2, aanbevelen='11')};B"]
    environment.deliver("survey", "survey_2025-10-01.csv", "\n".join([header.strip(), *rows]))
    entry = take_all(environment)["survey_2025-10-01.csv"]
    assert read_raw(environment, "evaluations", "row_number, comment, stratum, device") == [(2, "prima", "A", "a")]
    ((number, reasons, _, record),) = read_quarantine(environment, entry.load_id)
    assert (number, reasons) == (3, ["out_of_range"])
    assert json.loads(record).items() >= {"opmerking": "prima", name: "B", "id": "E2"}.items()


def test_an_expression_over_columns_that_differ_in_capitals_only_is_refused():
    stratum = {"sql": "opmerking || Opmerking"}
    with pytest.raises(ValidationError, match="opmerking is two columns of the file"):
        Feed.model_validate(SURVEY | {"columns": SURVEY["columns"] | {"stratum": stratum}})


def test_rows_keep_the_order_of_a_file_of_many_blocks(environment, survey_row):
    """Several threads map and write it; a join, or a list of labels that becomes one, would mix the rows."""
    labels = {f"{number} keer": f"stratum {number}" for number in range(20)}
    stratum = {"from": "opmerking", "labels": labels}
    environment.define(SURVEY | {"columns": SURVEY["columns"] | {"comment": "opmerking", "stratum": stratum}})
    environment.deliver_organisations()
    padding = "0" * 200  # so that few rows make many blocks
    rows = (survey_row(f"{n}-{padding}", opmerking=f"{n % 20} keer") for n in range(100_000))
    environment.deliver_survey(survey_row(organisatie="Gamma", opmerking="1 keer"), *rows)
    entry = take_all(environment)["survey_2025-10-01.csv"]
    assert (entry.records_accepted, entry.records_quarantined) == (100_000, 1)
    (file,) = (environment.home / "raw/survey/evaluations").glob("*/data.parquet")
    found = [row for (row,) in duckdb.sql(f"select row_number from '{file}'").fetchall()]
    assert found == list(range(3, 100_003))


def test_each_bad_row_is_quarantined_with_its_reason_and_line(environment, survey_row):
    environment.deliver_organisations()
    bad = [survey_row(number, **changes) for number, changes in enumerate(BAD_ROWS.values())]
    good = [survey_row(number) for number in range(100, 120)]
    environment.deliver_survey(*bad, "E99;R99;Alfa", *good)

    entry = take_all(environment)["survey_2025-10-01.csv"]

    assert (entry.records_in, entry.records_accepted, entry.records_quarantined) == (27, 20, 7)
    assert entry.quarantine_reasons == dict.fromkeys([*BAD_ROWS, "wrong_width"], 1)
    rows = read_quarantine(environment, entry.load_id)
    assert [(row, reasons[0]) for row, reasons, _, _ in rows] == list(enumerate([*BAD_ROWS, "wrong_width"], start=2))
    assert json.loads(rows[0][3])["aanbevelen"] == "11", "the record is kept as the supplier wrote it"
    assert rows[-1][3] == "E99;R99;Alfa", "and one without columns as a whole"


@pytest.mark.parametrize("same", [True, False])
def test_a_repeated_key_is_a_problem(environment, survey_row, same):
    environment.deliver_organisations()
    environment.deliver_survey(survey_row(1), survey_row(2), survey_row(1, aanbevelen="9" if same else "2"))

    entry = take_all(environment)["survey_2025-10-01.csv"]

    reasons = {"duplicate_key_exact": 1} if same else {"duplicate_key_conflict": 2}
    assert entry.quarantine_reasons == reasons, "equal rows count once; of rows that differ none wins silently"


@pytest.mark.parametrize("reason", BAD_FILES)
def test_a_file_that_cannot_be_read_is_rejected_and_stops_no_other(environment, survey_row, reason):
    environment.deliver_organisations()
    environment.deliver("survey", "survey_2025-09-01.csv", BAD_FILES[reason])
    environment.deliver_survey(survey_row())

    entries = take_all(environment)

    assert entries["survey_2025-09-01.csv"].reason_code == reason
    assert entries["survey_2025-10-01.csv"].records_accepted == 1
    rejected = environment.home / "rejected/survey" / entries["survey_2025-09-01.csv"].load_id
    assert (rejected / "reason.txt").read_text().startswith(f"{reason}: ")
    assert not list((environment.home / "landing/survey").iterdir())


def test_a_damaged_archive_and_a_strange_name_are_rejected(environment, survey_row):
    environment.deliver_organisations()
    whole = gzip.compress((SURVEY_HEADER + survey_row() + "\n").encode())
    environment.deliver("survey", "survey_2025-01-01.csv.gz", whole)
    environment.deliver("survey", "survey_2025-01-02.csv.gz", whole[:-9])
    environment.deliver("survey", "survey_2025-02-30.csv", SURVEY_HEADER + survey_row(2) + "\n")
    environment.deliver("survey", "piet@example.org.csv", SURVEY_HEADER + survey_row(3) + "\n")
    load_deliveries(environment.settings, "reference", "test")

    report = load_deliveries(environment.settings, "survey", "test")

    verdicts = {entry.file_name: entry.reason_code for entry in report.entries}
    named = {name: reason for name, reason in verdicts.items() if not name.startswith("a file named otherwise")}
    assert named == {"survey_2025-01-01.csv.gz": None, "survey_2025-01-02.csv.gz": "corrupt_archive"}
    assert list(verdicts.values()).count("bad_file_name") == 2
    assert "piet" not in " ".join(report.lines()), "a name that was not agreed on may hold a person"


def test_a_delivery_without_records_is_a_load(environment):
    environment.deliver_organisations()
    environment.deliver_survey()

    entry = take_all(environment)["survey_2025-10-01.csv"]

    assert (entry.verdict, entry.records_in) == ("accepted", 0)


def test_the_same_delivery_twice_is_one_load(environment, survey_row):
    environment.deliver_organisations()
    environment.deliver_survey(survey_row())
    take_all(environment)
    environment.deliver_survey(survey_row())

    report = load_deliveries(environment.settings, "survey", "again")

    assert report.entries == []
    assert report.known == ["survey/survey_2025-10-01.csv: already accepted, nothing to do"]
    assert len(read_raw(environment, "evaluations")) == 1
    assert not list((environment.home / "landing/survey").iterdir())


def test_a_wrong_definition_is_told_while_deliveries_wait_for_the_organisations(environment):
    environment.define(SURVEY | {"feed": "broken", "colour": "red"})
    assert find_deliveries(environment.settings, "survey") == ["broken: its definition is wrong"]


def test_deliveries_wait_for_the_organisations(environment, survey_row):
    waiting = environment.deliver_survey(survey_row())

    assert find_deliveries(environment.settings, "survey") == []
    load_deliveries(environment.settings, "survey", "test")

    assert waiting.exists()
    where = "deliver one to landing/organisations/, and run again"
    assert waiting_notes(environment.opened) == [
        f"1 files wait for a list of organisations (survey 1): {where} (waiting_for_organisations)."
    ]
    environment.deliver_organisations()
    assert take_all(environment)["survey_2025-10-01.csv"].records_accepted == 1


def test_a_wrong_feed_stops_only_its_own_deliveries(environment, survey_row):
    environment.deliver_organisations()
    broken = environment.define(SURVEY | {"feed": "broken", "colour": "red"})
    environment.deliver("broken", "survey_2025-10-01.csv", SURVEY_HEADER)
    environment.deliver("unheard_of", "survey_2025-10-01.csv", SURVEY_HEADER)
    environment.deliver_survey(survey_row())
    load_deliveries(environment.settings, "reference", "test")

    with pytest.raises(CentricityError, match=f"bad_feed: the feed: unknown colour; .*{broken.name}"):
        load_deliveries(environment.settings, "survey", "test")

    assert len(read_raw(environment, "evaluations")) == 1
    notes = waiting_notes(environment.opened)
    assert any("landing/unheard_of" in note and "unknown_feed" in note for note in notes)
    assert any("colour" in note for note in notes)


def test_a_local_hour_that_occurs_twice_is_the_first(environment, survey_row):
    environment.deliver_organisations()
    times = ["26-10-2025 02:30:00", "26-10-2025 01:59:59", "26-10-2025 03:00:00", "30-03-2025 03:00:00"]
    environment.deliver_survey(*(survey_row(number, ingevuld_op=time) for number, time in enumerate(times)))
    take_all(environment)

    instants = [str(row[0]) for row in read_raw(environment, "evaluations", "completed_at")]

    assert instants == ["2025-10-26 00:30:00", "2025-10-25 23:59:59", "2025-10-26 02:00:00", "2025-03-30 01:00:00"]


def test_values_arrive_as_they_were_written(environment, survey_row):
    environment.deliver_organisations()
    rows = [
        survey_row(1, gemak="7,5", opmerking='"regel 1\nregel 2; met ""quotes"""'),
        survey_row(2, gemak="weet niet", organisatie="@alfa", opmerking="NULL"),
        survey_row(3, gemak="", organisatie="Be\u0300ta", opmerking=""),
    ]
    environment.deliver_survey(*rows)
    take_all(environment)

    read = read_raw(environment, "evaluations", "row_number, organisation_id, comment, answers")

    assert [row[:3] for row in read] == [
        (2, "A", 'regel 1\nregel 2; met "quotes"'),
        (4, "A", "NULL"),
        (5, "B", None),
    ]
    marks = [{answer["item"]: answer["value"] for answer in row[3]} for row in read]
    assert [mark["ease_1"] for mark in marks] == [7.5, None, None]


def test_json_lines_keep_what_cannot_be_read(environment):
    environment.deliver_organisations()
    good = {"id": "1", "reply_to": None, "account": "@alfa", "sent": "2025-10-01T12:00:00+02:00", "text": "hoi"}
    customer = {"author": {"id": "u1", "type": "customer"}}
    lines = [
        json.dumps(good | customer),
        json.dumps(good | customer)[:-5],
        "[1]",
        json.dumps(good | {"id": "2", "author": {"id": "u1", "type": "robot"}}),
        json.dumps(good | customer | {"id": "3", "sent": "2025-10-01T12:00:00Z"}),
        json.dumps(good | customer | {"id": {"a": 1}}),
    ]
    environment.deliver("webcare", "webcare_2025-10-01.jsonl", "\n".join(lines) + "\n")

    entry = take_all(environment)["webcare_2025-10-01.jsonl"]

    assert entry.records_in == 6
    assert entry.quarantine_reasons == {"malformed_json": 2, "nested_value": 1, "unknown_label": 1}
    assert [str(row[0]) for row in read_raw(environment, "messages", "sent_at")] == [
        "2025-10-01 10:00:00",
        "2025-10-01 12:00:00",
    ]


def test_a_newer_definition_reads_the_archive_again(environment, survey_row):
    from centricity.feeds.catalogue import read_catalogue
    from centricity.intake.rereading import read_archive_again
    from centricity.ledger.in_force import entries_in_force

    environment.deliver_organisations()
    environment.deliver_survey(survey_row(1), survey_row(2, aanbevelen="geen idee"))
    take_all(environment)
    values = SURVEY["values"] | {"missing": ["", "weet niet", "geen idee"]}
    environment.define(SURVEY | {"values": values})

    assert len(read_archive_again(environment.opened).entries) == 1

    entries = entries_in_force(read_entries(Home(environment.home)), read_catalogue(environment.settings.feeds))
    counts = [(entry.records_accepted, entry.records_quarantined) for entry in entries if entry.feed == "survey"]
    assert counts == [(2, 0)], "the load by the newer definition replaces the older"
    assert read_archive_again(environment.opened).entries == []


def test_a_newer_version_of_intake_reads_the_archive_again_when_asked(environment, survey_row):
    from centricity.intake.rereading import read_archive_again

    environment.deliver_organisations()
    environment.deliver_survey(survey_row(1))
    take_all(environment)
    (entry,) = environment.home.glob("raw/survey/*/*/load.json")
    entry.write_text(entry.read_text().replace(f'"schema_version": {SCHEMA_VERSION}', '"schema_version": 1'))
    assert [entry.schema_version for entry in take_all(environment).values() if entry.feed == "survey"] == [1]
    assert [entry.schema_version for entry in read_archive_again(environment.opened).entries] == [SCHEMA_VERSION]
    assert read_archive_again(environment.opened).entries == []


def test_expressions_constants_and_own_missing_codes(environment):
    feed = SURVEY | {
        "columns": {
            "organisation_id": {"constant": "Alfa"},
            "completed_at": {"sql": "dag || ' ' || tijd", "timestamp_format": ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]},
            "wave": {"sql": "left(dag, 4)::integer + 1"},
        },
        "answers": {"recommend": {"from": "cijfer", "scale": [0, 10], "missing": "11"}},
        "key": [],
        "format": {"type": "csv", "delimiter": ";", "added_columns": "ignore"},
    }
    environment.define(feed)
    environment.deliver_organisations()
    rows = ["dag;tijd;cijfer;nieuw", "2025-01-01;12:00;11;x", "2025-01-01;12:00:01;9;x", "later;12:00;9;x"]
    environment.deliver("survey", "survey_2025-10-01.csv", "\n".join(rows))

    entry = take_all(environment)["survey_2025-10-01.csv"]

    assert entry.quarantine_reasons == {"expression_failed": 1} or entry.quarantine_reasons == {"bad_timestamp": 1}
    assert entry.added_columns == ["nieuw"]
    read = read_raw(environment, "evaluations", "organisation_id, completed_at::varchar, wave, answers[1].value")
    assert read == [("A", "2025-01-01 11:00:00", 2026, None), ("A", "2025-01-01 11:00:01", 2026, 9.0)]


def test_a_constant_organisation_must_be_known(environment):
    feed = SURVEY | {
        "columns": SURVEY["columns"] | {"organisation_id": {"constant": "Gamma"}},
        "ignored": ["organisatie"],
    }
    environment.define(feed)
    environment.deliver_organisations()
    environment.deliver_survey("E1;R1;x;01-10-2025 12:00:00;9;7;prima")

    assert take_all(environment)["survey_2025-10-01.csv"].quarantine_reasons == {"unknown_organisation": 1}


def test_a_feed_may_refuse_a_file_with_a_malformed_record(environment, survey_row):
    environment.define(SURVEY | {"format": {"type": "csv", "delimiter": ";", "malformed": "reject"}})
    environment.deliver_organisations()
    environment.deliver_survey(survey_row(1), "E2;R2;Alfa")

    entry = take_all(environment)["survey_2025-10-01.csv"]

    assert (entry.verdict, entry.reason_code) == ("rejected", "wrong_width")
    assert "line 3" in entry.reason


def test_parquet_is_read_with_its_types(environment):
    feed = SURVEY | {
        "file_pattern": "survey_{date}.parquet",
        "format": {"type": "parquet"},
        "values": {"timestamp_format": ["%Y-%m-%dT%H:%M:%S.%f%z"]},
    }
    environment.define(feed)
    environment.deliver_organisations()
    target = environment.folder / "delivery.parquet"
    duckdb.sql("set timezone = 'Europe/Amsterdam'")
    duckdb.sql(f"""
        copy (
            select i as id, 'R' || i as respondent, 'Alfa' as organisatie,
                '2025-10-01 12:00:00+02'::timestamptz as ingevuld_op,
                9::tinyint as aanbevelen, if(i = 1, 7.5, null)::double as gemak, null::varchar as opmerking
            from range(3) t(i)
        ) to '{target}'
    """)
    environment.deliver("survey", "survey_2025-10-01.parquet", target.read_bytes())
    environment.deliver("survey", "survey_2025-10-02.parquet", target.read_bytes()[:-20])

    entries = take_all(environment)

    assert entries["survey_2025-10-01.parquet"].records_accepted == 3
    assert entries["survey_2025-10-02.parquet"].reason_code == "corrupt_file"
    read = read_raw(environment, "evaluations", "row_number, completed_at::varchar, answers[1].value, answers[2].value")
    assert read == [(n, "2025-10-01 10:00:00", 7.5 if n == 2 else None, 9.0) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (pa.array(["België".encode(), b"two\nlines"]), ["België", "two\nlines"]),
        (pa.array([b"\xff", b""]), "mixed_encoding"),
        (pa.array([["a", "b"], []]), "unsupported_type"),
        (pa.array([{"a": 1}, None]), "unsupported_type"),
        (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
        (pa.array([2**63 - 1, -(2**63)]), ["9223372036854775807", "-9223372036854775808"]),
    ],
    ids=["bytes", "bad bytes", "lists", "records", "dictionary", "long numbers"],
)
def test_a_parquet_column_is_read_as_text_or_refused(environment, column, found):
    columns = SURVEY["columns"] | {"stratum": "Opmerking"}
    changed = {"columns": columns, "format": {"type": "parquet"}, "values": SURVEY["values"] | {"decimal_sign": "."}}
    environment.define(SURVEY | changed | {"file_pattern": "survey_{date}.parquet"})
    environment.deliver_organisations()
    same = {"respondent": "R", "organisatie": "Alfa", "ingevuld_op": "01-10-2025 12:00:00", "aanbevelen": 9}
    table = pa.table({name: [value] * 2 for name, value in (same | {"gemak": 7.5, "opmerking": "prima"}).items()})
    pq.write_table(table.append_column("id", pa.array([1, 2])).append_column("Opmerking", column), target := BytesIO())
    environment.deliver("survey", "survey_2025-10-01.parquet", target.getvalue())
    entry = take_all(environment)["survey_2025-10-01.parquet"]
    if isinstance(found, str):
        assert entry.reason_code == found
    else:
        assert read_raw(environment, "evaluations", "stratum, comment") == [(text, "prima") for text in found]


def test_json_keys_that_are_left_out_are_noted(environment):
    environment.define(WEBCARE | {"format": {"type": "jsonl", "added_columns": "ignore"}})
    environment.deliver_organisations()
    message = {"id": "1", "reply_to": None, "account": "@alfa", "sent": "2025-10-01T12:00:00Z", "text": "hoi"}
    lines = [message, message | {"id": "2", "likes": 3}]
    author = {"author": {"id": "u1", "type": "customer"}}
    environment.deliver("webcare", "webcare_2025-10-01.jsonl", "\n".join(json.dumps(line | author) for line in lines))

    assert take_all(environment)["webcare_2025-10-01.jsonl"].added_columns == ["likes"]


def test_an_expression_that_fails_is_the_reason_and_not_the_value_that_it_leaves_out(environment):
    columns = SURVEY["columns"] | {"completed_at": {"sql": "strptime(moment, '%m/%d/%Y %H:%M:%S')"}}
    environment.define(
        SURVEY
        | {
            "columns": {name: columns[name] for name in ("evaluation_id", "organisation_id", "completed_at")},
            "values": {"timestamp_format": "%Y-%m-%d %H:%M:%S"},
            "answers": {"recommend": SURVEY["answers"]["recommend"]},
        }
    )
    environment.deliver_organisations()
    rows = ["id;organisatie;moment;aanbevelen", "1;Alfa;3/5/2021 15:34:10;7", "2;Alfa;13/6/2021 9:04:10;7", "3;Alfa;;7"]
    environment.deliver("survey", "survey_2025-10-01.csv", "\n".join(rows))

    entry = take_all(environment)["survey_2025-10-01.csv"]

    assert entry.quarantine_reasons == {"expression_failed": 1, "missing_value": 1}
    assert entry.quarantine_columns == {"expression_failed": {"completed_at": 1}, "missing_value": {"completed_at": 1}}
