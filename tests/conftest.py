"""Fixtures that all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from environments import Environment


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment(tmp_path)


@pytest.fixture(scope="module")
def module_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """For tests that read what one run left."""
    return Environment(tmp_path_factory.mktemp("environment"))


@pytest.fixture
def survey_row() -> Callable[..., str]:
    """A good survey row, but for what the test changes."""

    def row(number: int = 1, **changes: str) -> str:
        good = {
            "id": f"E{number}",
            "respondent": f"R{number}",
            "organisatie": "Alfa",
            "ingevuld_op": "01-10-2025 12:00:00",
            "aanbevelen": "9",
            "gemak": "7,5",
            "opmerking": "prima",
        }
        return ";".join((good | changes).values())

    return row
