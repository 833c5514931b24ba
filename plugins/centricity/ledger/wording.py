"""A load in words for people: what became of it, and what is odd about it. Without a value of any record."""

from collections import Counter
from collections.abc import Iterable

from centricity.codes.registry import find
from centricity.ledger.entry import REJECTED, LedgerEntry
from centricity.quality import Remark

OWN_WORDS = "an expectation of the suite is not met."
# Of many columns that fail alike, an answer each, say.
COLUMNS_SHOWN = 3


def describe(entry: LedgerEntry) -> str:
    """One line about a load, for people."""
    place = f"{entry.feed}/{entry.file_name}"
    again = "judged again, " if entry.judgement > 1 else ""
    if entry.verdict == REJECTED:
        return f"{place}: {again}rejected, {entry.reason}"
    if entry.is_withdrawn:
        again += "withdrawn, "
    reasons = [
        counted(reason, count, entry.quarantine_columns.get(reason, {}))
        for reason, count in entry.quarantine_reasons.items()
    ]
    left_out = [f"{reason} {count}" for reason, count in entry.filter_reasons.items()]
    counts = [
        f"{entry.records_accepted} of {entry.records_in} records accepted",
        *([f"{entry.records_quarantined} quarantined ({', '.join(reasons)})"] if reasons else []),
        *([f"{entry.records_filtered} filtered ({', '.join(left_out)})"] if left_out else []),
        *([f"{len(entry.added_columns)} unknown columns left out"] if entry.added_columns else []),
        *([f"{entry.empty_objects} objects with nothing inside left out"] if entry.empty_objects else []),
    ]
    return " ".join([f"{place}: {again}{', '.join(counts)}", *entry.notes])


def counted(reason: str, count: int, columns: dict[str, int]) -> str:
    """`bad_timestamp 3 in ingevuld_op`; of many columns those with most rows."""
    most = sorted(columns, key=lambda column: (-columns[column], column))
    more = f" and {len(most) - COLUMNS_SHOWN} columns more" if len(most) > COLUMNS_SHOWN else ""
    place = f" in {' and '.join(most[:COLUMNS_SHOWN])}{more}" if most else ""
    return f"{reason} {count}{place}"


def remark_lines(remarks: Iterable[Remark]) -> list[str]:
    """A line for people about each kind of remark; places that have the same figures stand in one."""
    places: dict[tuple, list[str]] = {}
    for remark in remarks:
        places.setdefault((remark.code, *remark.figures.items()), []).append(remark.place or "")
    return [_line(code, ", ".join(found), dict(figures)) for (code, *figures), found in places.items()]


def count_remarked(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """How many files have each kind of remark."""
    codes = Counter(code for entry in entries for code in {remark.code for remark in entry.remarks})
    return dict(sorted(codes.items()))


def _line(code: str, place: str, figures: dict[str, int | float]) -> str:
    try:
        known = find(code, "remarks")
        words = known.words.format(place=place, **figures) if known else OWN_WORDS
    except KeyError:  # a suite of one's own uses our code for something else
        words = OWN_WORDS
    return f"Look at this ({code}): {words}"
