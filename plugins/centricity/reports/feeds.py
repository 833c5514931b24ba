"""`centricity feed list`: which feeds there are, what waits for each, and which definitions are wrong."""

from pathlib import Path

import yaml
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from centricity.environment import Environment
from centricity.feeds.unfilled import unfilled_keys
from centricity.loads.absences import absence_notes
from centricity.loads.deliveries import pending_files
from centricity.loads.entry import REJECTED, LedgerEntry
from centricity.loads.ledger import entries_in_force, read_entries

NONE = "–"


def draft_lines(path: Path, draft: str) -> list[str]:
    """Where a draft was written, and what a person must still do to it."""
    written = f"Draft written to {path}: look at every guess in it."
    unfilled = unfilled_keys(yaml.safe_load(draft))
    if not unfilled:
        return [written]
    return [written, f"Fill in, since the file does not show it: {', '.join(unfilled)}."]


def print_feeds(environment: Environment, console: Console) -> None:
    """Print the feeds as a table, and below it each definition that is wrong, with file, key and remedy."""
    home, catalogue = environment.home, environment.catalogue
    entries = entries_in_force(read_entries(home), catalogue)
    table = Table(
        "feed, and its files", "source", "entity", "waiting", "last delivery", box=SIMPLE_HEAD, pad_edge=False
    )
    table.columns[0].overflow = "fold"
    for name, feed in sorted(catalogue.feeds.items()):
        last = _last_delivery([entry for entry in entries if entry.feed == name])
        waiting = str(len(pending_files(home, feed)))
        said = "\n  ".join((name, *feed.file_pattern))
        table.add_row(said, feed.source, feed.entity, waiting, last)
    console.print(table if catalogue.feeds else "No feeds are defined.")
    for note in absence_notes(environment):
        console.print(f"Waiting: {note}", style="yellow", markup=False, soft_wrap=True)
    for problem in catalogue.problems.values():
        console.print(str(problem), style="red", markup=False, soft_wrap=True)


def _last_delivery(entries: list[LedgerEntry]) -> str:
    """The newest delivery: the date in its name, or the day of its intake where it has none; and if it was refused."""
    if not entries:
        return NONE
    last = max(entries, key=lambda entry: (entry.delivery_date or entry.loaded_at[:10], entry.loaded_at))
    day = last.delivery_date or last.loaded_at[:10]
    return f"{day}, {REJECTED}" if last.verdict == REJECTED else day
