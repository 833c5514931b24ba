"""In which order things arrive, and over how many runs, changes nothing that counts."""

import hashlib
import json
from pathlib import Path

import duckdb
import pytest
from environments import ORGANISATION_FILE, SURVEY, SURVEY_HEADER, WEBCARE, Environment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centricity.feeds.entities import ENTITIES, SOURCES
from centricity.home import Home
from centricity.loads.intake import find_deliveries, load_deliveries
from centricity.loads.ledger import read_entries
from centricity.loads.rereading import read_archive_again
from centricity.warehouse.build import freeze_input
from centricity.warehouse.input import read_frozen


def row(number: int, organisation: str = "Alfa", mark: str = "9", date: str = "01-10-2025") -> str:
    return f"E{number};R{number};{organisation};{date} 12:00:00;{mark};7,5;prima\n"


def message(number: int, account: str | None = None) -> str:
    author = {"id": f"u{number}", "type": "customer"}
    said = {"id": str(number), "reply_to": None, "account": account, "author": author}
    return json.dumps(said | {"text": "hoi @gamma", "sent": "2025-10-01T12:00:00Z"}) + "\n"


FIRST = SURVEY_HEADER + row(1) + row(2, "Gamma") + row(3, "Gamma", "geen idee") + row(4, "Beta") + row(5, mark="11")
MOSTLY_UNKNOWN = SURVEY_HEADER + "".join(row(number, "Gamma") for number in range(100, 201))
OF_ONE_NAME = SURVEY_HEADER + row(7, "Alfa NV") + row(8, "Beta") + row(8, "Bèta")
CUT_OFF = SURVEY_HEADER + row(9)
CONTROL = f"rows: 2\nsha256: {hashlib.sha256(CUT_OFF.encode()).hexdigest()}\n"
# Gamma is new; Beta is her name now, and Alfa NV is hers too.
MORE_ORGANISATIONS = (
    "organisation_id,name,industry,is_online,size_class,aliases\n"
    "B,Bèta,telecom,false,small,\n"
    "C,Gamma,telecom,true,large,@gamma|Beta|Alfa NV\n"
)
DELIVERIES = {
    "first": ("survey", "survey_2025-10-01.csv", FIRST),
    "correction": ("survey", "survey_2025-10-02.csv", SURVEY_HEADER + row(1, mark="2") + row(5)),
    "the first again, as the newest": ("survey", "survey_2025-10-03.csv", FIRST),
    "under a wrong name": ("survey", "mostly.csv", MOSTLY_UNKNOWN),
    "rejected while Gamma is unknown": ("survey", "survey_2025-10-04.csv", MOSTLY_UNKNOWN),
    "names that change hands": ("survey", "survey_2025-10-05.csv", OF_ONE_NAME),
    "cut off": ("survey", "survey_2025-10-06.csv", CUT_OFF),
    "its control file": ("survey", "survey_2025-10-06.csv.done", CONTROL),
    "messages": ("webcare", "webcare_2025-10-01.jsonl", message(1) + message(2, "Gamma")),
    "organisations": ("organisations", "organisations_2025-01-01.csv", ORGANISATION_FILE),
    "more organisations": ("organisations", "organisations_2025-06-01.csv", MORE_ORGANISATIONS),
}
MEND = "mend the feed"
REPLAY = "the first once more"
STEPS = [*DELIVERIES, MEND, REPLAY]


def new_environment(folder: Path) -> Environment:
    environment = Environment(folder)
    environment.define(WEBCARE | {"columns": WEBCARE["columns"] | {"mentioned_organisation_id": "text"}})
    # The same people must get the same pseudonyms.
    key = environment.home / "pseudonym.key"
    key.parent.mkdir()
    key.write_text("5" * 64)
    key.chmod(0o600)
    return environment


def take_step(environment: Environment, step: str) -> None:
    if step == MEND:
        environment.define(SURVEY | {"values": SURVEY["values"] | {"missing": ["", "weet niet", "geen idee"]}})
        read_archive_again(environment.opened)
    else:
        environment.deliver(*DELIVERIES["first" if step == REPLAY else step])


def take_in(environment: Environment) -> None:
    for source in SOURCES:
        load_deliveries(environment.settings, source, "test")


def frozen_input(environment: Environment) -> dict[str, list[tuple]]:
    """All that a build reads of the loads, and their digest in its id."""
    assert freeze_input(environment.settings)
    folder = environment.home / "warehouse/input"
    digest = read_frozen(Home(environment.home))["loads_sha256"]
    tables = {name: folder / name / "*.parquet" for name in (*ENTITIES, "loads")}
    read = "select * from read_parquet('{}', union_by_name = true) order by all"
    return {name: duckdb.sql(read.format(files)).fetchall() for name, files in tables.items()} | {"digest": [digest]}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    """Everything at once, by the mended feed, into an empty home."""
    environment = new_environment(tmp_path_factory.mktemp("rebuilt"))
    for step in [MEND, *DELIVERIES]:
        take_step(environment, step)
    take_in(environment)
    return frozen_input(environment)


def test_the_rebuilt_home_holds_what_was_delivered(rebuilt):
    counts = {(row[4], row[8], row[9]): (row[10], row[11], row[12]) for row in rebuilt["loads"]}
    assert counts == {
        ("organisations_2025-01-01.csv", "accepted", None): (2, 2, 0),
        ("organisations_2025-06-01.csv", "accepted", None): (2, 2, 0),
        ("survey_2025-10-02.csv", "accepted", None): (2, 2, 0),
        ("survey_2025-10-03.csv", "accepted", None): (5, 4, 1),
        ("survey_2025-10-04.csv", "accepted", None): (101, 101, 0),
        ("survey_2025-10-05.csv", "accepted", None): (3, 0, 3),
        ("survey_2025-10-06.csv", "rejected", "truncated"): (0, 0, 0),
        ("webcare_2025-10-01.jsonl", "accepted", None): (2, 2, 0),
    }


@settings(
    max_examples=4,  # one takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(STEPS), runs=st.sets(st.integers(0, len(STEPS) - 1), max_size=5))
def test_any_order_over_any_runs_gives_the_input_of_a_rebuild(tmp_path_factory, rebuilt, order, runs):
    environment = new_environment(tmp_path_factory.mktemp("any_order"))
    for number, step in enumerate(order):
        take_step(environment, step)
        if number in runs:
            take_in(environment)
    take_in(environment)
    assert [find_deliveries(environment.settings, source) for source in SOURCES] == [[]] * len(SOURCES)
    assert frozen_input(environment) == rebuilt
    for entry in read_entries(Home(environment.home)):
        assert entry.records_in == entry.records_accepted + entry.records_quarantined


def test_a_name_that_changes_hands_makes_another_build_though_every_count_is_the_same(tmp_path_factory):
    environment = new_environment(tmp_path_factory.mktemp("hands"))
    environment.deliver_organisations()
    environment.deliver_survey("E1;R1;Beta;01-10-2025 12:00:00;9;7,5;prima")
    take_in(environment)
    ids = [freeze_input(environment.settings)]
    # Beta is Alfa's now. First only the reference data are taken in: the survey still says otherwise.
    moved = ORGANISATION_FILE.replace("|@alfa", "|@alfa|Beta").replace("small,Beta", "small,")
    environment.deliver("organisations", "organisations_2025-06-01.csv", moved)
    load_deliveries(environment.settings, "reference", "test")
    ids.append(freeze_input(environment.settings))
    take_in(environment)
    ids.append(freeze_input(environment.settings))

    assert len(set(ids)) == 3
    [evaluation] = frozen_input(environment)["evaluations"]
    assert "A" in evaluation and "B" not in evaluation
