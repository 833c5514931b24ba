"""Homes with tiny feeds and deliveries, and an Airflow home for what imports Airflow in the test process."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from canaries import PERSONS, files_with

from centricity.home import open_home
from centricity.settings import Settings, load_settings

# Airflow makes its home at import; it is not to be the user's.
AIRFLOW_HOME = tempfile.TemporaryDirectory(prefix="centricity-tests-")
os.environ["AIRFLOW_HOME"] = AIRFLOW_HOME.name

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home of its own for the module, and feeds for tiny deliveries."""
    home = tmp_path_factory.mktemp("home")
    return load_settings({"CENTRICITY_HOME": str(home), "CENTRICITY_FEEDS": str(HERE / "feeds")})


@pytest.fixture(scope="module")
def deliver(settings: Settings) -> Callable[[str], None]:
    """Drop the files of a delivery into `landing/` as a careful supplier does: copied, then renamed."""

    def drop(name: str) -> None:
        for original in sorted((HERE / "deliveries" / name).rglob("*.*")):
            folder = open_home(settings).landing / original.parent.name
            folder.mkdir(exist_ok=True)
            part = folder / f"{original.name}.part"
            shutil.copy(original, part)
            part.rename(folder / original.name)

    return drop


@pytest.fixture(scope="session")
def files_with_canary() -> Callable[[Path], dict[Path, set[str]]]:
    """The files of a folder in which the person that the deliveries plant can be read, and which words of her."""
    return lambda folder: files_with(folder, PERSONS[0].words)


@pytest.fixture(scope="session", autouse=True)
def _parsed(parsed_project: None) -> None:
    """Builds here start from the parsed project."""
