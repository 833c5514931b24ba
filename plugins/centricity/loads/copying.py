"""The copies of one intake: what is read is a copy, so that nobody changes it meanwhile."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from centricity.feeds.definition import Feed
from centricity.loads.deliveries import Delivery, take_copy

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
