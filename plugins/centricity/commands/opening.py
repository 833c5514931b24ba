"""The environment that a command works in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from centricity.settings import load_settings

if TYPE_CHECKING:
    from centricity.environment import Environment


def opened(now: datetime | None = None) -> Environment:
    """Open the environment that the settings name; `--help` need not wait for what this imports."""
    from centricity.environment import open_environment

    return open_environment(load_settings(now=now))
