"""`centricity run`: progress while it goes, and afterwards what became of every file."""

import sys

from rich.console import Console

from centricity.environment import Environment
from centricity.home import Home
from centricity.intake.rereading import read_archive_again
from centricity.intake.waiting import waiting_notes
from centricity.ledger.absences import absence_notes
from centricity.ledger.entry import REJECTED, LedgerEntry, read_entries
from centricity.ledger.wording import count_remarked, describe, remark_lines
from centricity.orchestration.one_process import has_work, remove_leftovers, run_everything
from centricity.reports.closed_waves import closed_wave_notes
from centricity.reports.method import method_notes
from centricity.reports.waiting import waiting_records_notes
from centricity.reports.weighting import weighting_notes
from centricity.warehouse.build import read_everything_again
from centricity.warehouse.publication import current_folder, is_held, published_build_id

# A first delivery may have hundreds of good files; those with something to see to are all shown.
GOOD_FILES_SHOWN = 30


def print_run(environment: Environment, console: Console, *, full: bool) -> bool:
    """Run everything that is pending and say what came of it.

    Args:
        environment: to run in.
        console: where to say it.
        full: judge the archive again too, by today's definitions and suites, and read all rows anew.

    Returns:
        Whether a file was refused or rows were quarantined.
    """
    home = environment.home
    remove_leftovers(environment.settings)
    before = {entry.judgement_id for entry in read_entries(home)}
    if full:
        read_everything_again(environment.settings)
        with console.status("Reading the archive again"):
            console.print(f"{len(read_archive_again(environment).entries)} files of the archive are judged again.")
    published = published_build_id(home)
    try:
        with console.status("Looking for work") as status:
            if has_work(environment.settings):
                status.update("Starting Airflow")
                run_everything(environment.settings, lambda dag_id, task_id: status.update(f"{dag_id}: {task_id}"))
    finally:
        loads = [entry for entry in read_entries(home) if entry.judgement_id not in before]
        waiting = waiting_notes(environment)
        if loads:
            _print_loads(console, home, loads)
        elif sys.exception() is None:  # of a run that failed nobody knows
            console.print("Nothing was loaded." if waiting else "Nothing new was delivered.")
        for note in waiting + absence_notes(environment):
            console.print(f"Waiting: {note}", markup=False, soft_wrap=True)
    _print_build(console, home, published)
    return any(_needs_a_look(load) for load in loads)


def _needs_a_look(load: LedgerEntry) -> bool:
    return load.verdict == REJECTED or load.records_quarantined > 0


def _print_loads(console: Console, home: Home, loads: list[LedgerEntry]) -> None:
    good = sorted(
        (load for load in loads if not _needs_a_look(load)),
        key=lambda load: (not load.remarks, load.feed, load.file_name),
    )
    bad = [load for load in loads if _needs_a_look(load)]
    shown, more = good[:GOOD_FILES_SHOWN], good[GOOD_FILES_SHOWN:]
    for load in sorted(shown, key=lambda load: (load.feed, load.file_name)):
        _print_load(console, load)
    if more:
        console.print(f"  … and {len(more)} more without problems{_remarks_on(more)}", soft_wrap=True)
    for load in sorted(bad, key=lambda load: (load.verdict, load.feed, load.file_name)):
        _print_load(console, load, style="yellow")
    _print_sums(console, home, loads)


def _print_load(console: Console, load: LedgerEntry, style: str | None = None) -> None:
    console.print(f"  {describe(load)}", style=style, markup=False, soft_wrap=True)
    for line in remark_lines(load.remarks):
        console.print(f"    {line}", style="cyan", markup=False, soft_wrap=True)


def _remarks_on(loads: list[LedgerEntry]) -> str:
    """What is odd about loads that are not shown one by one."""
    files = count_remarked(loads)
    said = ", ".join(f"{code} in {number}" for code, number in files.items())
    return f"; look at {said}: see `centricity status`" if files else ""


def _print_sums(console: Console, home: Home, loads: list[LedgerEntry]) -> None:
    accepted = sum(load.records_accepted for load in loads)
    quarantined = sum(load.records_quarantined for load in loads)
    filtered = sum(load.records_filtered for load in loads)
    rejected = sum(load.verdict == REJECTED for load in loads)
    left_out = f" + {filtered} filtered" if filtered else ""
    console.print(
        f"{len(loads)} files: {accepted + quarantined + filtered} records in = {accepted} accepted "
        f"+ {quarantined} quarantined{left_out}."
    )
    if quarantined:
        console.print(f"Quarantined rows, with reasons: {home.quarantine}", soft_wrap=True)
    if rejected:
        console.print(f"{rejected} rejected, with the reason: {home.rejected}", soft_wrap=True)
    if quarantined or rejected:
        console.print("What to do about them: `centricity quarantine list`.")


def _print_build(console: Console, home: Home, before: str | None) -> None:
    now = published_build_id(home)
    if now != before:
        console.print(f"Published build {now}: {current_folder(home)}", soft_wrap=True)
        for note in weighting_notes(home):
            console.print(f"Weighting: {note}", style="yellow", markup=False, soft_wrap=True)
        for note in waiting_records_notes(home):
            console.print(f"Waiting: {note}", markup=False, soft_wrap=True)
        for note in closed_wave_notes(home):
            console.print(f"Changed: {note}", style="yellow", markup=False, soft_wrap=True)
    elif is_held(home):
        console.print("Publishing is on hold since a rollback; `centricity publish --resume` ends that.")
    elif now:
        console.print(f"The published build {now} is up to date.")
    else:
        console.print("Nothing is published yet.")
    for note in method_notes(home) if now else ():
        console.print(f"Method: {note}", style="yellow", markup=False, soft_wrap=True)
