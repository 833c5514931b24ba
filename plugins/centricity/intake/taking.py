"""Copies become loads: each is staged, all are judged, each is committed; a refusal or a fault stops no other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from centricity.batches.delivery import Delivery
from centricity.batches.judging import check_not_hindered, judge_batches
from centricity.batches.staging import StagedBatch, check_name, stage
from centricity.environment import Environment
from centricity.errors import Refusal
from centricity.intake.recording import Recorder
from centricity.intake.report import IntakeReport
from centricity.ledger.entry import LedgerEntry
from centricity.ledger.organisations import install_organisation_aliases
from centricity.privacy.masking import install_masking
from centricity.privacy.pseudonyms import install_pseudonyms
from centricity.quality import Verdict
from centricity.sql import spilling_into


@contextmanager
def connect_for_intake(
    folder: Path, environment: Environment, key: bytes, names: Sequence[LedgerEntry]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the macros that staging needs.

    Args:
        folder: what does not fit into memory goes below it.
        environment: where the loads are, and how much memory is theirs.
        key: of the pseudonyms.
        names: the organisations loads whose names are looked up; none for reference data.
    """
    config = spilling_into(folder / "spill", environment.settings.memory_limit)
    with duckdb.connect(config=config) as connection:
        install_pseudonyms(connection, key)
        install_masking(connection)
        if names:
            install_organisation_aliases(connection, environment.home, names)
        yield connection


@dataclass(frozen=True)
class Taking:
    """One intake's way from copies to loads.

    Attributes:
        connection: of `connect_for_intake`.
        report: of the intake; gets the new entries and the faults.
        recorder: writes the judgements.
    """

    connection: duckdb.DuckDBPyConnection
    environment: Environment
    report: IntakeReport
    recorder: Recorder

    def take(self, deliveries: Sequence[Delivery]) -> None:
        """Take in deliveries that are judged together."""
        batches = [batch for delivery in deliveries if (batch := self._stage(delivery))]
        # None of them is judged where judging met a fault.
        for batch, verdict in zip(batches, self._judge(batches), strict=False):
            self._commit(batch, verdict)

    def _stage(self, delivery: Delivery) -> StagedBatch | None:
        """The batch; None for a file that is refused before it is judged, or met a fault."""
        with self.report.noting_faults(self.environment.home, delivery.place):
            try:
                check_name(delivery)
                return stage(self.connection, delivery, self.environment.now)
            except Refusal as refusal:
                self.report.entries.append(self.recorder.reject(delivery, refusal))
        return None

    def _judge(self, batches: Sequence[StagedBatch]) -> list[Verdict]:
        with self.report.noting_faults(self.environment.home, *(batch.delivery.place for batch in batches)):
            return judge_batches(self.environment.settings, batches)
        return []

    def _commit(self, batch: StagedBatch, verdict: Verdict) -> None:
        with self.report.noting_faults(self.environment.home, batch.delivery.place):
            check_not_hindered(verdict)
            self.report.entries.append(self.recorder.commit(self.connection, batch, verdict))
