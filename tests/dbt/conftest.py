"""The canonical deliveries, built once for all tests that read the result."""

import os
import pickle

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt

from centricity.locks import hold_lock


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Everything that dbt builds and checks; by the first process of a test run that asks for it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "canonical"
    folder.mkdir(exist_ok=True)
    done = folder / "build.pickle"
    with hold_lock(folder / "build.lock"):
        if not done.exists():
            build_input = BuildInput(folder / "input")
            canonical.deliver(build_input)
            done.write_bytes(pickle.dumps(run_dbt(folder, build_input.freeze(), ["build"])))
    return pickle.loads(done.read_bytes())  # noqa: S301
