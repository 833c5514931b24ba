"""The ledger and its files are whole or refused by name: nothing that is damaged is silently left out."""

import json
import shutil
from pathlib import Path

import pytest
from environments import Environment
from typer.testing import CliRunner

from centricity.cli import app
from centricity.errors import CentricityError
from centricity.home import Home
from centricity.loads.entry import ACCEPTED
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.warehouse.build import freeze_input


@pytest.fixture(scope="module")
def taken_in(module_environment, survey_row) -> Environment:
    """An accepted load with a row set apart, and a rejected file."""
    module_environment.deliver_organisations()
    module_environment.deliver_survey(survey_row(1), survey_row(2, aanbevelen="11"))
    module_environment.deliver_survey(date="2025-10-02").write_bytes(b"")
    take_in(module_environment)
    return module_environment


@pytest.fixture
def ledger(taken_in, environment) -> Environment:
    """A copy of it to damage."""
    shutil.copytree(taken_in.home, environment.home)
    return environment


def take_in(environment: Environment) -> None:
    for source in ("reference", "survey"):
        load_deliveries(environment.settings, source, "test")


@pytest.mark.parametrize("zone", ["raw/survey/evaluations", "rejected/survey"])
def test_a_load_without_its_entry_is_refused_until_its_folder_is_moved_away(ledger, survey_row, zone):
    (folder,) = (ledger.home / zone).iterdir()
    (folder / "load.json").unlink()

    for read in (lambda: read_entries(Home(ledger.home)), lambda: freeze_input(ledger.settings)):
        with pytest.raises(CentricityError, match=r"bad_ledger_entry: .*move the folder away") as caught:
            read()
        assert caught.value.where == str(folder)

    shutil.move(folder, ledger.folder)
    if zone.startswith("raw"):
        ledger.deliver_survey(survey_row(1), survey_row(2, aanbevelen="11"))
    else:
        ledger.deliver("survey", "survey_2025-10-02.csv", b"")
    take_in(ledger)
    assert len(read_entries(Home(ledger.home))) == 3
    assert folder.is_dir()


def test_what_a_crash_or_a_copy_leaves_beside_the_loads_is_passed_over(ledger):
    known = read_entries(Home(ledger.home))
    (ledger.home / "raw/survey/evaluations/.0123.Xy1z").mkdir()
    (ledger.home / "raw/survey/evaluations/notes.txt").write_text("not a load")
    assert read_entries(Home(ledger.home)) == known


CHANGES = [
    {"judgement": "x"},
    {"judgement": 2},
    {"file_name": None},
    {"feed": None},
    {"loaded_at": 5},
    {"verdict": "maybe"},
    {"load_id": "0" * 20},
    {"records_in": "2"},
    {"quarantine_reasons": []},
    {"colour": "red"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize("zone", ["raw/survey", "rejected/survey"])
def test_an_entry_that_says_what_it_never_would_is_refused(ledger, zone, change):
    (path,) = (ledger.home / zone).rglob("load.json")
    entry = json.loads(path.read_text())
    path.write_text(json.dumps(entry | change))
    with pytest.raises(CentricityError) as caught:
        read_entries(Home(ledger.home))
    assert (caught.value.code, caught.value.where) == ("bad_ledger_entry", str(path))


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_an_entry_that_is_none_is_refused(ledger, text):
    path = next(ledger.home.glob("raw/survey/*/*/load.json"))
    path.write_text(text)
    with pytest.raises(CentricityError, match=r"bad_ledger_entry: .*Restore it from your backup"):
        read_entries(Home(ledger.home))


def damage(path: Path, content: bytes | None) -> None:
    path.unlink()
    if content is not None:
        path.write_bytes(content)


DAMAGED = [None, b"", b"junk", b"PAR1" + bytes(100) + b"PAR1"]


@pytest.mark.parametrize("content", DAMAGED)
@pytest.mark.parametrize("source", ["reference", "survey"])
def test_a_load_with_damaged_records_is_named(ledger, source, content):
    entries = read_entries(Home(ledger.home))
    entry = next(entry for entry in entries if entry.source == source and entry.verdict == ACCEPTED)
    damage(ledger.home / "raw" / entry.folder / "data.parquet", content)
    with pytest.raises(CentricityError, match=rf"damaged_load: .*{entry.load_id}.* Restore it from your backup"):
        freeze_input(ledger.settings)


def test_damaged_names_of_organisations_stop_the_intake_by_name(ledger):
    (data,) = ledger.home.glob("raw/reference/*/*/data.parquet")
    data.unlink()
    with pytest.raises(CentricityError, match="damaged_load"):
        load_deliveries(ledger.settings, "survey", "test")


def test_a_load_with_the_records_of_another_is_named(ledger):
    first, second = [entry for entry in read_entries(Home(ledger.home)) if entry.verdict == ACCEPTED]
    shutil.copy(ledger.home / "raw" / first.folder / "data.parquet", ledger.home / "raw" / second.folder)
    with pytest.raises(CentricityError, match=f"damaged_load: .*{second.load_id}"):
        freeze_input(ledger.settings)


@pytest.mark.parametrize("content", DAMAGED)
@pytest.mark.parametrize("arguments", [["show"], ["discard", "--why", "nobody knows"]], ids=lambda a: a[0])
def test_damaged_rows_in_quarantine_are_named(ledger, monkeypatch, arguments, content):
    monkeypatch.setenv("CENTRICITY_HOME", str(ledger.home))
    monkeypatch.setenv("CENTRICITY_FEEDS", str(ledger.feeds))
    (entry,) = [entry for entry in read_entries(Home(ledger.home)) if entry.records_quarantined]
    file = ledger.home / "quarantine" / entry.folder.with_suffix(".parquet")
    damage(file, content)

    error = CliRunner().invoke(app, ["quarantine", *arguments, entry.load_id]).exception

    assert isinstance(error, CentricityError), error
    assert (error.code, error.where) == ("damaged_load", str(file))
