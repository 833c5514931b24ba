"""The canonical deliveries, built once for all tests that read the result."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt, target_of


@pytest.fixture(scope="session")
def build(made_once: Callable[[str, Callable[[Path], Any]], Any]) -> Build:
    """Everything that dbt builds and checks."""
    return made_once("canonical", build_canonical)


def build_canonical(folder: Path) -> Build:
    build_input = BuildInput(folder / "input")
    canonical.deliver(build_input)
    built = run_dbt(folder, build_input.freeze(), ["build"])
    shutil.copy(target_of(folder) / "manifest.json", folder)
    return built
