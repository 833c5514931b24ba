"""Intake: everything that waits in `landing/` for one source, taken in file by file.

Then those archived originals again that would be judged otherwise today.
A poison file never stops the others: a refusal is recorded and the file rejected; a fault (a full disk, an
error of ours) leaves the file where it is, for the retry.
"""

import dataclasses
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, count, groupby
from operator import itemgetter
from pathlib import Path

import duckdb

from centricity.errors import CentricityError, Refusal
from centricity.faults import fault_in_words
from centricity.feeds.catalogue import Catalogue, read_catalogue
from centricity.feeds.definition import Feed
from centricity.feeds.entities import SOURCES
from centricity.home import Home, open_home
from centricity.loads.arrivals import State, left_alone_notes, settled_states, state_of
from centricity.loads.commit import (
    archive,
    archive_control,
    remove_replaced_quarantine,
)
from centricity.loads.control import late_control_files
from centricity.loads.deliveries import (
    Delivery,
    archived_original,
    pending_files,
    public_name,
    take_copy,
    unclaimed_folders,
)
from centricity.loads.descriptions import read_descriptions
from centricity.loads.judging import check_not_hindered, judge_batches
from centricity.loads.ledger import (
    ACCEPTED,
    LedgerEntry,
    Named,
    entries_in_force,
    newest_judgements,
    read_entries,
)
from centricity.loads.organisations import ambiguous_names, install_organisation_aliases, organisation_loads
from centricity.loads.outdated import find_outdated
from centricity.loads.recording import Recorder
from centricity.loads.report import IntakeFault, IntakeReport, describe
from centricity.loads.staging import StagedBatch, check_name, stage
from centricity.locks import hold_lock
from centricity.privacy.masking import install_masking
from centricity.privacy.pseudonyms import install_pseudonyms, key_id, read_key
from centricity.quality import Verdict
from centricity.settings import Settings

# Judged together, since Great Expectations takes its time to start; not all at once, since they take disk.
DELIVERIES_PER_JUDGEMENT = 50
BYTES_PER_JUDGEMENT = 1024**3


def find_deliveries(settings: Settings, source: str) -> list[str]:
    """What is pending for a source, one line per feed; empty if nothing can be taken now."""
    home, catalogue = open_home(settings), read_catalogue(settings.feeds)
    if _waits_for_organisations(home, catalogue, source):
        return []
    entries = read_entries(home)
    counts = {
        feed.feed: len(pending_files(home, feed)) + len(late_control_files(home, feed, entries))
        for feed in catalogue.of_source(source)
    }
    outdated = find_outdated(home, catalogue, entries, source, settings.now or datetime.now(UTC))
    again = [f"{name}: {number} files again" for name, number in Counter(entry.feed for entry in outdated).items()]
    broken = [f"{name}: its definition is wrong" for name in _broken_feeds(catalogue, source)]
    return [f"{name}: {number} files" for name, number in counts.items() if number] + again + broken


def load_deliveries(settings: Settings, source: str, run_id: str) -> IntakeReport:
    """Take in everything that is pending for a source, and judge again what would be judged otherwise today.

    Raises:
        IntakeFault: at the end, if a file met a fault or a feed's definition is wrong; everything else is
            loaded by then.
    """
    home = open_home(settings)
    with hold_lock(home.staging / f"{source}.lock"):
        intake = _Intake(settings, home, source, run_id)
        intake.take_everything()
    return _checked(intake.report)


def judge_again(settings: Settings, source: str, entries: Sequence[LedgerEntry], run_id: str) -> IntakeReport:
    """Judge archived originals of a source again, by today's definitions, suites, organisations and clock.

    Raises:
        IntakeFault: at the end, if a file met a fault.
    """
    home = open_home(settings)
    with hold_lock(home.staging / f"{source}.lock"):
        intake = _Intake(settings, home, source, run_id)
        intake.take(intake.archived_deliveries(entries))
    return _checked(intake.report)


def _checked(report: IntakeReport) -> IntakeReport:
    if report.faults:
        raise IntakeFault(report)
    return report


def waiting_notes(settings: Settings) -> list[str]:
    """What lies in `landing/` and cannot be taken, and why; names by which records cannot be matched."""
    home, catalogue = open_home(settings), read_catalogue(settings.feeds)
    notes = [
        f"landing/{name}: no feed of that name is defined (unknown_feed)."
        for name in unclaimed_folders(home, catalogue)
    ]
    notes += left_alone_notes(home, catalogue.feeds.values())
    for source in SOURCES[1:]:
        waiting = sum(len(pending_files(home, feed)) for feed in catalogue.of_source(source))
        if waiting and _waits_for_organisations(home, catalogue, source):
            notes.append(f"{source}: {waiting} files wait for a load of organisations (waiting_for_organisations).")
    if organisations := organisation_loads(entries_in_force(read_entries(home), catalogue)):
        with duckdb.connect() as connection:
            read_descriptions(connection, home, organisations)
            notes += ambiguous_names(connection)
    return notes + [str(problem) for problem in catalogue.problems.values()]


def _waits_for_organisations(home: Home, catalogue: Catalogue, source: str) -> bool:
    return source != "reference" and not organisation_loads(entries_in_force(read_entries(home), catalogue))


def _broken_feeds(catalogue: Catalogue, source: str) -> list[str]:
    return [name for name in catalogue.problems if catalogue.problem_sources[name] == source]


class _Intake:
    """One intake of one source, under the source's lock."""

    def __init__(self, settings: Settings, home: Home, source: str, run_id: str) -> None:
        self.settings, self.home, self.source = settings, home, source
        self.catalogue = read_catalogue(settings.feeds)
        self.known = read_entries(home)
        self.key = read_key(settings.pseudonym_key_file, home, {entry.pseudonym_key_id for entry in self.known})
        self.now = settings.now or datetime.now(UTC)
        self.organisations = organisation_loads(entries_in_force(self.known, self.catalogue))
        self.recorder = Recorder(settings, home, self.known, self.organisations, key_id(self.key), run_id, self.now)
        self.report = IntakeReport(source)
        self.folder = home.staging / source
        self.copies = count()
        self.judgements = Counter()
        for entry in self.known:
            self.judgements[entry.load_id] = max(self.judgements[entry.load_id], entry.judgement)

    def take_everything(self) -> None:
        self.report.faults += [
            str(self.catalogue.problems[name]) for name in _broken_feeds(self.catalogue, self.source)
        ]
        self.take(chain(self._new_deliveries(), self._outdated_deliveries()))

    def take(self, deliveries: Iterator[Delivery]) -> None:
        if self.source != "reference" and not self.organisations:
            self.report.waiting.append(f"{self.source}: waits for a load of organisations.")
            return
        shutil.rmtree(self.folder, ignore_errors=True)  # what a killed run left
        with duckdb.connect(config={"temp_directory": str(self.folder / "spill")}) as connection:
            install_pseudonyms(connection, self.key)
            install_masking(connection)
            if self.source != "reference":
                install_organisation_aliases(connection, self.home, self.organisations)
            for chunk in _in_chunks(deliveries):
                self._take(connection, chunk)
                for delivery in chunk:
                    shutil.rmtree(delivery.copy.parent, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        remove_replaced_quarantine(self.home, self.source, [*self.known, *self.report.entries])

    def archived_deliveries(self, entries: Iterable[LedgerEntry]) -> Iterator[Delivery]:
        """The originals of loads, to be judged again."""
        for entry in entries:
            original = archived_original(self.home, entry)
            if original.is_file():
                with self._noting_faults(f"{entry.feed}/{entry.load_id}"):
                    yield self._numbered(self._copy(self.catalogue.feeds[entry.feed], original))
            else:
                self.report.waiting.append(f"{describe(entry)}. Not judged again: its original is not in the archive.")

    def _outdated_deliveries(self) -> Iterator[Delivery]:
        for feed in self.catalogue.of_source(self.source):
            for path, found in groupby(late_control_files(self.home, feed, self.known), key=itemgetter(0)):
                archive_control(self.home, path, [entry for _, entry in found])
        yield from self.archived_deliveries(find_outdated(self.home, self.catalogue, self.known, self.source, self.now))

    def _new_deliveries(self) -> Iterator[Delivery]:
        known = defaultdict(list)
        for entry in newest_judgements(self.known):
            known[entry.load_id].append(Named(entry.file_name, entry.delivery_date, entry.verdict))
        for feed in self.catalogue.of_source(self.source):
            states = settled_states(pending_files(self.home, feed), self.settings.settle_seconds)
            for original, state in states.items():
                delivery = self._copy_settled(feed, original, state)
                if delivery is None:
                    continue
                named = Named(delivery.public_name, delivery.delivery_date, ACCEPTED)
                done = [other for other in known[delivery.load_id] if other.makes_needless(named)]
                if done:
                    self.report.known.append(f"{_place(delivery)}: already {done[0].verdict}, nothing to do")
                    with self._noting_faults(_place(delivery)):
                        archive(self.home, delivery)
                else:
                    # A wrong name is refused whatever the bytes are; by any other the next is the same file.
                    known[delivery.load_id] += [named] * delivery.has_agreed_name
                    yield self._numbered(delivery)

    def _copy_settled(self, feed: Feed, original: Path, state: State | None) -> Delivery | None:
        """The delivery; None for one that its supplier is still writing, or that cannot be read."""
        place = f"{feed.feed}/{public_name(feed, original)}"
        with self._noting_faults(place):
            delivery = self._copy(feed, original)
            if state_of(original) == state:
                return delivery
            self.report.waiting.append(f"{place}: is still being written.")
        return None

    def _copy(self, feed: Feed, original: Path) -> Delivery:
        folder = self.folder / str(next(self.copies))
        folder.mkdir(parents=True)
        try:
            return take_copy(feed, original, folder)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)  # on a full disk, the room that the next file needs
            raise

    def _numbered(self, delivery: Delivery) -> Delivery:
        self.judgements[delivery.load_id] += 1
        return dataclasses.replace(delivery, judgement=self.judgements[delivery.load_id])

    def _take(self, connection: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery]) -> None:
        batches = [batch for delivery in deliveries if (batch := self._stage(connection, delivery))]
        verdicts: list[Verdict] = []
        with self._noting_faults(*(_place(batch.delivery) for batch in batches)):
            verdicts = judge_batches(self.settings, batches)
        # None of them is judged where judging met a fault.
        for batch, verdict in zip(batches, verdicts, strict=False):
            with self._noting_faults(_place(batch.delivery)):
                check_not_hindered(verdict)
                self.report.entries.append(self.recorder.commit(connection, batch, verdict))

    def _stage(self, connection: duckdb.DuckDBPyConnection, delivery: Delivery) -> StagedBatch | None:
        with self._noting_faults(_place(delivery)):
            try:
                check_name(delivery)
                return stage(connection, delivery, self.now)
            except Refusal as refusal:
                self.report.entries.append(self.recorder.reject(delivery, refusal))
        return None

    @contextmanager
    def _noting_faults(self, *places: str) -> Iterator[None]:
        """Note a fault of some files and go on with the next. Its text is not kept: it may hold a row."""
        try:
            yield
        except CentricityError as error:
            self.report.faults += [f"{place}: {error}" for place in places]
        except Exception as error:
            said = fault_in_words(error, self.home.root) or f"{type(error).__name__} while taking it in."
            self.report.faults += [f"{place}: {said}" for place in places]


def _in_chunks(deliveries: Iterator[Delivery]) -> Iterator[list[Delivery]]:
    chunk: list[Delivery] = []
    for delivery in deliveries:
        chunk.append(delivery)
        if len(chunk) == DELIVERIES_PER_JUDGEMENT or sum(each.bytes for each in chunk) > BYTES_PER_JUDGEMENT:
            yield chunk
            chunk = []
    yield chunk


def _place(delivery: Delivery) -> str:
    return f"{delivery.feed.feed}/{delivery.public_name}"
