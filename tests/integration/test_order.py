"""What is published hangs on what was delivered, not on when: not even on what was unknown when it came."""

from pathlib import Path

import pytest
from environments import ORGANISATION_FILE, Environment
from integration.pipeline import build, published_digests, take_in

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

    assert build(late.settings)
    assert build(at_once.settings)
    assert published_digests(late.settings) == published_digests(at_once.settings)
