# Holds cli, commands.arguments, commands.feed, commands.load, commands.opening, commands.quarantine, reports.check,
# reports.feeds, reports.loads, environment.
"""What a person types and sees: exit codes, errors in one line, and going back to an older build."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from environments import Environment
from integration.pipeline import build, settings_for, take_in

from centricity.home import open_home
from centricity.warehouse.build import freeze_input
from centricity.warehouse.publication import published_build_id, resume, roll_back

pytestmark = pytest.mark.integration


def run_command(environment: Environment, *arguments: str) -> subprocess.CompletedProcess:
    variables = {"CENTRICITY_HOME": str(environment.home), "CENTRICITY_FEEDS": str(environment.feeds)}
    command = [str(Path(sys.executable).with_name("centricity")), *arguments]
    return subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False)


def deliver(environment: Environment, survey_row, count: int, date: str) -> None:
    marks = [("Alfa", "10"), ("Beta", "3")]
    rows = [
        survey_row(f"{date}-{number}-{name}", organisatie=name, aanbevelen=mark)
        for number in range(count)
        for name, mark in marks
    ]
    environment.deliver_survey(*rows, date=date)


@pytest.mark.parametrize(
    "arguments",
    [
        ["rank"],
        ["publish"],
        ["publish", "--rollback", "--resume"],
        ["ranking", "--wave", "x"],
        ["feed", "check", "/dev/stdin", "--feed", "survey"],
        ["feed", "draft", __file__, "--source", "survey", "--out", "/nowhere/survey.yml"],
        ["up", "--port", "99999"],
        ["up", "--port", "-1"],
        ["sample", "--seed", "-1"],
        ["bench", "--only", "no-such-row"],
        ["bench", "--size", "x1", "--only", "slope"],
    ],
)
def test_wrong_use_is_2(environment, arguments):
    assert run_command(environment, *arguments).returncode == 2


def test_an_error_is_one_line_with_its_remedy(environment):
    done = run_command(environment, "ranking")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"nothing_published: No build has been published yet. [{environment.home}/published] Run `centricity run`."
    ]


def test_the_sample_is_written_into_an_empty_home_only(environment, survey_row):
    environment.deliver_survey(survey_row())
    assert "home_not_empty" in run_command(environment, "sample").stderr
    assert run_command(environment, "sample", "--if-empty").returncode == 0
    assert len(list((environment.home / "landing").rglob("*.csv"))) == 1


def test_config_shows_no_secret(environment):
    take_in(environment.settings)
    shown = run_command(environment, "config").stdout
    assert f"home = {environment.home}" in shown
    assert environment.settings.pseudonym_key_file.read_text().strip() not in shown


@pytest.fixture(scope="module")
def strict_run(module_environment, survey_row) -> subprocess.CompletedProcess:
    """A run that refuses a file and publishes the others."""
    module_environment.deliver_organisations()
    deliver(module_environment, survey_row, 40, "2025-10-01")
    module_environment.deliver("survey", "survey_2025-10-02.csv", b"")
    return run_command(module_environment, "run", "--strict")


def test_strict_makes_a_refusal_an_error(module_environment, strict_run):
    assert strict_run.returncode == 1
    assert "rejected, zero_bytes" in strict_run.stdout
    assert "Published build" in strict_run.stdout
    again = run_command(module_environment, "run", "--strict")
    assert (again.returncode, again.stdout.splitlines()[0]) == (0, "Nothing new was delivered.")


@pytest.mark.usefixtures("strict_run")
def test_the_ranking_can_be_read_by_programs(module_environment):
    ranking = json.loads(run_command(module_environment, "ranking", "--format", "json").stdout)
    assert {row["organisation_name"]: (row["nps"], row["count_evaluations"]) for row in ranking} == {
        "Alfa": (100.0, 40),
        "Bèta": (-100.0, 40),
    }
    table = run_command(module_environment, "ranking", "--format", "csv", "--wave", "2025").stdout
    assert table.startswith("method_version,wave,industry,organisation_id")
    assert "Published waves: 2025" in run_command(module_environment, "ranking", "--wave", "2024").stderr


@pytest.mark.usefixtures("strict_run")
def test_rolling_back_holds_until_resume_whatever_arrives(module_environment, survey_row):
    settings = settings_for(module_environment.home, feeds=str(module_environment.feeds))
    home = open_home(settings)
    builds = [published_build_id(home)]
    deliver(module_environment, survey_row, 2, "2025-10-03")
    take_in(settings)
    builds.append(build(settings))
    assert published_build_id(home) == builds[1] != builds[0]

    assert roll_back(home) == builds[0]
    assert build(settings) is None, "nothing new: held"
    assert published_build_id(home) == builds[0]

    assert resume(home)
    assert build(settings) == builds[1]

    roll_back(home)
    deliver(module_environment, survey_row, 2, "2025-10-04")
    take_in(settings)
    assert freeze_input(settings) is None, "new loads do not end it"
    assert resume(home)
    assert freeze_input(settings) not in (None, *builds)
