# Holds warehouse.input, warehouse.identity.
"""What is published depends on what was delivered, not on when: not even on what was unknown when it came."""

import hashlib
from pathlib import Path

import pytest
from environments import ORGANISATION_FILE, Environment
from integration.pipeline import take_in

from centricity.home import open_home
from centricity.warehouse.build import freeze_input
from centricity.warehouse.input import input_folder

pytestmark = pytest.mark.integration
ALFA = ORGANISATION_FILE.replace("B,Bèta,telecom,false,small,Beta\n", "")
REFERENCE = ("organisations", "organisations_2025-06-01.csv")


def new_environment(folder: Path) -> Environment:
    environment = Environment(folder)
    # The same people must get the same pseudonyms.
    (environment.home).mkdir()
    (environment.home / "pseudonym.key").write_text("5" * 64)
    (environment.home / "pseudonym.key").chmod(0o600)
    environment.deliver("organisations", "organisations_2025-01-01.csv", ALFA)
    return environment


def test_organisations_that_come_late_give_the_marts_of_a_rebuild(tmp_path, survey_row):
    organisations, marks = ("Alfa", "Beta"), ("10", "3", "8")
    rows = [
        survey_row(f"{number}-{name}", organisatie=name, aanbevelen=marks[number % 3])
        for number in range(40)
        for name in organisations
    ]
    correction = [survey_row("0-Beta", organisatie="Beta", aanbevelen="0")]
    late = new_environment(tmp_path / "late")
    late.deliver_survey(*correction, date="2025-11-01")
    take_in(late.settings)
    late.deliver_survey(*rows)
    take_in(late.settings)
    late.deliver(*REFERENCE, ORGANISATION_FILE)
    take_in(late.settings)
    at_once = new_environment(tmp_path / "at_once")
    at_once.deliver(*REFERENCE, ORGANISATION_FILE)
    at_once.deliver_survey(*rows)
    at_once.deliver_survey(*correction, date="2025-11-01")
    take_in(at_once.settings)

    # The same input is the same build (tests/integration/test_sample.py): it need not be built to know its marts.
    assert freeze_input(late.settings) == freeze_input(at_once.settings) is not None
    assert input_digests(late) == input_digests(at_once)


def input_digests(environment: Environment) -> dict[str, str]:
    """Digest of each file that dbt reads."""
    folder = input_folder(open_home(environment.settings))
    files = sorted(folder.rglob("*.parquet"))
    assert files
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
