"""Fixtures that all tests share, and how many examples a property is tried on.

`make test` tries the same ones everywhere: a change is refused for what it does, not for a draw.
`HYPOTHESIS_PROFILE=long python -m pytest tests/properties tests/unit` draws others, and many more.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from environments import Environment
from hypothesis import HealthCheck, Phase, settings
from tests.dbt.forked import Forking

from centricity.home import open_home
from centricity.locks import hold_lock
from centricity.settings import load_settings
from centricity.warehouse.dbt import dbt_environment, target_folder

COMMON_SETTINGS = {
    "deadline": None,  # the machine may be busy
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
    # Not to the smallest example: that takes minutes, and most of an example is small already.
    "phases": [Phase.explicit, Phase.generate],
    "print_blob": True,
}
settings.register_profile("repeatable", max_examples=25, derandomize=True, **COMMON_SETTINGS)
settings.register_profile("long", max_examples=300, derandomize=False, **COMMON_SETTINGS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], Any]], Any]:
    """What takes long and is only read: made by the first process of a test run that asks for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], Any]) -> Any:
        folder = shared / name
        folder.mkdir(exist_ok=True)
        done = folder / "made.pickle"
        with hold_lock(folder / "made.lock"):
            if not done.exists():
                done.write_bytes(pickle.dumps(make(folder)))
        return pickle.loads(done.read_bytes())  # noqa: S301

    return made


@pytest.fixture(scope="session")
def parsed_project(made_once: Callable[[str, Callable[[Path], Any]], Any]) -> None:
    """The dbt project is parsed once for all homes of a test run: that takes as long as many a build."""
    os.environ["DBT_PARTIAL_PARSE_FILE_PATH"] = str(made_once("parsed", parse_project))


@pytest.fixture(scope="session")
def forked_dbt(parsed_project: None) -> Iterator[None]:
    """Builds of a test run import dbt once, and start from the parsed project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("centricity.warehouse.dbt.subprocess", Forking)
        yield


def parse_project(folder: Path) -> Path:
    settings = load_settings({"CENTRICITY_HOME": str(folder / "home")})
    home = open_home(settings)
    environment = os.environ | dbt_environment(settings, home)
    command = [sys.executable, "-m", "centricity.warehouse.dbt_process", "--quiet", "parse"]
    subprocess.run(command, cwd=home.warehouse, env=environment, check=True)
    return target_folder(home) / "partial_parse.msgpack"


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment(tmp_path)


@pytest.fixture(scope="module")
def module_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """For tests that read what one run left."""
    return Environment(tmp_path_factory.mktemp("environment"))


@pytest.fixture(scope="session")
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
