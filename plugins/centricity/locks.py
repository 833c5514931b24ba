"""Locks that end with the process that holds them, and folders that end with their lock."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

# Beside the folders of `own_folder`: locked while one is made or removed.
FOLDERS_LOCK = "folders.lock"
# In a folder of `own_folder`: locked as long as a process works there.
IN_USE = "in-use.lock"


@contextmanager
def hold_lock(path: Path) -> Iterator[TextIO]:
    """Wait for the lock, then hold it. Whoever is killed lets go of it; so do all who were given the file."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


@contextmanager
def hold_lock_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock, unless somebody else does; yields whether we do."""
    with path.open("w") as file:
        yield _takes(file)


@contextmanager
def own_folder(parent: Path) -> Iterator[tuple[Path, TextIO]]:
    """A new folder of this process below another; removed at the end, or by the next to come if we are killed.

    Yields:
        The folder, and its lock: nobody removes the folder while a process has this file open.
    """
    parent.mkdir(exist_ok=True)
    with ExitStack() as stack:
        with hold_lock(parent / FOLDERS_LOCK):
            _remove_abandoned(parent)
            folder = Path(stack.enter_context(TemporaryDirectory(dir=parent)))
            lock = stack.enter_context(hold_lock(folder / IN_USE))
        yield folder, lock


def remove_abandoned_folders(parent: Path) -> None:
    """Remove the folders of `own_folder` whose processes were killed."""
    parent.mkdir(exist_ok=True)
    with hold_lock(parent / FOLDERS_LOCK):
        _remove_abandoned(parent)


def _remove_abandoned(parent: Path) -> None:
    for folder in (path for path in parent.iterdir() if path.is_dir()):
        with hold_lock_if_free(folder / IN_USE) as is_abandoned:
            if is_abandoned:
                shutil.rmtree(folder)


def _takes(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
