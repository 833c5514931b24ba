# Holds batches.places, ledger.wording.
"""Each problem names the supplier's column, in a check, in the ledger, in the quarantine and on the terminal."""

import pytest
from environments import SURVEY, Environment
from typer.testing import CliRunner

from centricity.cli import app
from centricity.feeds.catalogue import read_catalogue
from centricity.intake.checking import check_file
from centricity.intake.loading import load_deliveries
from centricity.ledger.wording import counted, describe

ROWS = [
    {},
    {"ingevuld_op": "gisteren"},
    {"aanbevelen": "11"},
    {"gemak": "12"},
    {"gemak": "zeven"},
    {"ingevuld_op": "01-10-1899 12:00:00"},
    {"organisatie": ""},
]


@pytest.fixture
def loaded(environment: Environment, survey_row):
    environment.deliver_organisations()
    environment.deliver_survey(*(survey_row(n, **changes) for n, changes in enumerate(ROWS)), "too;short")
    load_deliveries(environment.settings, "reference", "test")
    [entry] = load_deliveries(environment.settings, "survey", "test").entries
    return entry


def test_the_ledger_counts_by_reason_and_column(loaded):
    assert loaded.quarantine_columns == {
        "bad_timestamp": {"ingevuld_op": 1},
        "missing_value": {"organisatie": 1},
        "not_a_number": {"gemak": 1},
        "out_of_range": {"aanbevelen": 1, "gemak": 1},
        "outside_period": {"ingevuld_op": 1},
    }
    assert sum(loaded.quarantine_reasons.values()) == 7


def test_the_run_says_so_in_one_line(loaded):
    assert describe(loaded).endswith(
        "(bad_timestamp 1 in ingevuld_op, missing_value 1 in organisatie, not_a_number 1 in gemak, "
        "out_of_range 2 in aanbevelen and gemak, outside_period 1 in ingevuld_op, wrong_width 1)"
    )


def test_the_rows_in_quarantine_say_so(loaded, environment, monkeypatch):
    monkeypatch.setenv("CENTRICITY_HOME", str(environment.home))
    monkeypatch.setenv("CENTRICITY_FEEDS", str(environment.feeds))
    shown = CliRunner().invoke(app, ["quarantine", "show", loaded.load_id]).output
    assert "row 4: out_of_range in column aanbevelen" in shown
    assert "row 5: out_of_range in column gemak" in shown
    assert "row 9: wrong_width\n" in shown


def test_a_check_says_so_with_the_rows(environment, survey_row):
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    expression = {"recommend": {"sql": "aanbevelen", "scale": [0, 10]}, "ease_1": SURVEY["answers"]["ease_1"]}
    environment.define(SURVEY | {"answers": expression})
    path = environment.deliver_survey(*(survey_row(n, **changes) for n, changes in enumerate(ROWS)))
    check = check_file(environment.settings, read_catalogue(environment.settings.feeds).feeds["survey"], path)
    assert check.rows_by_column[("out_of_range", "recommend")] == [4]
    assert check.rows_by_column[("out_of_range", "gemak")] == [5]
    assert check.rows["out_of_range"] == [4, 5]


def test_of_many_columns_those_with_most_rows_are_named():
    columns = {"a": 1, "b": 5, "c": 1, "d": 2, "e": 1}
    assert counted("out_of_range", 9, columns) == "out_of_range 9 in b and d and a and 2 columns more"
