# Holds warehouse.own_errors, warehouse.dbt, warehouse.dbt_process, errors.
"""An error of our own that a model raises leaves dbt's process whole: for the log, and for who runs the build."""

from pathlib import Path

import pytest
from environments import Environment
from tests.dbt import canonical
from tests.dbt.builds import BuildInput
from tests.dbt.test_weighting import PLEASED, evaluation, margins

from centricity.errors import CentricityError
from centricity.home import open_home
from centricity.warehouse.dbt import run_dbt, target_folder
from centricity.warehouse.input import input_folder


def build_that_fails(environment: Environment, evaluations: list[dict], population: list[dict]) -> CentricityError:
    home = open_home(environment.settings)
    build_input = BuildInput(input_folder(home))
    canonical.reference(build_input)
    build_input.add("evaluations", "load-2", evaluations)
    build_input.add("margins", "load-3", population)
    build_input.freeze()
    with pytest.raises(CentricityError) as error:
        run_dbt(environment.settings, home, log_of(environment))
    return error.value


def log_of(environment: Environment) -> Path:
    return open_home(environment.settings).logs / "dbt.log"


def test_who_cannot_be_weighted_is_named_by_survey_wave_and_margin(environment):
    """The east has 30 of 600 and half of the population: each would weigh ten times the mean, above the cap."""
    persons = [evaluation("amber", n, "east" if n < 30 else "north", PLEASED) for n in range(600)]
    odd = [evaluation("amber", 600, "Jansen", PLEASED)]
    error = build_that_fails(environment, [*persons, *odd], margins(north=50, east=50))
    assert error.code == "cannot_weight"
    assert "margins['region']['east'] is" in error.message and "cap" in error.message
    assert error.where == "survey feed_of_evaluations, wave 2025, cleaning none"
    assert error.remedy
    log = log_of(environment).read_text()
    assert str(error) in " ".join(log.split())
    assert "withheld" not in log
    results = target_folder(open_home(environment.settings)).glob("*.json*")
    told = [log, str(error), *(path.read_text() for path in results)]
    assert len(told) > 3
    assert not any("Jansen" in text or "amber-" in text for text in told)
