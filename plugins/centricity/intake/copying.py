"""The copies of one intake: what is read is a copy, so that nobody changes it meanwhile."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from centricity.batches.delivery import Delivery, take_copy
from centricity.feeds.definition import Feed
from centricity.feeds.entities import SOURCES
from centricity.home import Home
from centricity.locks import hold_lock_if_free, remove_abandoned_folders

# Judged together, since Great Expectations takes its time to start; not all at once, since they take disk.
DELIVERIES_PER_JUDGEMENT = 50
BYTES_PER_JUDGEMENT = 1024**3


@dataclass(frozen=True)
class Copies:
    """Copies in folders of their own, below the folder of the intake."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def take(self, feed: Feed, original: Path) -> Delivery:
        """Copy an original.

        Raises:
            OSError: it cannot be read, or the disk is full.
        """
        folder = self.folder / str(next(self._numbers))
        folder.mkdir(parents=True)
        try:
            return take_copy(feed, original, folder)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)  # on a full disk, the room that the next file needs
            raise


def copies_folder(home: Home, source: str) -> Path:
    """Where the intake of a source copies to: whoever has `intake_lock` may write there."""
    return home.staging / source


def intake_lock(home: Home, source: str) -> Path:
    return home.staging / f"{source}.lock"


def checks_folder(home: Home) -> Path:
    """Below it, each `feed check` has a folder of its own."""
    return home.staging / "checks"


def remove_abandoned_copies(home: Home) -> None:
    """Remove what killed intakes and checks copied. An intake or a check that is at work keeps its copies."""
    for source in SOURCES:
        with hold_lock_if_free(intake_lock(home, source)) as is_free:
            if is_free:
                shutil.rmtree(copies_folder(home, source), ignore_errors=True)
    remove_abandoned_folders(checks_folder(home))


@contextmanager
def open_copies(folder: Path) -> Iterator[Copies]:
    """An empty folder for the copies of one intake, removed at its end."""
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
    yield Copies(folder)
    shutil.rmtree(folder, ignore_errors=True)


def in_chunks(deliveries: Iterator[Delivery]) -> Iterator[list[Delivery]]:
    """Deliveries that are judged together; the copies of a chunk are removed before the next is made."""
    for chunk in _chunks(deliveries):
        yield chunk
        for delivery in chunk:
            shutil.rmtree(delivery.copy.parent, ignore_errors=True)


def _chunks(deliveries: Iterator[Delivery]) -> Iterator[list[Delivery]]:
    chunk: list[Delivery] = []
    for delivery in deliveries:
        chunk.append(delivery)
        if len(chunk) == DELIVERIES_PER_JUDGEMENT or sum(each.bytes for each in chunk) > BYTES_PER_JUDGEMENT:
            yield chunk
            chunk = []
    yield chunk
