"""Locks that end with the process that holds them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def hold_lock(path: Path) -> Iterator[TextIO]:
    """Wait for the lock, then hold it. Whoever is killed lets go of it; so do all who were given the file."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
