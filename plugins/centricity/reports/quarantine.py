"""`centricity quarantine …`: what is set apart, why, what would mend it, and what became of it."""

from collections.abc import Collection, Sequence

from rich.console import Console

from centricity.codes.registry import PROBLEMS, find, without_links
from centricity.environment import Environment
from centricity.errors import CentricityError
from centricity.home import Home
from centricity.loads.amending import user_name
from centricity.loads.discards import DISCARDED
from centricity.loads.entry import REJECTED, Discard, LedgerEntry
from centricity.loads.ledger import entries_in_force, file_of, read_entries
from centricity.loads.places import counted
from centricity.loads.quarantine import (
    RowApart,
    count_open,
    discard,
    find_load,
    has_work,
    open_reasons,
    read_rows_apart,
)
from centricity.loads.remarks import remark_lines
from centricity.loads.report import describe
from centricity.loads.rereading import release
from centricity.loads.stored import quarantine_path
from centricity.reports.terminal import print_lines

# Enough of a load's id to tell it from the others, nearly always.
ID_SHOWN = 10
ROWS_SHOWN = 100
OF_ONE_S_OWN = "A rule of your own suite."
WHAT_NEXT = (
    "After a change of a feed or suite: `centricity quarantine release`. Rows that the supplier corrects come in "
    "another file: then discard these."
)


def print_work(environment: Environment, console: Console) -> None:
    """Print each load that holds something set apart: reasons, counts, and what would mend them."""
    home = environment.home
    entries = entries_in_force(read_entries(home), environment.catalogue)
    work = sorted(filter(has_work, entries), key=lambda entry: (entry.verdict, entry.feed, entry.file_name))
    for entry in work:
        print_lines(console, [f"{entry.load_id[:ID_SHOWN]}  {_headline(entry)}", *_reasons(home, entry)])
    rows, files = sum(map(count_open, work)), sum(entry.verdict == REJECTED for entry in work)
    given_up = sum(entry.quarantine_reasons.get(DISCARDED, 0) for entry in entries)
    also = f" Given up: {given_up} rows." if given_up else ""
    print_lines(console, [f"{rows} rows in quarantine, {files} files rejected.{also}", *([WHAT_NEXT] if rows else [])])


def print_load(
    environment: Environment, console: Console, beginning: str, rows: Collection[int] | None, *, with_values: bool
) -> None:
    """Print the rows of a load that are set apart; what stands in them only where it is asked for."""
    home, entry = environment.home, find_load(environment, beginning)
    apart = read_rows_apart(home, entry, with_values=with_values)
    chosen = [row for row in apart if rows is None or row.row_number in rows]
    said = [f"Load {entry.load_id}. {describe(entry)}", *remark_lines(entry.remarks)]
    print_lines(console, [*said, *map(_discard_line, entry.discards)])
    if with_values and chosen:
        console.print("What follows is the supplier's, persons in it: treat it as the original.", style="yellow")
    for row in chosen[:ROWS_SHOWN]:
        print_lines(console, _row_lines(row))
    if len(chosen) > ROWS_SHOWN:
        print_lines(console, [f"… and {len(chosen) - ROWS_SHOWN} rows more; choose some with --rows."])
    original = home.archive / entry.feed / entry.load_id
    print_lines(console, [f"The original is in {original}", *_files(home, entry)])


def print_release(environment: Environment, console: Console, beginnings: Sequence[str]) -> None:
    """Judge loads again and print what changed."""
    loads = [find_load(environment, beginning) for beginning in beginnings]
    for load in loads:
        if not has_work(load):
            raise CentricityError("nothing_apart", where=load.load_id)
    with console.status("Judging again"):
        report = release(environment, loads, f"release by {user_name()}")
    print_lines(console, report.lines())
    before = sum(load.records_accepted for load in loads)
    catalogue = environment.catalogue
    files = {file_of(load, catalogue) for load in loads}
    entries = entries_in_force(read_entries(environment.home), catalogue)
    after = [entry for entry in entries if file_of(entry, catalogue) in files]
    gained = sum(entry.records_accepted for entry in after) - before
    print_lines(console, [_outcome(gained, sum(map(count_open, after)))])


def print_discard(
    environment: Environment, console: Console, beginning: str, rows: Collection[int] | None, reason: str
) -> None:
    """Give rows or a file up and print what the ledger says of it."""
    entry = discard(environment, find_load(environment, beginning), rows, reason)
    print_lines(console, [_headline(entry), _discard_line(entry.discards[-1])])


def _headline(entry: LedgerEntry) -> str:
    if entry.verdict == REJECTED:
        return describe(entry)
    return f"{entry.feed}/{entry.file_name}: {count_open(entry)} of {entry.records_in} rows in quarantine"


def _reasons(home: Home, entry: LedgerEntry) -> list[str]:
    return [
        f"    {counted(code, count, entry.quarantine_columns.get(code, {}))}: {_remedy(code)}"
        for code, count in open_reasons(home, entry).items()
    ]


def _remedy(code: str) -> str:
    known = find(code, *PROBLEMS)
    return without_links(known.remedy) if known else OF_ONE_S_OWN


def _row_lines(row: RowApart) -> list[str]:
    column = f" in column {row.problem_column}" if row.problem_column else ""
    record = [f"    {row.record}"] if row.record is not None else []
    return [f"row {row.row_number}: {', '.join(row.reason_codes)}{column}", *record]


def _discard_line(discard: Discard) -> str:
    what = f"rows {discard.rows}" if discard.rows else "the file"
    return f"Given up by {discard.by} at {discard.at}: {what}. {discard.reason}"


def _files(home: Home, entry: LedgerEntry) -> list[str]:
    if entry.verdict == REJECTED or not entry.records_quarantined:
        return []
    return [f"The rows in quarantine are in {quarantine_path(home, entry)}"]


def _outcome(gained: int, still_open: int) -> str:
    rest = f" {still_open} rows are still in quarantine." if still_open else ""
    if gained > 0:
        return f"{gained} more rows are accepted; the next `centricity run` builds with them.{rest}"
    if gained < 0:
        return f"{-gained} rows fewer are accepted: today's definition or reference data refuse them.{rest}"
    return f"No more rows are accepted than before: nothing was mended that they wait for.{rest}"
