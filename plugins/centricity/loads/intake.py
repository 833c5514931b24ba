"""Intake: everything that waits in `landing/` for one source, taken in file by file.

A poison file never stops the others: a refusal is recorded and the file rejected; a fault (a full disk, an
error of ours) leaves the file where it is, for the retry.
"""

import dataclasses
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice

import duckdb
import pyarrow.compute as pc

from centricity.errors import CentricityError, Refusal
from centricity.feeds.catalogue import Catalogue, read_catalogue
from centricity.feeds.entities import SOURCES
from centricity.home import Home, open_home
from centricity.loads.commit import archive, commit_accepted, commit_rejected, count_reasons
from centricity.loads.deliveries import Delivery, pending_files, take_copy, unclaimed_folders
from centricity.loads.judging import judge_batches, refusal_of, suite_of
from centricity.loads.ledger import ACCEPTED, REJECTED, LedgerEntry, entries_in_force, read_entries
from centricity.loads.organisations import install_organisation_aliases, organisation_loads
from centricity.loads.staging import StagedBatch, check_name, stage
from centricity.locks import hold_lock
from centricity.privacy.pseudonyms import install_pseudonyms, key_id, read_key
from centricity.quality import Verdict, suite_sha256
from centricity.settings import Settings

# Judged together, since Great Expectations takes its time to start; not all at once, since they take disk.
DELIVERIES_PER_JUDGEMENT = 50


@dataclass
class IntakeReport:
    """What one intake did: for the log and the command line. Holds no values of any record."""

    source: str
    entries: list[LedgerEntry] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """One line per file."""
        return [describe(entry) for entry in self.entries] + self.known + self.waiting + self.faults


class IntakeFault(CentricityError):
    """Some files met a fault, which may be gone the next time; the report says what went in all the same."""

    def __init__(self, report: IntakeReport) -> None:
        super().__init__("intake_fault", " ".join(report.faults), "The files wait in landing/; run again.")
        self.report = report


def find_deliveries(settings: Settings, source: str) -> list[str]:
    """What is pending for a source, one line per feed; empty if nothing can be taken now."""
    home, catalogue = open_home(settings), read_catalogue(settings.feeds)
    if _waits_for_organisations(home, catalogue, source):
        return []
    counts = {feed.feed: len(pending_files(home, feed)) for feed in catalogue.of_source(source)}
    broken = [f"{name}: its definition is wrong" for name in _broken_feeds(catalogue, source)]
    return [f"{name}: {count} files" for name, count in counts.items() if count] + broken


def load_deliveries(settings: Settings, source: str, run_id: str) -> IntakeReport:
    """Take in everything that is pending for a source.

    Raises:
        IntakeFault: at the end, if a file met a fault or a feed's definition is wrong; everything else is
            loaded by then.
    """
    home = open_home(settings)
    with hold_lock(home.staging / f"{source}.lock"):
        intake = _Intake(settings, home, source, run_id)
        intake.take_everything()
    if intake.report.faults:
        raise IntakeFault(intake.report)
    return intake.report


def waiting_notes(settings: Settings) -> list[str]:
    """What lies in `landing/` and cannot be taken, and why."""
    home, catalogue = open_home(settings), read_catalogue(settings.feeds)
    notes = [
        f"landing/{name}: no feed of that name is defined (unknown_feed)."
        for name in unclaimed_folders(home, catalogue)
    ]
    for source in SOURCES[1:]:
        waiting = sum(len(pending_files(home, feed)) for feed in catalogue.of_source(source))
        if waiting and _waits_for_organisations(home, catalogue, source):
            notes.append(f"{source}: {waiting} files wait for a load of organisations (waiting_for_organisations).")
    return notes + [str(problem) for problem in catalogue.problems.values()]


def _waits_for_organisations(home: Home, catalogue: Catalogue, source: str) -> bool:
    return source != "reference" and not organisation_loads(entries_in_force(read_entries(home), catalogue))


def _broken_feeds(catalogue: Catalogue, source: str) -> list[str]:
    return [name for name in catalogue.problems if catalogue.problem_sources[name] == source]


class _Intake:
    """One intake of one source, under the source's lock."""

    def __init__(self, settings: Settings, home: Home, source: str, run_id: str) -> None:
        self.settings, self.home, self.source, self.run_id = settings, home, source, run_id
        self.catalogue = read_catalogue(settings.feeds)
        self.known = read_entries(home)
        self.key = read_key(settings.pseudonym_key_file, home)
        self.now = settings.now or datetime.now(UTC)
        self.report = IntakeReport(source)
        self.folder = home.staging / source

    def take_everything(self) -> None:
        self.report.faults += [
            str(self.catalogue.problems[name]) for name in _broken_feeds(self.catalogue, self.source)
        ]
        organisations = organisation_loads(entries_in_force(self.known, self.catalogue))
        if self.source != "reference" and not organisations:
            self.report.waiting.append(f"{self.source}: waits for a load of organisations.")
            return
        shutil.rmtree(self.folder, ignore_errors=True)  # what a killed run left
        with duckdb.connect() as connection:
            install_pseudonyms(connection, self.key)
            if self.source != "reference":
                install_organisation_aliases(connection, self.home, organisations)
            for deliveries in _in_chunks(self._new_deliveries()):
                self._take(connection, deliveries)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _new_deliveries(self) -> Iterator[Delivery]:
        verdicts = {entry.load_id: entry.verdict for entry in self.known}
        for feed in self.catalogue.of_source(self.source):
            for number, original in enumerate(pending_files(self.home, feed)):
                folder = self.folder / f"{feed.feed}-{number}"
                folder.mkdir(parents=True)
                delivery = take_copy(feed, original, folder)
                if delivery.load_id in verdicts:
                    self.report.known.append(f"{_place(delivery)}: already {verdicts[delivery.load_id]}, nothing to do")
                    archive(self.home, delivery)
                else:
                    verdicts[delivery.load_id] = ACCEPTED
                    yield delivery

    def _take(self, connection: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery]) -> None:
        batches = [batch for delivery in deliveries if (batch := self._stage(connection, delivery))]
        for batch, verdict in zip(batches, judge_batches(self.settings, batches), strict=True):
            with self._noting_faults(batch.delivery):
                self._commit(connection, batch, verdict)

    def _stage(self, connection: duckdb.DuckDBPyConnection, delivery: Delivery) -> StagedBatch | None:
        with self._noting_faults(delivery):
            try:
                check_name(delivery)
                return stage(connection, delivery, self.now)
            except Refusal as refusal:
                self._reject(delivery, refusal.code, str(refusal), None)
        return None

    def _commit(self, connection: duckdb.DuckDBPyConnection, batch: StagedBatch, verdict: Verdict) -> None:
        if refusal := refusal_of(verdict):
            self._reject(batch.delivery, refusal.code, str(refusal), verdict)
            return
        quarantined = len(pc.unique(verdict.failing_rows["row_number"]))
        entry = self._entry(
            batch.delivery,
            verdict,
            verdict=ACCEPTED,
            reason_code=None,
            reason=None,
            records_in=batch.records_in,
            records_accepted=batch.records_in - quarantined,
            records_quarantined=quarantined,
            quarantine_reasons=count_reasons(verdict.failing_rows),
            added_columns=batch.added_columns,
        )
        commit_accepted(connection, self.home, batch, verdict.failing_rows, entry)
        self.report.entries.append(entry)

    def _reject(self, delivery: Delivery, reason_code: str, reason: str, judged: Verdict | None) -> None:
        entry = self._entry(
            delivery,
            judged,
            verdict=REJECTED,
            reason_code=reason_code,
            reason=reason,
            records_in=0,
            records_accepted=0,
            records_quarantined=0,
            quarantine_reasons={},
            added_columns=[],
        )
        commit_rejected(self.home, delivery, entry)
        self.report.entries.append(entry)

    def _entry(self, delivery: Delivery, judged: Verdict | None, **verdict: object) -> LedgerEntry:
        return LedgerEntry(
            load_id=delivery.load_id,
            feed=delivery.feed.feed,
            source=delivery.feed.source,
            entity=delivery.feed.entity,
            file_name=delivery.original.name,
            file_sha256=delivery.sha256,
            file_bytes=delivery.bytes,
            delivery_date=delivery.delivery_date,
            expectations=[dataclasses.asdict(check) for check in judged.expectations] if judged else [],
            definition_sha256=delivery.feed.sha256,
            suite_sha256=suite_sha256(suite_of(self.settings, delivery.feed)),
            pseudonym_key_id=key_id(self.key),
            run_id=self.run_id,
            loaded_at=self.now.isoformat(),
            code_version=version("centricity"),
            **verdict,
        )

    @contextmanager
    def _noting_faults(self, delivery: Delivery) -> Iterator[None]:
        """Note a fault of one file and go on with the next. Its text is not kept: it may hold a row."""
        try:
            yield
        except CentricityError as error:
            self.report.faults.append(f"{_place(delivery)}: {error}")
        except Exception as error:
            self.report.faults.append(f"{_place(delivery)}: {type(error).__name__} while taking it in.")


def _in_chunks(deliveries: Iterator[Delivery]) -> Iterator[list[Delivery]]:
    while chunk := list(islice(deliveries, DELIVERIES_PER_JUDGEMENT)):
        yield chunk


def _place(delivery: Delivery) -> str:
    return f"{delivery.feed.feed}/{delivery.public_name}"


def describe(entry: LedgerEntry) -> str:
    """One line about a load, for people; a name that was not agreed on is not repeated."""
    name = "a file of another name" if entry.reason_code == "bad_file_name" else entry.file_name
    if entry.verdict == REJECTED:
        return f"{entry.feed}/{name}: rejected, {entry.reason}"
    reasons = ", ".join(f"{reason} {count}" for reason, count in entry.quarantine_reasons.items())
    quarantined = f", {entry.records_quarantined} quarantined ({reasons})" if reasons else ""
    left_out = f", {len(entry.added_columns)} unknown columns left out" if entry.added_columns else ""
    return (
        f"{entry.feed}/{name}: {entry.records_accepted} of {entry.records_in} records accepted{quarantined}{left_out}"
    )
