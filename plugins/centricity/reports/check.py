"""`centricity feed check`: what would become of a file, and why; reasons, columns and row numbers, never a value."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from centricity.feeds.definition import Feed
from centricity.loads.checking import Check, check_file
from centricity.loads.remarks import remark_lines
from centricity.settings import Settings

ROWS_SHOWN = 10


def print_check(settings: Settings, console: Console, feed: Feed, file: Path) -> bool:
    """Check a file and print the outcome.

    Returns:
        Whether all of it would be accepted.
    """
    with console.status("Checking"):
        check = check_file(settings, feed, file)
    for line in _lines(check, feed):
        console.print(line, markup=False, soft_wrap=True)
    return check.is_clean


def _lines(check: Check, feed: Feed) -> list[str]:
    return [
        *(f"Would be refused. {refusal}" for refusal in check.refusals),
        *_record_lines(check),
        *remark_lines(check.remarks),
        *_notes(check, feed),
        "Nothing was loaded.",
    ]


def _record_lines(check: Check) -> list[str]:
    if check.refusals and not check.records_in:
        return []
    verb = "unfit" if check.refusals else "would be quarantined"
    fit = "fit" if check.refusals else "would be accepted"
    accepted = check.records_in - check.count_failing - check.count_filtered
    counts = f"{accepted} of {check.records_in} records {fit}, {check.count_failing} {verb}."
    return [counts, *(f"  {_placed(*failing)}: {_numbers(rows)}" for failing, rows in check.rows_by_column.items())]


def _placed(reason: str, column: str | None) -> str:
    return f"{reason} in {column}" if column else reason


def _numbers(rows: Sequence[int]) -> str:
    """`3 rows: 5, 9, 12`; of many the first."""
    shown = ", ".join(str(row) for row in rows[:ROWS_SHOWN])
    more = f" and {len(rows) - ROWS_SHOWN} more" if len(rows) > ROWS_SHOWN else ""
    return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}: {shown}{more}"


def _notes(check: Check, feed: Feed) -> list[str]:
    left_out = [f"{count} records would be left out: {reason}." for reason, count in check.filter_reasons.items()]
    notes = [*check.contradictions, *left_out]
    if check.added_columns:
        notes.append(f"{check.added_columns} unknown columns would be left out.")
    if check.empty_objects:
        notes.append(f"{check.empty_objects} objects with nothing inside would be left out.")
    if not check.knows_organisations:
        notes.append(
            "No organisations are loaded in this home: whether they know the names in this file was not checked, "
            "and deliveries wait until organisations are delivered (waiting_for_organisations)."
        )
    if check.known_as:
        notes.append(f"This very file is known already, by this definition of {feed.feed}: {check.known_as.verdict}.")
    return notes
