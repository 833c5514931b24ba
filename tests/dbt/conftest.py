"""The canonical deliveries, built once for all tests that read the result."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt


@pytest.fixture(scope="session")
def build(made_once: Callable[[str, Callable[[Path], Any]], Any]) -> Build:
    """Everything that dbt builds and checks."""
    return made_once("canonical", build_canonical)


def build_canonical(folder: Path) -> Build:
    build_input = BuildInput(folder / "input")
    canonical.deliver(build_input)
    return run_dbt(folder, build_input.freeze(), ["build"])


@pytest.fixture(scope="session", autouse=True)
def _forked(forked_dbt: None) -> None:
    """Builds here do not import dbt each."""
