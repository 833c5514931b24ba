"""The canonical deliveries, built once for all tests that read the result."""

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Everything that dbt builds and checks."""
    folder = tmp_path_factory.mktemp("dbt")
    build_input = BuildInput(folder / "input")
    canonical.deliver(build_input)
    return run_dbt(folder, build_input.freeze(), ["build"])
