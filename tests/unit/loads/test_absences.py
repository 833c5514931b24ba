"""What is absent by the clock, and what is absent whatever the clock says."""

import dataclasses
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest
from environments import SURVEY

from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_catalogue, read_feed
from centricity.home import open_home
from centricity.loads.absences import absence_notes, absences_by_loads, absences_now
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.warehouse.build import freeze_input

EXPECTED = {"every": "month", "from": date(2025, 10, 1), "grace_days": 3}


@pytest.fixture
def delivered(environment, survey_row):
    """October and December have come; November was refused."""
    environment.define(SURVEY | {"expected": EXPECTED})
    environment.deliver_organisations()
    environment.deliver_survey(survey_row(1), date="2025-10-02")
    environment.deliver("survey", "survey_2025-11-02.csv", "<html>\n")
    environment.deliver_survey(survey_row(2), date="2025-12-02")
    for source in ("reference", "survey"):
        load_deliveries(environment.settings, source, "test")
    return environment


def at(environment, day: date):
    return dataclasses.replace(environment.opened, now=datetime(day.year, day.month, day.day, tzinfo=UTC))


def test_by_the_clock_what_was_refused_and_what_never_came_is_absent(delivered):
    assert [absence.turn.first for absence in absences_now(at(delivered, date(2026, 1, 4)))] == [date(2025, 11, 1)]
    assert [absence.turn.first for absence in absences_now(at(delivered, date(2026, 1, 5)))] == [
        date(2025, 11, 1),
        date(2026, 1, 1),
    ]
    assert absence_notes(at(delivered, date(2026, 1, 4))) == [
        "survey: no accepted delivery is dated 2025-11-01 to 2025-11-30; wave 2025 is incomplete without it."
    ]


def test_by_the_loads_a_delivery_is_absent_once_a_later_one_has_come(delivered):
    entries = read_entries(open_home(delivered.settings))
    catalogue = read_catalogue(delivered.settings.feeds)
    assert [absence.turn.first for absence in absences_by_loads(catalogue, entries)] == [date(2025, 11, 1)]
    earlier = [entry for entry in entries if entry.delivery_date != "2025-12-02"]
    assert absences_by_loads(catalogue, earlier) == []


def test_what_is_expected_does_not_change_what_a_load_is(environment):
    without = read_feed(environment.define(SURVEY))
    assert read_feed(environment.define(SURVEY | {"expected": EXPECTED})).sha256 == without.sha256
    assert read_feed(environment.define(SURVEY | {"key": []})).sha256 != without.sha256


def test_a_feed_whose_names_have_no_date_can_expect_nothing(environment):
    path = environment.define(SURVEY | {"expected": EXPECTED, "file_pattern": "survey.csv"})
    with pytest.raises(CentricityError, match="`expected`: deliveries are told apart"):
        read_feed(path)


def test_a_build_knows_what_is_absent_and_waiving_it_makes_another_build(delivered):
    def freeze() -> tuple[str | None, list[dict]]:
        build_id = freeze_input(delivered.settings)
        path = open_home(delivered.settings).warehouse / "input/absences/absences.parquet"
        return build_id, pq.read_table(path).to_pylist()

    first, absent = freeze()
    assert absent == [{"feed": "survey", "first_day": date(2025, 11, 1), "last_day": date(2025, 11, 30), "wave": 2025}]
    delivered.define(SURVEY | {"expected": EXPECTED | {"waived": [date(2025, 11, 1)]}})
    second, absent = freeze()
    assert (absent, first == second) == ([], False)
