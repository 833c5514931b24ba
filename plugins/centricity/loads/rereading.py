"""Judge archived originals again because someone asks: after a feed, a suite or reference data was mended."""

from collections.abc import Sequence

from centricity.environment import Environment
from centricity.errors import CentricityError
from centricity.feeds.catalogue import Catalogue
from centricity.feeds.entities import SOURCES
from centricity.loads.entry import SCHEMA_VERSION, LedgerEntry
from centricity.loads.intake import judge_again
from centricity.loads.judging import suite_of
from centricity.loads.ledger import entries_in_force, newest_judgements, read_entries
from centricity.loads.report import IntakeFault, IntakeReport
from centricity.quality import suite_sha256


def read_archive_again(environment: Environment) -> IntakeReport:
    """Judge again every load that another definition, suite or version of intake than today's has judged.

    A withdrawn one too: it stays withdrawn, and is of today when it is restored.

    Returns:
        The new judgements, and what could not be judged again.

    Raises:
        IntakeFault: at the end, if a file met a fault.
    """
    loads = entries_in_force(read_entries(environment.home), environment.catalogue, with_withdrawn=True)
    return release(environment, [entry for entry in loads if _is_dated(environment, entry)], "full")


def release(environment: Environment, loads: Sequence[LedgerEntry], run_id: str) -> IntakeReport:
    """Judge loads again by today's definitions, suites, organisations and clock; what is good now counts.

    Args:
        environment: where the loads are.
        loads: entries in force. Each is judged under every name that it was delivered by.
        run_id: what the ledger says of it.

    Returns:
        The new judgements, and what could not be judged again.

    Raises:
        CentricityError: `unknown_feed`.
        IntakeFault: at the end, if a file met a fault.
    """
    _check_feeds(environment.catalogue, loads)
    asked = {entry.load_id for entry in loads}
    entries = [entry for entry in newest_judgements(read_entries(environment.home)) if entry.load_id in asked]
    report = IntakeReport("archive")
    for source in SOURCES:
        of_source = _report(environment, source, [entry for entry in entries if entry.source == source], run_id)
        report.entries += of_source.entries
        report.waiting += of_source.waiting
        report.faults += of_source.faults
    if report.faults:
        raise IntakeFault(report)
    return report


def _report(environment: Environment, source: str, entries: Sequence[LedgerEntry], run_id: str) -> IntakeReport:
    try:
        return judge_again(environment, source, entries, run_id) if entries else IntakeReport(source)
    except IntakeFault as fault:
        return fault.report


def _is_dated(environment: Environment, entry: LedgerEntry) -> bool:
    feed = environment.catalogue.feeds.get(entry.feed)
    if feed is None or entry.is_given_up:
        return False
    judged_by = (entry.definition_sha256, entry.suite_sha256, entry.schema_version)
    return judged_by != (feed.sha256, suite_sha256(suite_of(environment.settings.expectations, feed)), SCHEMA_VERSION)


def _check_feeds(catalogue: Catalogue, loads: Sequence[LedgerEntry]) -> None:
    for feed in sorted({entry.feed for entry in loads} - catalogue.feeds.keys()):
        problem = catalogue.problems.get(feed)
        raise problem or CentricityError(
            "unknown_feed", f"No feed is named {feed} any more.", "Define it again: it says how to read the file."
        )
