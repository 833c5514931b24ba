"""Deliveries as suppliers make them, from the file to the mart: the same facts give the same figures in every form.

Cases 11, 18 and 27 of practice: a closing that was undone, a scale that changed, marks with decimals.
"""

from datetime import datetime, timedelta

import pytest
from environments import ORGANISATIONS, SURVEY, Environment
from integration.pipeline import build, query, take_in

from centricity.home import Home
from centricity.loads.ledger import read_entries

pytestmark = pytest.mark.integration
CASES = 40
NAMES = ("Log", "Row", "Word", "TwoFiles", "OneFile", "Halves")
START = datetime(2026, 2, 1, 9)
VALUES = {"timestamp_format": "%Y-%m-%d %H:%M", "time_zone": "Europe/Amsterdam", "decimal_sign": ","}
PROCESS = {"source": "process", "description": "Cases.", "format": {"type": "csv", "delimiter": ";"}, "values": VALUES}
CASE = {"case_id": "nr", "organisation_id": "org", "process": {"constant": "complaint"}}
FEEDS = [
    PROCESS
    | {"feed": "log", "entity": "events", "file_pattern": "log.csv", "key": ["nr", "mijlpaal"]}
    | {
        "columns": CASE
        | {"activity": "mijlpaal", "milestone": "mijlpaal", "occurred_at": "tijd", "promised_at": "belofte"}
    },
    PROCESS
    | {"feed": "row", "entity": "cases", "file_pattern": "row.csv", "key": ["nr"]}
    | {
        "columns": CASE
        | {"started_at": "start", "closed_at": "eind", "promised_at": "belofte", "count_reopened": "heropend"}
    },
    PROCESS
    | {"feed": "word", "entity": "cases", "file_pattern": "word.csv", "key": ["nr"]}
    | {
        "columns": CASE
        | {"started_at": "start", "closed_at": "eind"}
        | {"is_in_promise": {"from": "op_tijd", "labels": {"ja": True, "nee": False}}}
    },
]
EVALUATION = {"evaluation_id": "id", "respondent_id": "id", "organisation_id": "org", "completed_at": "tijd"}
SCALE_FROM = {"sql": "case when tijd < '2026-07-01' then 'old' else 'new' end"}
ANSWERS = {
    "old": {"from": "nps", "scale": [0, 10]},
    "new": {"from": "nps", "scale": [1, 10]},
    "both": {"from": "nps", "scale_from": SCALE_FROM, "scales": {"old": [0, 10], "new": [1, 10]}},
    "halves": {"from": "nps", "scale": [0, 10]},
}


def at(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M")


def log() -> str:
    lines = []
    for number in range(CASES):
        start = START + timedelta(hours=number)
        steps = {"opened": 0, "closed": 24, "reopened": 30}
        lines += [
            f"L{number};Log;{step};{at(start + timedelta(hours=hours))};{at(start + timedelta(hours=72))}"
            for step, hours in steps.items()
        ]
    # the feed goes on: all promises are past
    return "\n".join(["nr;org;mijlpaal;tijd;belofte", *lines, f"LX;Log;opened;{at(START + timedelta(days=90))};", ""])


def row() -> str:
    starts = [START + timedelta(hours=number) for number in range(CASES)]
    lines = [f"R{n};Row;{at(start)};;{at(start + timedelta(hours=72))};1" for n, start in enumerate(starts)]
    later = START + timedelta(days=90)
    return "\n".join(["nr;org;start;eind;belofte;heropend", *lines, f"RX;Row;{at(later)};;;0", ""])


def word() -> str:
    starts = [START + timedelta(hours=number) for number in range(CASES)]
    lines = [
        f"W{n};Word;{at(start)};{at(start + timedelta(hours=24))};{'nee' if n % 4 == 0 else 'ja'}"
        for n, start in enumerate(starts)
    ]
    return "\n".join(["nr;org;start;eind;op_tijd", *lines, ""])


def survey(organisation: str, *parts: tuple[str, datetime, tuple[str, ...]]) -> str:
    lines = [
        f"{name}{number};{organisation};{at(first + timedelta(hours=number))};{marks[number % len(marks)]}"
        for name, first, marks in parts
        for number in range(CASES)
    ]
    return "\n".join(["id;org;tijd;nps", *lines, ""])


@pytest.fixture(scope="module")
def delivered(module_environment: Environment) -> Environment:
    environment = module_environment
    organisations = "organisation_id,name,industry,is_online,size_class,aliases\n"
    organisations += "".join(f"{name},{name},telecom,false,small,\n" for name in NAMES)
    environment.define(ORGANISATIONS)
    environment.deliver("organisations", "organisations_2026-01-01.csv", organisations)
    old = ("old", datetime(2026, 5, 1, 9), ("0", "5", "8", "9", "10"))
    new = ("new", datetime(2026, 8, 1, 9), ("1", "5", "8", "9", "10"))
    contents = {
        "log": log(),
        "row": row(),
        "word": word(),
        "old": survey("TwoFiles", old),
        "new": survey("TwoFiles", new),
        "both": survey("OneFile", old, new),
        "halves": survey("Halves", ("h", datetime(2026, 5, 1, 9), ("8,9", "6,7"))),
    }
    for feed in FEEDS:
        environment.define(feed)
    for name, answer in ANSWERS.items():
        said = {"feed": name, "file_pattern": f"{name}.csv", "values": VALUES, "columns": EVALUATION}
        environment.define(SURVEY | said | {"answers": {"recommend": answer}})
    for name, content in contents.items():
        environment.deliver(name, f"{name}.csv", content)
    take_in(environment.settings)
    assert build(environment.settings)
    return environment


def test_an_undone_closing_is_none_and_keeps_no_promise_in_either_form(delivered):
    found = query(
        delivered.settings,
        "select organisation_id, count_cases, count_closed, count_promised, in_promise_rate "
        "from fct_process_performance where method_version = 'M0' and process = 'all' order by 1",
    )
    assert found == [
        ("Log", CASES + 1, 0, CASES, 0.0),
        ("Row", CASES + 1, 0, CASES, 0.0),
        ("Word", CASES, CASES, CASES, 0.75),
    ]


def test_a_scale_that_changed_gives_the_same_in_one_file_and_in_two(delivered):
    found = query(
        delivered.settings,
        "select organisation_id, count_evaluations, count_promoters, count_passives, count_detractors, nps, is_proxy "
        "from fct_nps where method_version = 'M0' order by 1",
    )
    figures = (2 * CASES, 32, 16, 32, 0.0, True)
    assert found == [("OneFile", *figures), ("TwoFiles", *figures)]


def test_marks_with_decimals_make_no_passives(delivered):
    [entry] = [entry for entry in read_entries(Home(delivered.home)) if entry.feed == "halves"]
    assert (entry.records_in, entry.quarantine_reasons) == (CASES, {"fractional_mark": CASES})
