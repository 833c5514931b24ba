"""Quarantine is a place of work: what is set apart is named, taken in once it is mended, or given up for good."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from environments import ORGANISATION_FILE, SURVEY, Environment
from typer.testing import CliRunner, Result

from centricity.cli import app
from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_catalogue
from centricity.home import Home
from centricity.loads import commit
from centricity.loads.entry import LedgerEntry
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import entries_in_force, read_entries

SURVEY_FILE = "survey_2025-10-01.csv"
GAMMA = "C,Gamma,telecom,true,large,\n"


@pytest.fixture(scope="module")
def taken_in(module_environment) -> Environment:
    """A survey with three rows set apart: an unknown organisation, a mark outside its scale, and both."""
    module_environment.deliver_organisations()
    module_environment.deliver_survey(
        "E1;R1;Alfa;01-10-2025 12:00:00;9;7,5;prima",
        "E2;R2;Gamma;01-10-2025 12:00:00;9;7,5;prima",
        "E3;R3;Alfa;01-10-2025 12:00:00;11;7,5;prima",
        "E4;R4;Gamma;01-10-2025 12:00:00;11;7,5;prima",
    )
    take_in(module_environment)
    return module_environment


@pytest.fixture
def work(taken_in, environment, monkeypatch) -> Environment:
    """A copy of it to work on, which is also the command line's."""
    shutil.copytree(taken_in.home, environment.home)
    monkeypatch.setenv("CENTRICITY_HOME", str(environment.home))
    monkeypatch.setenv("CENTRICITY_FEEDS", str(environment.feeds))
    return environment


def take_in(environment: Environment, now: datetime | None = None) -> list[str]:
    settings = environment.settings.model_copy(update={"now": now})
    return [line for source in ("reference", "survey") for line in load_deliveries(settings, source, "test").lines()]


def in_force(environment: Environment, name: str = SURVEY_FILE) -> LedgerEntry:
    entries = entries_in_force(read_entries(Home(environment.home)), read_catalogue(environment.settings.feeds))
    return next(entry for entry in entries if entry.file_name == name)


def counts(entry: LedgerEntry) -> tuple[int, int, int]:
    return entry.records_in, entry.records_accepted, entry.records_quarantined


def accepted_rows(environment: Environment, entry: LedgerEntry) -> list[int]:
    data = environment.home / "raw" / entry.folder / "data.parquet"
    return [row for (row,) in duckdb.sql(f"select row_number from '{data}' order by 1").fetchall()]


def quarantine_files(environment: Environment) -> list[str]:
    return sorted(path.stem for path in (environment.home / "quarantine").rglob("*.parquet"))


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["quarantine", *arguments])


def know_gamma(environment: Environment) -> None:
    environment.deliver("organisations", "organisations_2025-02-01.csv", ORGANISATION_FILE + GAMMA)


def test_the_list_says_what_is_set_apart_and_what_would_mend_it(work):
    work.deliver("survey", "survey_2025-09-01.csv", "<html>")
    take_in(work)

    lines = command("list").output.splitlines()

    assert lines[0].endswith(f"survey/{SURVEY_FILE}: 3 of 4 rows in quarantine")
    assert "out_of_range 2" in lines[1] and "feed" in lines[1]
    assert "unknown_organisation 2" in lines[2] and "reference data" in lines[2]
    assert "survey_2025-09-01.csv: rejected, header_mismatch" in lines[3]
    assert lines[4] == "3 rows in quarantine, 1 files rejected."


def test_values_are_shown_only_to_those_who_ask(work):
    load = in_force(work).load_id[:6]

    assert "row 3: unknown_organisation in column organisatie" in command("show", load).output
    assert "Gamma" not in command("show", load).output
    chosen = command("show", load, "--rows", "3", "--values").output
    assert '"organisatie":"Gamma"' in chosen and "row 4" not in chosen
    files = list((work.home / "quarantine").rglob("*.parquet"))
    assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600"]


def test_a_mended_reference_takes_rows_in_by_itself_once(work):
    know_gamma(work)

    said = take_in(work)

    assert (
        f"survey/{SURVEY_FILE}: judged again, 2 of 4 records accepted, 2 quarantined (out_of_range 2 in aanbevelen)"
        in said
    )
    entry = in_force(work)
    assert (counts(entry), accepted_rows(work, entry)) == ((4, 2, 2), [2, 3])
    assert quarantine_files(work) == [entry.judgement_id], "what was taken in is quarantined no more"
    assert take_in(work) == [], "and nothing is left to judge again"


def test_a_killed_judgement_leaves_the_older_one_in_force(work, monkeypatch):
    def be_killed(folder: Path, target: Path) -> None:
        raise KeyboardInterrupt

    load_id = in_force(work).load_id
    know_gamma(work)
    load_deliveries(work.settings, "reference", "test")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(commit, "move_into_place", be_killed)
        load_deliveries(work.settings, "survey", "killed")

    assert counts(in_force(work)) == (4, 1, 3)
    assert "row 3: unknown_organisation" in command("show", load_id).output
    take_in(work)
    assert counts(in_force(work)) == (4, 2, 2)
    assert quarantine_files(work) == [f"{load_id}-2"]


def test_a_mended_feed_takes_rows_in_when_they_are_released(work):
    answers = SURVEY["answers"] | {"recommend": {"from": "aanbevelen", "scale": [0, 10], "missing": "11"}}
    work.define(SURVEY | {"answers": answers})
    assert take_in(work) == [], "a changed definition is nobody's word to judge again"

    done = command("release", in_force(work).load_id)

    assert "1 more rows are accepted" in done.output and "2 rows are still in quarantine" in done.output
    entry = in_force(work)
    assert (counts(entry), accepted_rows(work, entry)) == ((4, 2, 2), [2, 4])
    assert entry.run_id.startswith("release by ")


def test_a_rejected_file_is_released_when_the_feed_is_mended(work):
    file = work.home / "archive/survey" / in_force(work).load_id / SURVEY_FILE
    other = work.deliver("survey", "survey_2025-11-01.csv", file.read_text().replace("gemak", "ease"))
    take_in(work)
    assert not other.exists()
    load = in_force(work, other.name)
    assert load.reason_code == "header_mismatch"
    ease = {"ease_1": {"from": "ease", "scale": [0, 10]}}
    work.define(SURVEY | {"answers": SURVEY["answers"] | ease})

    assert "1 more rows are accepted" in command("release", load.load_id).output
    assert counts(in_force(work, other.name)) == (4, 1, 3)


def test_what_is_discarded_stays_out_and_is_accounted_for(work):
    done = command("discard", in_force(work).load_id, "--rows", "3,5", "--why", "nobody knows her")
    assert done.exit_code == 0
    know_gamma(work)
    take_in(work)

    entry = in_force(work)
    assert (counts(entry), accepted_rows(work, entry)) == ((4, 1, 3), [2])
    assert entry.quarantine_reasons == {"discarded": 2, "out_of_range": 2}
    acts = [{"reason": act.reason, "rows": act.rows} for act in entry.discards]
    assert acts == [{"reason": "nobody knows her", "rows": "3,5"}]
    assert entry.discards[0].by and datetime.fromisoformat(entry.discards[0].at)
    assert "out_of_range 1" in command("list").output, "what is given up is nobody's work"
    older = work.home / "raw/survey/evaluations" / entry.load_id / "load.json"
    assert json.loads(older.read_text())["discards"] == [], "a judgement is never changed"


def test_everything_of_a_load_and_a_rejected_file_may_be_discarded(work):
    work.deliver("survey", "survey_2025-09-01.csv", "<html>")
    take_in(work)
    for name in (SURVEY_FILE, "survey_2025-09-01.csv"):
        load = in_force(work, name).load_id
        assert command("discard", load, "--why", "delivered anew").exit_code == 0
        refused = command("release", load)
        assert isinstance(refused.exception, CentricityError) and refused.exception.code == "nothing_apart"

    assert command("list").output == "0 rows in quarantine, 0 files rejected. Given up: 3 rows.\n"
    assert counts(in_force(work)) == (4, 1, 3)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "x"], "unknown_load"),
        (["show", ""], "ambiguous_load"),
        (["discard", "LOAD", "--rows", "2", "--why", "r"], "row_not_apart"),
        (["release", "ORGANISATIONS"], "nothing_apart"),
    ],
)
def test_what_cannot_be_done_is_said(work, arguments, code):
    ids = {
        "LOAD": in_force(work).load_id,
        "ORGANISATIONS": in_force(work, "organisations_2025-01-01.csv").load_id,
    }
    done = command(*(ids.get(argument, argument) for argument in arguments))
    assert isinstance(done.exception, CentricityError)
    assert done.exception.code == code


@pytest.mark.parametrize(
    "arguments",
    [["show", "a", "--rows", "3-1"], ["show", "a", "--rows", "1-9999999999"], ["discard", "a", "--why", " "]],
)
def test_wrong_use_is_2(work, arguments):
    assert command(*arguments).exit_code == 2


def test_a_row_from_the_future_is_taken_in_when_its_time_has_come(environment, survey_row):
    environment.deliver_organisations()
    environment.deliver_survey(survey_row(1), survey_row(2, ingevuld_op="10-10-2025 12:00:00"))
    take_in(environment, datetime(2025, 10, 2, tzinfo=UTC))
    assert in_force(environment).quarantine_reasons == {"future_timestamp": 1}

    assert take_in(environment, datetime(2025, 10, 9, 9, 59, 59, tzinfo=UTC)) == []
    assert len(take_in(environment, datetime(2025, 10, 9, 10, tzinfo=UTC))) == 1
    assert counts(in_force(environment)) == (2, 2, 0)


def test_a_file_of_a_wrong_name_counts_when_it_is_renamed(environment, survey_row):
    environment.deliver_organisations()
    wrong = environment.deliver_survey(survey_row(1))
    wrong.rename(wrong.with_name("survey.csv"))
    take_in(environment)
    (rejected,) = (entry for entry in read_entries(Home(environment.home)) if entry.source == "survey")
    assert (rejected.reason_code, rejected.file_name[:22]) == ("bad_file_name", "a file named otherwise")
    environment.deliver_survey(survey_row(1))
    take_in(environment)
    assert counts(in_force(environment)) == (1, 1, 0)


def test_a_control_file_beside_the_same_file_is_looked_at(environment, survey_row):
    environment.deliver_organisations()
    for control in ("rows: 2", "rows: 1"):
        path = environment.deliver_survey(survey_row(1))
        path.with_name(f"{path.name}.done").write_text(control)
        take_in(environment)
        assert in_force(environment).reason_code == ("truncated" if control == "rows: 2" else None)
    assert counts(in_force(environment)) == (1, 1, 0)


def test_what_is_not_in_the_archive_is_said_and_stops_nothing(work):
    original = work.home / "archive/survey" / in_force(work).load_id / SURVEY_FILE
    original.unlink()
    know_gamma(work)
    assert "Not judged again: its original is not in the archive." in take_in(work)[-1]
    assert counts(in_force(work)) == (4, 1, 3)
