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
    write_sample(open_home(settings).root, DEFAULT_SEED)
    take_in(settings)
    assert build(settings)
    return settings
