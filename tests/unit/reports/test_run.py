# Holds reports.run, reports.status, reports.waiting.
"""What `centricity run` says, also when it could not finish; and what it removes before it looks for work."""

from pathlib import Path

import duckdb
import pytest
from environments import Environment
from rich.console import Console
from typer.testing import CliRunner

from centricity.cli import app
from centricity.errors import CentricityError
from centricity.home import Home
from centricity.intake.loading import load_deliveries
from centricity.locks import hold_lock, own_folder
from centricity.reports import run
from centricity.reports.status import print_status
from centricity.reports.waiting import waiting_records_notes


def test_a_run_that_failed_does_not_say_that_nothing_was_delivered(environment, survey_row, monkeypatch):
    def fails(*_: object) -> None:
        raise CentricityError("run_failed", "It failed.")

    environment.deliver_organisations()
    environment.deliver_survey(survey_row())
    monkeypatch.setattr(run, "run_everything", fails)
    console = Console(record=True)
    with pytest.raises(CentricityError):
        run.print_run(environment.opened, console, full=False)
    said = console.export_text()
    assert "waiting_for_organisations" in said
    assert "Nothing new" not in said


@pytest.fixture
def remarked(environment, survey_row, monkeypatch) -> Console:
    """What is printed of a run that takes in files of a supplier who ends no last line."""

    def takes_in(settings, *_: object) -> None:
        for source in ("reference", "survey"):
            load_deliveries(settings, source, "test")

    environment.deliver_organisations()
    for day in range(1, 5):
        path = environment.deliver_survey(survey_row(day), date=f"2025-10-0{day}")
        path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    monkeypatch.setattr(run, "run_everything", takes_in)
    return Console(record=True, width=300)


def test_a_run_prints_remarks_below_their_file_and_is_no_less_good_for_them(environment, remarked):
    assert not run.print_run(environment.opened, remarked, full=False)
    lines = remarked.export_text().splitlines()
    places = [place for place, line in enumerate(lines) if "survey/survey_2025" in line]
    assert len(places) == 4
    assert all(lines[place + 1].startswith("    Look at this (no_line_end): ") for place in places)


def test_of_many_remarked_files_the_run_says_how_many_more_there_are(environment, remarked, monkeypatch):
    monkeypatch.setattr(run, "GOOD_FILES_SHOWN", 1)
    run.print_run(environment.opened, remarked, full=False)
    said = remarked.export_text()
    assert said.count("Look at this") == 1
    assert "… and 4 more without problems; look at no_line_end in 3: see `centricity status`" in said


def test_the_status_tells_the_newest_remarks_of_a_feed_and_counts_the_older_ones(environment, remarked):
    run.print_run(environment.opened, Console(quiet=True), full=False)
    print_status(environment.opened, remarked)
    said = remarked.export_text()
    assert "survey/survey_2025-10-04.csv: Look at this (no_line_end): " in said
    assert "survey: remarks on older files: no_line_end 3." in said


def test_a_run_says_how_many_records_wait(tmp_path):
    build = tmp_path / "published/b1"
    build.mkdir(parents=True)
    build.with_name("current").symlink_to(build)
    rows = "(values ('a', 2, 0), ('a', 1, 1), ('b', 0, 0), ('c', 3, 0)) as t (feed, count_waiting, count_kept_on)"
    duckdb.sql(f"copy (select * from {rows}) to '{build / 'fct_load.parquet'}'")
    counted = "records, until others have come, so that two builds side by side give nobody away"
    assert waiting_records_notes(Home(tmp_path)) == [
        f"a: 3 {counted}; replaced or taken back, and counted until then: 1.",
        f"c: 3 {counted}.",
    ]


def test_without_anything_to_do_airflow_is_not_started(environment, monkeypatch):
    def starts(*_: object) -> None:
        raise AssertionError("Airflow was started")

    monkeypatch.setattr(run, "run_everything", starts)
    console = Console(record=True)
    assert not run.print_run(environment.opened, console, full=False)
    assert "Nothing new was delivered." in console.export_text()
    environment.deliver_organisations()
    with pytest.raises(AssertionError):
        run.print_run(environment.opened, console, full=False)


@pytest.fixture
def without_airflow(environment, monkeypatch) -> Environment:
    """The command line's home, in which a run may find nothing to do."""

    def starts(*_: object) -> None:
        raise AssertionError("Airflow was started")

    monkeypatch.setattr(run, "run_everything", starts)
    monkeypatch.setenv("CENTRICITY_HOME", str(environment.home))
    monkeypatch.setenv("CENTRICITY_FEEDS", str(environment.feeds))
    return environment


def said_by_a_run() -> str:
    done = CliRunner().invoke(app, ["run"])
    assert done.exit_code == 0, done.exception
    return " ".join(done.output.split())


def test_files_that_wait_for_organisations_are_counted_with_what_to_do(without_airflow, survey_row):
    without_airflow.deliver_survey(survey_row(1), date="2025-10-01")
    without_airflow.deliver_survey(survey_row(2), date="2025-10-02")
    without_airflow.deliver("webcare", "webcare_2025-10-01.jsonl", "{}")

    said = said_by_a_run()

    assert "Nothing new" not in said
    assert said.startswith("Nothing was loaded. Waiting: 3 files wait for a list of organisations")
    assert "(survey 2, webcare 1)" in said
    assert "deliver one to landing/organisations/, and run again" in said


def test_without_a_feed_of_organisations_the_run_says_that_one_is_needed(without_airflow, survey_row):
    (without_airflow.feeds / "organisations.yml").unlink()
    without_airflow.deliver_survey(survey_row())
    assert "by a feed of the entity organisations, which is not defined" in said_by_a_run()


def leave_a_copy(folder: Path) -> Path:
    """What a killed process leaves in `staging/`."""
    copy = folder / "0/survey_2025-10-01.csv"
    copy.parent.mkdir(parents=True)
    copy.write_text("what a customer wrote")
    return copy


def test_a_run_removes_what_killed_intakes_and_checks_copied(without_airflow):
    home = without_airflow.opened.home
    copies = [leave_a_copy(home.staging / name) for name in ("survey", "reference", "checks/of-a-killed-check")]
    said_by_a_run()
    assert [path for path in copies if path.exists()] == []


def test_a_run_leaves_the_copies_of_an_intake_and_of_a_check_that_are_at_work(without_airflow):
    home = without_airflow.opened.home
    of_others = leave_a_copy(home.staging / "webcare")
    with hold_lock(home.staging / "survey.lock"), own_folder(home.staging / "checks") as (folder, _):
        at_work = [leave_a_copy(home.staging / "survey"), leave_a_copy(folder)]
        said_by_a_run()
        assert [path for path in at_work if not path.exists()] == []
    assert not of_others.exists()
