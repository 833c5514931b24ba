"""The sample delivery, published once for all tests that read it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from integration.pipeline import build, settings_for, take_in

from centricity.home import open_home
from centricity.settings import Settings
from centricity_sample import DEFAULT_SEED, write_sample


@pytest.fixture(scope="session")
def sample(made_once: Callable[[str, Callable[[Path], Any]], Any]) -> Settings:
    """The settings of its home."""
    return made_once("sample", publish_sample)


def publish_sample(folder: Path) -> Settings:
    settings = settings_for(folder / "home")
    home = open_home(settings)
    # With another key other persons' records come first of those that are released together, and figures move a little.
    (home.root / "pseudonym.key").write_text("5a" * 32)
    (home.root / "pseudonym.key").chmod(0o600)
    write_sample(home.root, DEFAULT_SEED)
    take_in(settings)
    assert build(settings)
    return settings


@pytest.fixture(scope="session", autouse=True)
def _forked(forked_dbt: None) -> None:
    """Builds here do not import dbt each."""
