"""What intake would make of a file, without taking it in: the same staging and judging, nothing kept."""

import dataclasses
import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from centricity.batches.contradictions import contradictions
from centricity.batches.delivery import Delivery, take_copy
from centricity.batches.judging import judge_batches, refusal_of, remarks_on
from centricity.batches.places import with_places
from centricity.batches.staging import StagedBatch, check_name, stage
from centricity.environment import Environment, open_environment
from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.origins import Mapping
from centricity.intake.copying import checks_folder
from centricity.ledger.entry import LedgerEntry, read_entries
from centricity.ledger.in_force import entries_in_force
from centricity.ledger.organisations import install_aliases_of_one, install_organisation_aliases, organisation_loads
from centricity.locks import own_folder
from centricity.privacy.masking import install_masking
from centricity.privacy.pseudonyms import KEY_BYTES, install_pseudonyms
from centricity.quality import Remark
from centricity.settings import Settings
from centricity.sql import literal, quote_name

ANY_ORGANISATION = "any organisation"


@dataclass
class Check:
    """What would become of a file. Holds no values of any record.

    Attributes:
        refusals: why the file would be refused; of a file with another name, the content is checked all the same.
        records_in: records in the file; 0 if it cannot be read.
        filter_reasons: how many rows the feed leaves out, by reason.
        rows: the rows that fail, by reason; a row may have several.
        rows_by_column: the same by reason and the supplier's column; None where the whole record fails.
        added_columns: how many columns of the file the feed does not know and leaves out.
        empty_objects: how many objects without records inside it leaves out.
        contradictions: what contradicts itself in reference data, named.
        knows_organisations: False where none are loaded, so that their names could not be looked up.
        remarks: what is odd about it all the same.
        known_as: the ledger's entry, if this very file is in already by this definition.
    """

    refusals: list[Refusal] = field(default_factory=list)
    records_in: int = 0
    filter_reasons: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    rows_by_column: dict[tuple[str, str | None], list[int]] = field(default_factory=dict)
    added_columns: int = 0
    empty_objects: int = 0
    contradictions: list[str] = field(default_factory=list)
    knows_organisations: bool = True
    remarks: list[Remark] = field(default_factory=list)
    known_as: LedgerEntry | None = None

    @property
    def count_failing(self) -> int:
        return len({row for rows in self.rows.values() for row in rows})

    @property
    def count_filtered(self) -> int:
        return sum(self.filter_reasons.values())

    @property
    def is_clean(self) -> bool:
        return not self.refusals and not self.rows


def check_file(settings: Settings, feed: Feed, file: Path) -> Check:
    """Stage and judge a file as intake does, in a folder that is removed afterwards; no key is read or made."""
    environment = open_environment(settings)
    entries = entries_in_force(read_entries(environment.home), environment.catalogue)
    organisations = organisation_loads(entries)
    check = Check(knows_organisations=feed.source == "reference" or bool(organisations))
    with own_folder(checks_folder(environment.home)) as (folder, _), duckdb.connect() as connection:
        delivery = take_copy(feed, file, folder)
        check.known_as = next((entry for entry in entries if entry.load_id == delivery.load_id), None)
        try:
            check_name(delivery)
        except Refusal as refusal:
            check.refusals.append(refusal)
        try:
            _judge(check, settings, _stage(connection, environment, delivery, organisations))
        except Refusal as refusal:
            check.refusals.append(refusal)
    return check


def _stage(
    connection: duckdb.DuckDBPyConnection,
    environment: Environment,
    delivery: Delivery,
    organisations: list[LedgerEntry],
) -> StagedBatch:
    # Pseudonyms are compared within the file only, so any key will do.
    install_pseudonyms(connection, secrets.token_bytes(KEY_BYTES))
    install_masking(connection)
    if delivery.feed.source != "reference" and organisations:
        install_organisation_aliases(connection, environment.home, organisations)
    elif delivery.feed.source != "reference":
        install_aliases_of_one(connection, ANY_ORGANISATION)
        delivery = dataclasses.replace(delivery, feed=_naming_any_organisation(delivery.feed))
    return stage(connection, delivery, environment.now)


def _naming_any_organisation(feed: Feed) -> Feed:
    """The feed with every name of an organisation known, so that the rest of each row can be judged."""
    mapping = feed.columns.get("organisation_id")
    if mapping is None:
        return feed
    if mapping.constant is not None:
        known = Mapping(constant=ANY_ORGANISATION)
    else:
        said = quote_name(mapping.from_) if mapping.from_ is not None else f"({mapping.sql})"
        for missing in mapping.missing:
            said = f"nullif({said}, {literal(missing)})"
        known = Mapping(sql=f"case when {said} is not null then {literal(ANY_ORGANISATION)} end")
    return feed.model_copy(update={"columns": feed.columns | {"organisation_id": known}})


def _judge(check: Check, settings: Settings, batch: StagedBatch) -> None:
    [verdict] = judge_batches(settings, [batch])
    check.records_in, check.empty_objects = batch.records_in, batch.empty_objects
    check.filter_reasons = batch.filter_reasons
    check.added_columns, check.contradictions = len(batch.added_columns), contradictions(batch)
    check.remarks = remarks_on(batch, verdict)
    rows, rows_by_column = defaultdict(set), defaultdict(set)
    for row, reason, column in zip(*with_places(verdict.failing_rows, batch).to_pydict().values(), strict=True):
        rows[reason].add(row)
        rows_by_column[reason, column].add(row)
    check.rows = {reason: sorted(found) for reason, found in sorted(rows.items())}
    check.rows_by_column = {
        (reason, column): sorted(found)
        for (reason, column), found in sorted(rows_by_column.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    }
    if refusal := refusal_of(verdict, batch):
        check.refusals.append(refusal)
