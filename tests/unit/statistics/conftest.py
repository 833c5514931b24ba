"""Property tests: the same examples everywhere, and no failure because a machine is busy."""

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")
