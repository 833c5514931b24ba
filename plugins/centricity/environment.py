"""One environment, opened: its folders, its feeds, its clock.

Whoever starts a piece of work has the settings and opens the environment once. All that is called from there takes the
environment, or the part that it needs.
"""

from dataclasses import dataclass
from datetime import datetime

from centricity.feeds.catalogue import Catalogue, read_catalogue
from centricity.home import Home, open_home
from centricity.settings import Settings, clock


@dataclass(frozen=True)
class Environment:
    """What a piece of work goes by.

    Attributes:
        settings: as they were read.
        home: the folders.
        catalogue: the feeds, as defined when the work began.
        now: the clock: the setting, or the machine's time when the work began.
    """

    settings: Settings
    home: Home
    catalogue: Catalogue
    now: datetime


def open_environment(settings: Settings) -> Environment:
    """Open the home, read the feeds and the clock.

    Raises:
        CentricityError: what `open_home` and `read_catalogue` raise.
    """
    return Environment(settings, open_home(settings), read_catalogue(settings.feeds), clock(settings))
