"""A verdict becomes a judgement: its entry in the ledger, and what it is about where it belongs."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import duckdb
import pyarrow.compute as pc

from centricity.batches.contradictions import contradictions
from centricity.batches.control import control_sha256
from centricity.batches.delivery import Delivery
from centricity.batches.judging import refusal_of, remarks_on, suite_of
from centricity.batches.places import count_places, with_places
from centricity.batches.staging import StagedBatch
from centricity.environment import Environment
from centricity.errors import Refusal
from centricity.intake.commit import commit_accepted, commit_rejected, count_reasons
from centricity.intake.outdated import organisations_named, ripe_at
from centricity.ledger.discards import discards_of, with_discarded
from centricity.ledger.entry import ACCEPTED, REJECTED, Discard, LedgerEntry
from centricity.ledger.renamed import judgement_ids
from centricity.quality import Remark, Verdict, suite_sha256


@dataclass(frozen=True)
class Recorder:
    """Writes the judgements of one intake.

    Attributes:
        known: the ledger as the intake found it.
        organisations: the organisations loads whose names are looked up; none for reference data.
    """

    environment: Environment
    known: Sequence[LedgerEntry]
    organisations: Sequence[LedgerEntry]
    pseudonym_key_id: str
    run_id: str

    def commit(self, connection: duckdb.DuckDBPyConnection, batch: StagedBatch, verdict: Verdict) -> LedgerEntry:
        """Make a judged batch a load, or its file a rejected one."""
        ripe = ripe_at(connection, batch.path, batch.delivery.feed, self.environment.now)
        if refusal := refusal_of(verdict, batch):
            return self.reject(batch.delivery, refusal, verdict, ripe, remarks_on(batch, verdict))
        failing = with_places(verdict.failing_rows, batch)
        failing_rows = with_discarded(failing, batch.path, self._discards(batch.delivery))
        quarantined = len(pc.unique(failing_rows["row_number"]))
        filtered = sum(batch.filter_reasons.values())
        entry = dataclasses.replace(
            self._entry(batch.delivery, verdict),
            records_in=batch.records_in,
            records_accepted=batch.records_in - quarantined - filtered,
            records_quarantined=quarantined,
            records_filtered=filtered,
            filter_reasons=batch.filter_reasons,
            whole_periods=batch.whole_periods,
            quarantine_reasons=count_reasons(failing_rows),
            quarantine_columns=count_places(failing_rows),
            notes=contradictions(batch),
            added_columns=batch.added_columns,
            missing_reasons=batch.missing_reasons,
            empty_objects=batch.empty_objects,
            named=organisations_named(connection, batch.path) if batch.delivery.feed.source != "reference" else [],
            ripe_at=ripe,
            remarks=remarks_on(batch, verdict),
        )
        commit_accepted(connection, self.environment.home, batch, failing_rows, entry)
        return entry

    def reject(
        self,
        delivery: Delivery,
        refusal: Refusal,
        judged: Verdict | None = None,
        ripe: str | None = None,
        remarks: Sequence[Remark] = (),
    ) -> LedgerEntry:
        """Put a file aside that is refused: by its reader, or because of how it was judged."""
        entry = dataclasses.replace(
            self._entry(delivery, judged),
            verdict=REJECTED,
            reason_code=refusal.code,
            reason=str(refusal),
            ripe_at=ripe,
            remarks=list(remarks),
        )
        commit_rejected(self.environment.home, delivery, entry)
        return entry

    def _entry(self, delivery: Delivery, judged: Verdict | None) -> LedgerEntry:
        """What is known of a file before its verdict: accepted, as if it had no records."""
        return LedgerEntry(
            load_id=delivery.load_id,
            feed=delivery.feed.feed,
            source=delivery.feed.source,
            entity=delivery.feed.entity,
            file_name=delivery.public_name,
            file_sha256=delivery.sha256,
            file_bytes=delivery.bytes,
            delivery_date=delivery.delivery_date,
            verdict=ACCEPTED,
            reason_code=None,
            reason=None,
            records_in=0,
            records_accepted=0,
            records_quarantined=0,
            quarantine_reasons={},
            added_columns=[],
            expectations=list(judged.expectations) if judged else [],
            definition_sha256=delivery.feed.sha256,
            suite_sha256=suite_sha256(suite_of(self.environment.settings.expectations, delivery.feed)),
            pseudonym_key_id=self.pseudonym_key_id,
            run_id=self.run_id,
            loaded_at=self.environment.now.isoformat(),
            code_version=version("centricity"),
            judgement=delivery.judgement,
            organisations=judgement_ids(self.organisations),
            control_sha256=control_sha256(delivery.original),
            discards=self._discards(delivery),
            withdrawals=max((entry.withdrawals for entry in self._of_file(delivery)), key=len, default=[]),
        )

    def _discards(self, delivery: Delivery) -> list[Discard]:
        return discards_of(self._of_file(delivery))

    def _of_file(self, delivery: Delivery) -> list[LedgerEntry]:
        """The earlier judgements of a file, by whichever definition: the bytes, and what is read of its name."""
        feed = delivery.feed
        return [
            entry
            for entry in self.known
            if (entry.feed, entry.file_sha256) == (feed.feed, delivery.sha256)
            and feed.name_texts(entry.file_name) == delivery.name_texts
        ]
