"""Remarks: what is odd about a file that is taken in all the same, and in which words it is said.

They come from four places (the reader, the mapped columns, days that only the other order of day and month can mean,
expectations that are `info`) and are said in one. A remark changes no verdict: it is for a person to look at.
"""

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Mapping

import pyarrow as pa

from centricity.codes.registry import find
from centricity.feeds.definition import Feed
from centricity.feeds.origins import is_descending, rising
from centricity.loads.entry import LedgerEntry
from centricity.quality import Remark
from centricity.readers.text import NO_LINE_END

EMPTY_COLUMN = "empty_column"
DAYS_IN_DOUBT = "days_in_doubt"
SCALE_NOT_REACHED = "scale_not_reached"
OTHER_DAY_ORDER = "other_day_order"
OWN_WORDS = "an expectation of the suite is not met."


def reader_remarks(oddities: Mapping[str, str | None], *, is_confirmed_whole: bool) -> list[Remark]:
    """What the reader noticed.

    Args:
        oddities: what each code is about.
        is_confirmed_whole: the supplier says which bytes the file has, so none is cut off.
    """
    found = (Remark(code, place) for code, place in oddities.items())
    return [remark for remark in found if not (is_confirmed_whole and remark.code == NO_LINE_END)]


def days_in_doubt(failing_rows: pa.Table) -> list[Remark]:
    """A remark on each column some days of which are quarantined as of the other order: it casts doubt on the others.

    Args:
        failing_rows: the rows set apart, by reason and the supplier's column.
    """
    rows = failing_rows.select(["reason_code", "place"]).to_pylist()
    counts = Counter(row["place"] for row in rows if row["reason_code"] == OTHER_DAY_ORDER)
    return [Remark(DAYS_IN_DOUBT, place, {"count": count}) for place, count in sorted(counts.items())]


def as_delivered(remark: Remark, feed: Feed) -> Remark:
    """The remark with the marks that stand in the file: those of a descending scale were mirrored."""
    if remark.code != SCALE_NOT_REACHED or remark.place not in feed.answers:
        return remark
    figures = remark.figures
    ends = (figures.get("bottom", math.nan), figures.get("top", math.nan))
    scales = [scale for scale in feed.answers[remark.place].all_scales if rising(scale) == ends]
    if not scales or not all(map(is_descending, scales)):
        return remark
    seen = {"lowest": sum(ends) - figures["highest"], "highest": sum(ends) - figures["lowest"]}
    return dataclasses.replace(remark, figures=figures | seen)


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
