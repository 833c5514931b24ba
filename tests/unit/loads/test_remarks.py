"""What is odd about a file that is taken in all the same: said by the check, the run and the ledger, in one way."""

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest
from environments import SURVEY, SURVEY_HEADER, Environment
from typer.testing import CliRunner

from centricity.cli import app
from centricity.codes.registry import codes_of
from centricity.feeds.catalogue import read_catalogue
from centricity.home import open_home
from centricity.loads.checking import check_file
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.loads.remarks import remark_lines
from centricity.quality import Remark

SUITES = Path(__file__).parents[3] / "expectations/raw"
TICKETS = SURVEY | {
    "columns": SURVEY["columns"]
    | {"evaluation_type": {"constant": "touchpoint"}, "touchpoint": {"constant": "ticket"}},
    "answers": {"experience": {"from": "aanbevelen", "scale": [1, 5]}, "ease_1": {"from": "gemak", "scale": [0, 10]}},
}
OWN_ITEMS = SURVEY | {
    "answers": {"nps": {"from": "aanbevelen", "scale": [0, 10]}, "trust": {"from": "gemak", "scale": [0, 10]}}
}
DESCENDING = SURVEY | {"answers": {"ease_1": {"from": "gemak", "scale": [10, 0]}}, "ignored": ["aanbevelen"]}
IN_CP850 = SURVEY | {"format": {"type": "csv", "delimiter": ";", "encoding": "cp850"}}
DETAILED = [("9", "7,5"), ("10", "10"), ("0", "0"), ("8", "4")]


@pytest.fixture
def ready(environment) -> Environment:
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    return environment


@pytest.fixture(scope="module")
def rows(survey_row):
    """Survey rows with these marks in turn."""

    def made(count: int, marks: list[tuple[str, str]] = DETAILED, **changes: str) -> list[str]:
        return [
            survey_row(number, aanbevelen=marks[number % len(marks)][0], gemak=marks[number % len(marks)][1], **changes)
            for number in range(count)
        ]

    return made


def taken_in(environment: Environment):
    [entry] = load_deliveries(environment.settings, "survey", "test").entries
    return entry


def checked(environment: Environment, path: Path) -> list[Remark]:
    return check_file(environment.settings, read_catalogue(environment.settings.feeds).feeds["survey"], path).remarks


NAMED = {
    "marks 1-5 on a 0-10 scale": (
        SURVEY,
        lambda rows: "\n".join(rows(100, [(str(mark), "10") for mark in range(1, 6)])) + "\n",
        [Remark("scale_not_reached", "recommend", {"marks": 100, "lowest": 1, "highest": 5, "bottom": 0, "top": 10})],
    ),
    "marks 1-5 on a descending 0-10 scale": (
        DESCENDING,
        lambda rows: "\n".join(rows(100, [("9", str(mark)) for mark in range(1, 6)])) + "\n",
        [Remark("scale_not_reached", "ease_1", {"marks": 100, "lowest": 1, "highest": 5, "bottom": 0, "top": 10})],
    ),
    "a last field that lost a digit": (
        SURVEY,
        lambda rows: "\n".join(rows(5)),
        [Remark("no_line_end")],
    ),
    "UTF-8 declared as cp850": (
        IN_CP850,
        lambda rows: "\n".join(rows(5, opmerking="één café")) + "\n",
        [Remark("probably_utf8", "cp850")],
    ),
    "tickets rated 1-5": (
        TICKETS,
        lambda rows: "\n".join(rows(60, [(str(mark), "10") for mark in range(1, 6)])) + "\n",
        [Remark("touchpoint_without_figure", figures={"count": 60})],
    ),
    "items that the method does not know": (
        OWN_ITEMS,
        lambda rows: "\n".join(rows(60)) + "\n",
        [Remark("items_without_figure", figures={"count": 60})],
    ),
    "a column that nobody fills": (
        SURVEY,
        lambda rows: "\n".join(rows(3, opmerking="")) + "\n",
        [Remark("empty_column", "opmerking", {"records": 3})],
    ),
    "an item that nobody answers": (
        SURVEY,
        lambda rows: "\n".join(rows(3, [("8", ""), ("9", "weet niet")])) + "\n",
        [Remark("empty_column", "gemak", {"records": 3})],
    ),
    "an ordinary file": (SURVEY, lambda rows: "\n".join(rows(200)) + "\n", []),
    "an ordinary file with a bad row": (
        SURVEY,
        lambda rows: "\n".join([*rows(200, opmerking="één"), "E0;R0;Alfa;gisteren;1;1;x"]) + "\n",
        [],
    ),
}


def test_there_are_as_many_cases_as_are_promised():
    assert len(NAMED) == 10


@pytest.mark.parametrize("case", NAMED)
def test_a_remark_is_the_same_in_the_check_the_ledger_and_the_report_and_changes_no_verdict(ready, rows, case):
    feed, write, expected = NAMED[case]
    ready.define(feed)
    content = SURVEY_HEADER + write(rows)
    path = ready.deliver("survey", "survey_2025-10-01.csv", content)
    found = checked(ready, path)
    assert found == expected

    entry = taken_in(ready)
    assert entry.verdict == "accepted"
    assert entry.records_quarantined == ("gisteren" in content)
    assert entry.remarks == found
    assert [read.remarks for read in read_entries(open_home(ready.settings)) if read.feed == "survey"] == [found]
    assert len(remark_lines(found)) == len(expected)


def test_days_of_the_other_order_cast_doubt_on_those_that_were_read(ready, survey_row):
    ready.define(SURVEY)
    days = [*("05-10-2025 10:00:00" for _ in range(8)), "10-18-2025 10:00:00", "10-19-2025 10:00:00"]
    rows = [survey_row(number, ingevuld_op=day) for number, day in enumerate(days)]
    path = ready.deliver("survey", "survey_2025-10-01.csv", SURVEY_HEADER + "\n".join(rows) + "\n")
    found = checked(ready, path)
    assert found == taken_in(ready).remarks == [Remark("days_in_doubt", "ingevuld_op", {"count": 2})]
    [line] = remark_lines(found)
    assert "quarantined: 2." in line and "may be of that order too" in line


def test_only_records_that_can_be_read_and_stand_are_remarked_on(ready, survey_row):
    feed = SURVEY | {
        "columns": SURVEY["columns"] | {"is_withdrawn": {"from": "gemak", "labels": {"x": True, "": False}}}
    }
    ready.define(feed | {"answers": {"recommend": {"from": "aanbevelen", "scale": [0, 10]}}})
    marks = ["0", "10", "9", "8"] * 30
    kept = [survey_row(number, aanbevelen=mark, gemak="") for number, mark in enumerate(marks)]
    unread = [survey_row(200 + number, ingevuld_op="", aanbevelen="", gemak="") for number in range(60)]
    withdrawn = [survey_row(300 + number, aanbevelen="", gemak="x") for number in range(60)]
    text = SURVEY_HEADER + "\n".join([*kept, *unread, *withdrawn]) + "\n"
    assert checked(ready, ready.deliver("survey", "survey_2025-10-01.csv", text)) == []


def test_a_check_prints_remarks_and_ends_well(ready, rows, monkeypatch):
    for name, folder in {"CENTRICITY_HOME": ready.home, "CENTRICITY_FEEDS": ready.feeds}.items():
        monkeypatch.setenv(name, str(folder))
    path = ready.folder / "survey_2025-10-01.csv"
    path.write_text(SURVEY_HEADER + "\n".join(rows(5)), encoding="utf-8")
    done = CliRunner().invoke(app, ["feed", "check", str(path), "--feed", "survey"])
    assert (done.exit_code, "5 of 5 records would be accepted" in done.output) == (0, True)
    assert "Look at this (no_line_end): the last line has no line end" in done.output


def test_a_control_file_with_the_digest_says_that_nothing_is_cut_off(ready, rows):
    path = ready.deliver("survey", "survey_2025-10-01.csv", SURVEY_HEADER + "\n".join(rows(5)))
    control = ready.deliver("survey", f"{path.name}.done", "rows: 5\n")
    assert checked(ready, path) == [Remark("no_line_end")]
    control.write_text(f"sha256: {hashlib.sha256(path.read_bytes()).hexdigest()}\n", encoding="utf-8")
    assert checked(ready, path) == []


def test_a_file_that_its_suite_refuses_keeps_its_remarks(ready, rows):
    ready.define(IN_CP850)
    bad = rows(120, opmerking="één café", ingevuld_op="gisteren")
    ready.deliver("survey", "survey_2025-10-01.csv", SURVEY_HEADER + "\n".join(bad))
    entry = taken_in(ready)
    assert entry.reason_code == "mostly_unreadable"
    assert [remark.code for remark in entry.remarks] == ["no_line_end", "probably_utf8"]


def test_of_everything_that_a_feed_maps_emptiness_is_noticed_and_of_constants_it_is_not(ready, rows):
    columns = {"channel": {"constant": "web"}, "device": {"sql": "nullif(respondent, respondent)"}, "stratum": "gemak"}
    ready.define(
        SURVEY
        | {
            "columns": SURVEY["columns"] | columns,
            "margins": {"region": "opmerking", "age": {"from": "respondent", "missing": ["R0", "R1"]}},
        }
    )
    content = SURVEY_HEADER + "\n".join(rows(2, [("9", "")], opmerking="")) + "\n"
    found = checked(ready, ready.deliver("survey", "survey_2025-10-01.csv", content))
    assert {remark.code for remark in found} == {"empty_column"}
    assert [remark.place for remark in found] == ["opmerking", "device", "gemak", "respondent"]
    [line] = remark_lines(found)
    assert line.startswith("Look at this (empty_column): opmerking, device, gemak, respondent: empty in every record")


def test_a_column_is_empty_only_if_some_record_can_be_read(ready):
    path = ready.deliver("survey", "survey_2025-10-01.csv", f"{SURVEY_HEADER}too;short\n")
    assert checked(ready, path) == []
    path.write_text(SURVEY_HEADER, encoding="utf-8")
    assert [remark.code for remark in checked(ready, path)] == ["no_records"]


def test_a_touchpoint_is_remarked_on_for_itself(ready, rows):
    by_respondent = {"sql": "case when respondent < 'R5' then 'delivery' else 'ticket' end"}
    columns = SURVEY["columns"] | {"evaluation_type": {"constant": "touchpoint"}, "touchpoint": by_respondent}
    ready.define(SURVEY | {"columns": columns})
    given = rows(5) + [row.replace(f";{row.split(';')[4]};", ";;", 1) for row in rows(9)[5:]]
    path = ready.deliver("survey", "survey_2025-10-01.csv", SURVEY_HEADER + "\n".join(given) + "\n")
    assert checked(ready, path) == [Remark("touchpoint_without_figure", figures={"count": 4})]


def test_every_remark_has_its_words_and_every_words_a_remark():
    rules = [rule for path in SUITES.glob("*.json") for rule in json.loads(path.read_text())["expectations"]]
    codes = {rule["meta"]["reason_code"] for rule in rules if rule["severity"] == "info"}
    assert codes | {"no_line_end", "probably_utf8", "empty_column", "days_in_doubt"} == set(codes_of("remarks"))
    assert all(code.words for code in codes_of("remarks").values())


def test_an_expectation_of_one_s_own_is_printed_by_its_code():
    [line] = remark_lines([Remark("half_empty", figures={"count": 3})])
    assert line == "Look at this (half_empty): an expectation of the suite is not met."
    [line] = remark_lines([Remark("scale_not_reached", figures={"count": 3})])
    assert line == "Look at this (scale_not_reached): an expectation of the suite is not met."


def test_the_items_that_the_suite_knows_are_those_of_the_method():
    [rule] = [
        rule
        for rule in json.loads((SUITES / "evaluations.json").read_text())["expectations"]
        if rule["meta"]["id"] == "items_known"
    ]
    with (SUITES.parents[1] / "dbt_project/seeds/method/method_item.csv").open(encoding="utf-8") as file:
        items = {row["item"] for row in csv.DictReader(file)}
    known = re.search(r"\[(.*)\]", rule["kwargs"]["unexpected_rows_query"])[1]
    assert set(re.findall("'([^']+)'", known)) == items
