"""`centricity feed check`: the verdict of the intake, without an intake."""

import io
import traceback
from pathlib import Path

import pytest
from drafts import fill_in
from environments import SURVEY, SURVEY_HEADER, Environment
from rich.console import Console
from typer.testing import CliRunner

from centricity.cli import app
from centricity.drafting import draft
from centricity.feeds.catalogue import read_catalogue
from centricity.home import open_home
from centricity.intake.checking import check_file
from centricity.intake.copying import checks_folder
from centricity.intake.loading import load_deliveries
from centricity.ledger.entry import read_entries
from centricity.reports.check import print_check


@pytest.fixture
def with_organisations(environment) -> Environment:
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    return environment


def feed_of(environment: Environment, name: str = "survey"):
    return read_catalogue(environment.settings.feeds).feeds[name]


def file_of(environment: Environment, *rows: str, name: str = "survey_2025-10-01.csv") -> Path:
    path = environment.folder / name
    path.write_text(SURVEY_HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def printed(environment: Environment, path: Path) -> str:
    console = Console(width=200, file=io.StringIO(), color_system=None)
    print_check(environment.settings, console, feed_of(environment), path)
    return console.file.getvalue()


def content_of(folder: Path) -> dict[Path, bytes]:
    """Every file but the locks, which are empty."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in files if path.suffix != ".lock" or path.stat().st_size}


def test_the_check_says_what_the_intake_then_does_and_leaves_nothing(with_organisations, survey_row):
    rows = [
        survey_row(1),
        survey_row(2, gemak="zeven"),
        survey_row(3, organisatie="Gamma"),
        survey_row(4, aanbevelen="11"),
        "too;short",
        survey_row(6),
        survey_row(6),
    ]
    path = file_of(with_organisations, *rows)
    before = content_of(with_organisations.home)
    check = check_file(with_organisations.settings, feed_of(with_organisations), path)
    assert content_of(with_organisations.home) == before
    assert not list(checks_folder(open_home(with_organisations.settings)).glob("*/*"))

    with_organisations.deliver("survey", path.name, path.read_bytes())
    [entry] = load_deliveries(with_organisations.settings, "survey", "test").entries
    assert {reason: len(found) for reason, found in check.rows.items()} == entry.quarantine_reasons
    assert (check.records_in, check.count_failing) == (entry.records_in, entry.records_quarantined) == (7, 5)
    assert check.rows == {
        "duplicate_key_exact": [8],
        "not_a_number": [3],
        "out_of_range": [5],
        "unknown_organisation": [4],
        "wrong_width": [6],
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SURVEY_HEADER.replace("gemak", "ease"), "header_mismatch"),
        (SURVEY_HEADER.replace(";", ","), "wrong_delimiter"),
        ("", "zero_bytes"),
        (SURVEY_HEADER + 'E1;R1;Alfa;"open\n', "unterminated_quote"),
    ],
)
def test_what_the_intake_refuses_the_check_refuses(with_organisations, content, code):
    path = with_organisations.folder / "survey_2025-10-01.csv"
    path.write_text(content, encoding="utf-8")
    check = check_file(with_organisations.settings, feed_of(with_organisations), path)
    with_organisations.deliver("survey", path.name, content)
    [entry] = load_deliveries(with_organisations.settings, "survey", "test").entries
    assert [refusal.code for refusal in check.refusals] == [entry.reason_code] == [code]
    assert [str(refusal) for refusal in check.refusals] == [entry.reason]


def test_a_refusal_of_the_suite_names_the_rows(with_organisations, survey_row):
    path = file_of(with_organisations, *(survey_row(n, ingevuld_op="gisteren") for n in range(120)))
    check = check_file(with_organisations.settings, feed_of(with_organisations), path)
    assert [refusal.code for refusal in check.refusals] == ["mostly_unreadable"]
    said = printed(with_organisations, path)
    assert "bad_timestamp in ingevuld_op: 120 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 110 more" in said
    assert "0 of 120 records fit, 120 unfit" in said
    assert "gisteren" not in said


def test_a_mark_on_an_unknown_scale_is_not_called_outside_of_it(with_organisations, survey_row):
    scales = {"from": "aanbevelen", "scale_from": "gemak", "scales": {"oud": [0, 10]}}
    with_organisations.define(SURVEY | {"answers": {"recommend": scales}})
    rows = (survey_row(1, gemak="oud"), survey_row(2, gemak="nieuw"), survey_row(3, gemak="oud", aanbevelen="11"))
    check = check_file(with_organisations.settings, feed_of(with_organisations), file_of(with_organisations, *rows))
    assert check.rows == {"out_of_range": [4], "unknown_scale": [3]}


def test_a_file_of_another_name_is_said_to_be_and_its_content_checked(with_organisations, survey_row):
    path = file_of(with_organisations, survey_row(1), survey_row(2, gemak="zeven"), name="my export.csv")
    check = check_file(with_organisations.settings, feed_of(with_organisations), path)
    assert [refusal.code for refusal in check.refusals] == ["bad_file_name"]
    assert check.rows == {"not_a_number": [3]}


@pytest.mark.parametrize(
    ("pattern", "name", "said"),
    [
        ("survey.csv", "s.csv", "does not follow the feed's pattern. Name it survey.csv."),
        ("survey_{date}.csv", "s.csv", "Name it survey_{date}.csv, {date} as yyyy-mm-dd."),
        ("{shop}_{brand}.csv", "a_b_c.csv", "or its places can be told in several ways. Name it {shop}_{brand}.csv."),
    ],
)
def test_a_refused_name_says_how_this_feed_wants_it(with_organisations, survey_row, pattern, name, said):
    read = {"comment": {"sql": '"{shop}" || "{brand}"'}} if "{shop}" in pattern else {}
    with_organisations.define(
        SURVEY | {"file_pattern": pattern, "columns": SURVEY["columns"] | read, "ignored": ["opmerking"]}
    )
    path = file_of(with_organisations, survey_row(1), name=name)
    [refusal] = check_file(with_organisations.settings, feed_of(with_organisations), path).refusals
    assert said in str(refusal)


@pytest.mark.parametrize(
    "mapping",
    ["organisatie", {"sql": "upper(organisatie)"}, {"constant": "Gamma"}, {"from": "organisatie", "missing": ["?"]}],
)
def test_without_organisations_the_rest_is_judged_and_that_is_said(environment, survey_row, mapping):
    environment.define(SURVEY | {"columns": SURVEY["columns"] | {"organisation_id": mapping}})
    path = file_of(environment, survey_row(1, organisatie="Gamma"), survey_row(2, gemak="zeven"))
    if mapping == {"constant": "Gamma"}:
        environment.define(
            SURVEY | {"columns": SURVEY["columns"] | {"organisation_id": mapping}, "ignored": ["organisatie"]}
        )
    check = check_file(environment.settings, feed_of(environment), path)
    assert (check.rows, check.refusals, check.knows_organisations) == ({"not_a_number": [3]}, [], False)
    assert "No organisations are loaded in this home" in printed(environment, path)


def test_a_row_without_an_organisation_is_found_without_organisations_too(environment, survey_row):
    check = check_file(environment.settings, feed_of(environment), file_of(environment, survey_row(1, organisatie="")))
    assert check.rows == {"missing_value": [2]}


def test_a_file_that_is_loaded_is_said_to_be(with_organisations, survey_row):
    path = with_organisations.deliver_survey(survey_row(1))
    content = path.read_bytes()
    load_deliveries(with_organisations.settings, "survey", "test")
    path.write_bytes(content)
    assert "This very file is known already, by this definition of survey: accepted." in printed(
        with_organisations, path
    )
    assert len(read_entries(open_home(with_organisations.settings))) == 2


@pytest.fixture
def command(environment, monkeypatch):
    monkeypatch.setenv("CENTRICITY_HOME", str(environment.home))
    monkeypatch.setenv("CENTRICITY_FEEDS", str(environment.feeds))
    # so that no message is broken over lines
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_exit_codes_of_a_check(environment, command, survey_row):
    good, bad = file_of(environment, survey_row(1)), file_of(environment, survey_row(gemak="x"), name="b.csv")
    assert command("feed", "check", good, "--feed", "survey").exit_code == 0
    assert command("feed", "check", bad, "--feed", "survey").exit_code == 1
    assert command("feed", "check", good, "--feed", environment.feeds / "survey.yml").exit_code == 0
    unknown = command("feed", "check", good, "--feed", "surveys")
    assert unknown.exit_code == 2
    assert "there is no feed surveys; known: organisations, survey, webcare" in unknown.output
    assert command("feed", "check", "gone.csv", "--feed", "survey").exit_code == 2


def test_the_list_names_feeds_waiting_files_and_wrong_definitions(environment, command, survey_row):
    environment.define(SURVEY | {"feed": "broken", "entity": "opinions"})
    environment.deliver_survey(survey_row(1))
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    said = command("feed", "list").output
    lines = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.strip()}
    assert lines["survey"] == ["survey", "evaluations", "1", "–"]
    assert lines["organisations"] == ["reference", "organisations", "0", "2025-01-01"]
    assert f"[{environment.feeds}/broken.yml]" in said and "entity: unknown entity" in said


def test_a_fault_of_ours_quotes_nothing(environment, command, survey_row, monkeypatch):
    def fail(*_):
        raise ValueError("could not convert: Piet Pietersen")

    monkeypatch.setattr(draft, "read_sample", fail)
    done = command("feed", "draft", file_of(environment, survey_row()), "--source", "survey")
    assert str(done.exception).startswith("feed_fault: ValueError in ")
    assert "Piet" not in "".join(traceback.format_exception(done.exception)) + done.output


def test_a_draft_is_written_once_and_under_a_feeds_name(environment, command, survey_row):
    rows = (survey_row(n, aanbevelen=str(n), ingevuld_op="21-10-2025 12:00:00") for n in range(10))
    path = file_of(environment, *rows)
    out = environment.folder / "drafted.yml"
    done = command("feed", "draft", path, "--source", "survey", "--out", out)
    assert done.exit_code == 0
    assert "the file does not show it: values.time_zone, answers.ease_1.scale." in done.output
    unfilled = command("feed", "check", path, "--feed", out)
    assert unfilled.exit_code == 1
    assert "Still to fill in: values.time_zone, answers.ease_1.scale." in str(unfilled.exception)
    answers = {"values.time_zone": "UTC", "answers.ease_1.scale": [0, 10]}
    out.write_text(fill_in(out.read_text(), answers))
    assert command("feed", "check", path, "--feed", out).exit_code == 0
    assert command("feed", "draft", path, "--source", "survey", "--out", out).exit_code == 2
    assert command("feed", "draft", path, "--source", "survey", "--out", out.with_name("My feed.yml")).exit_code == 2
    assert command("feed", "draft", path, "--source", "survey", "--entity", "messages").exit_code == 2
