"""`centricity status`: what was loaded, what waits, what is published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table

from centricity.environment import Environment
from centricity.intake.landing import pending_files
from centricity.intake.waiting import waiting_notes
from centricity.ledger.absences import absence_notes
from centricity.ledger.entry import ACCEPTED, REJECTED, LedgerEntry, read_entries
from centricity.ledger.in_force import entries_in_force
from centricity.ledger.quarantined_rows import has_work
from centricity.ledger.wording import count_remarked, describe, remark_lines
from centricity.warehouse.publication import (
    check_published,
    current_folder,
    is_held,
    published_build_id,
    read_manifest,
)


def print_status(environment: Environment, console: Console) -> None:
    """Print loads per feed, rejections, waiting deliveries and the published build.

    Raises:
        CentricityError: `damaged_build`, after the rest is printed.
    """
    home, catalogue = environment.home, environment.catalogue
    loads = defaultdict(list)
    entries = entries_in_force(read_entries(home), catalogue)
    for entry in entries:
        loads[entry.feed].append(entry)
    table = Table(
        "feed",
        "loads",
        "accepted",
        "quarantined",
        "rejected",
        "newest delivery",
        "waiting",
        title=f"Loads in {home.root}",
    )
    for name in sorted(catalogue.feeds.keys() | loads.keys()):
        waiting = len(pending_files(home, catalogue.feeds[name])) if name in catalogue.feeds else 0
        table.add_row(name, *_counts(loads[name]), str(waiting))
    console.print(table)
    _print_work(console, [entry for entry in entries if has_work(entry)])
    _print_remarks(console, loads)
    for note in waiting_notes(environment) + absence_notes(environment):
        console.print(f"Waiting: {note}", style="yellow", markup=False, soft_wrap=True)
    check_published(home)
    build_id = published_build_id(home)
    if build_id:
        manifest = read_manifest(current_folder(home))
        console.print(
            f"Published build {build_id} of {manifest['published_at']}, made of {len(manifest['loads'])} loads."
        )
    else:
        console.print("Nothing is published yet; run `centricity run`.")
    if is_held(home):
        console.print(
            "Publishing is on hold since a rollback; `centricity publish --resume` ends that.", style="yellow"
        )


def _print_work(console: Console, work: list[LedgerEntry]) -> None:
    for entry in work:
        if entry.verdict == REJECTED:
            console.print(describe(entry), style="yellow", markup=False, soft_wrap=True)
    if work:
        console.print("What is quarantined, and what to do about it: `centricity quarantine list`.")


def _print_remarks(console: Console, loads: Mapping[str, Iterable[LedgerEntry]]) -> None:
    """Print what is odd about the newest remarked file of each feed, and on how many others there are remarks."""
    for feed, entries in sorted(loads.items()):
        remarked = sorted((entry for entry in entries if entry.remarks), key=_age, reverse=True)
        for newest in remarked[:1]:
            for line in remark_lines(newest.remarks):
                console.print(f"{feed}/{newest.file_name}: {line}", style="cyan", markup=False, soft_wrap=True)
        if others := remarked[1:]:
            counts = ", ".join(f"{code} {number}" for code, number in count_remarked(others).items())
            console.print(f"{feed}: remarks on older files: {counts}.", style="cyan", markup=False, soft_wrap=True)


def _age(entry: LedgerEntry) -> tuple[str, str, str]:
    return entry.delivery_date or "", entry.loaded_at, entry.load_id


def _counts(entries: Iterable[LedgerEntry]) -> list[str]:
    accepted = [entry for entry in entries if entry.verdict == ACCEPTED]
    dates = [entry.delivery_date for entry in accepted if entry.delivery_date]
    return [
        str(len(accepted)),
        str(sum(entry.records_accepted for entry in accepted)),
        str(sum(entry.records_quarantined for entry in accepted)),
        str(sum(entry.verdict == REJECTED for entry in entries)),
        max(dates, default="–"),
    ]
