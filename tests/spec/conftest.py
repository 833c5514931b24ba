"""All cases of the sections and all random ones, in one build of the models that say how figures are computed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.dbt.builds import Build
from tests.spec.deliveries import Delivery, build_models, draw_delivery
from tests.spec.tables import SpecCase, read_cases


@pytest.fixture(scope="session")
def spec_cases() -> dict[str, SpecCase]:
    """By title."""
    return {case.title: case for case in read_cases()}


@pytest.fixture(scope="session")
def random_delivery() -> Delivery:
    return draw_delivery()


@pytest.fixture(scope="session")
def built(made_once: Callable[[str, Callable[[Path], Any]], Any], parsed_project: None) -> Build:
    return made_once("spec", build_models)
