"""The ledger is whole or refused: an entry that is lost or damaged never becomes a load that is silently left out."""

import shutil

import pytest
from environments import Environment

from centricity.errors import CentricityError
from centricity.home import Home
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
