"""What an intake takes: the new files of `landing/`, and archived originals that are judged again."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from centricity.environment import Environment
from centricity.feeds.definition import Feed
from centricity.loads.arrivals import State, settled_states, state_of
from centricity.loads.commit import archive, archive_control
from centricity.loads.control import late_control_files
from centricity.loads.copying import Copies
from centricity.loads.deliveries import Delivery, archived_original, pending_files, public_name
from centricity.loads.entry import ACCEPTED, LedgerEntry
from centricity.loads.ledger import Named, newest_judgements
from centricity.loads.outdated import find_outdated
from centricity.loads.report import IntakeReport, describe

Names = dict[str, list[Named]]


class Gathering:
    """Chooses originals and copies them, one at a time, as they are asked for.

    Args:
        environment: whose files.
        report: of the intake; says what waits and what is known.
        known: the ledger as the intake found it.
        copies: where to copy to.
    """

    def __init__(
        self, environment: Environment, report: IntakeReport, known: Sequence[LedgerEntry], copies: Copies
    ) -> None:
        self._environment, self._report, self._known, self._copies = environment, report, known, copies
        self._feeds = environment.catalogue.of_source(report.source)
        self._judgements: Counter[str] = Counter()
        for entry in known:
            self._judgements[entry.load_id] = max(self._judgements[entry.load_id], entry.judgement)

    def new(self) -> Iterator[Delivery]:
        """What waits in `landing/` and is not in yet; what is in already leaves it."""
        names = _names_by_load(self._known)
        for feed in self._feeds:
            pending = pending_files(self._environment.home, feed)
            for original, state in settled_states(pending, self._environment.settings.settle_seconds).items():
                delivery = self._copy_settled(feed, original, state)
                if delivery and self._is_new(delivery, names):
                    yield self._numbered(delivery)

    def outdated(self) -> Iterator[Delivery]:
        """The originals of loads that would be judged otherwise today, their late control files beside them."""
        home = self._environment.home
        for feed in self._feeds:
            for path, found in groupby(late_control_files(home, feed, self._known), key=itemgetter(0)):
                archive_control(home, path, [entry for _, entry in found])
        yield from self.archived(
            find_outdated(home, self._environment.catalogue, self._known, self._report.source, self._environment.now)
        )

    def archived(self, entries: Iterable[LedgerEntry]) -> Iterator[Delivery]:
        """The originals of loads, to be judged again."""
        for entry in entries:
            original = archived_original(self._environment.home, entry)
            if original.is_file():
                with self._report.noting_faults(self._environment.home, f"{entry.feed}/{entry.load_id}"):
                    yield self._numbered(self._copies.take(self._environment.catalogue.feeds[entry.feed], original))
            else:
                said = "Not judged again: its original is not in the archive."
                self._report.waiting.append(f"{describe(entry)}. {said}")

    def _copy_settled(self, feed: Feed, original: Path, state: State | None) -> Delivery | None:
        """The delivery; None for one that its supplier is still writing, or that cannot be read."""
        place = f"{feed.feed}/{public_name(feed, original)}"
        with self._report.noting_faults(self._environment.home, place):
            delivery = self._copies.take(feed, original)
            if state_of(original) == state:
                return delivery
            self._report.waiting.append(f"{place}: is still being written.")
        return None

    def _is_new(self, delivery: Delivery, names: Names) -> bool:
        """Whether a delivery is to be judged; one that is not goes to the archive."""
        named = Named(delivery.public_name, delivery.delivery_date, ACCEPTED)
        done = [other for other in names[delivery.load_id] if other.makes_needless(named)]
        if not done:
            # A wrong name is refused whatever the bytes are; by any other the next is the same file.
            names[delivery.load_id] += [named] * delivery.has_agreed_name
            return True
        self._report.known.append(f"{delivery.place}: already {done[0].verdict}, nothing to do")
        with self._report.noting_faults(self._environment.home, delivery.place):
            archive(self._environment.home, delivery)
        return False

    def _numbered(self, delivery: Delivery) -> Delivery:
        self._judgements[delivery.load_id] += 1
        return dataclasses.replace(delivery, judgement=self._judgements[delivery.load_id])


def _names_by_load(entries: Sequence[LedgerEntry]) -> Names:
    """By load, the names that it was delivered by."""
    names: Names = defaultdict(list)
    for entry in newest_judgements(entries):
        names[entry.load_id].append(Named(entry.file_name, entry.delivery_date, entry.verdict))
    return names
