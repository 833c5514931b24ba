"""Which scale the marks of a column are on: words decide its ends and its direction, else a person. For drafts only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from centricity.drafting.answer_words import TROUBLE, anchors_said, direction_said, ends_said
from centricity.drafting.polarity import polarity
from centricity.drafting.profiles import NO_VALUE, Profile, as_number
from centricity.feeds.mapping_checks import ITEMS_COUNTED_IN_CLASSES, SCALES_WITH_CUT_POINTS
from centricity.feeds.unfilled import TO_FILL_IN

# Answers such as 99 for "no answer", where the others are at most 10.
NO_ANSWER = frozenset({11, 77, 88, 97, 98, 99, 999, -1, -9, -99})
# Scales of a few marks, of which either end may be the best.
SMALL_SCALES = ((1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (0, 3), (0, 4), (0, 5))
ENOUGH = 20
# Among so many answers somebody would give the lowest mark.
MANY = 100
GRADE = re.compile("cijfer")
STARS = re.compile("_stars?_|sterren")
RATING = re.compile("_rating_|beoordeling")
PERCENT = re.compile("percent|procent|_pct_")
# The higher, the better, by their names.
RISING = re.compile(f"{GRADE.pattern}|{STARS.pattern}|{RATING.pattern}|{PERCENT.pattern}|score|punten|points|_nps_")


@dataclass(frozen=True)
class Marks:
    """How the answers to an item become marks.

    Attributes:
        scale: the worst mark and the best; or that it is to fill in.
        doubt: what a person should look at, or decide.
        labels: the mark that each text stands for; None where the answers are numbers.
        missing: texts that mean no answer.
    """

    scale: list[int] | str
    doubt: str
    labels: Mapping[str, int | str] | None = None
    missing: list[str] = field(default_factory=list)


def marks_in_numbers(item: str, profile: Profile) -> Marks:
    """The scale of a column of numbers."""
    codes = no_answer_codes(profile)
    missing = sorted(text for text in profile.texts if as_number(text) in codes)
    scale, doubt = _scale(item, profile, sorted(set(profile.numbers) - codes - _mistakes(profile)))
    return Marks(scale, "; ".join([doubt, *_says_no_answer(missing)]), missing=missing)


def scale_for(item: str, ends: tuple[int, int], is_rising: bool | None, doubt: str) -> tuple[list[int] | str, str]:
    """The scale as the feed says it; to fill in where nothing shows which end is the best, or where none is counted."""
    low, high = ends
    if is_rising is None:
        return TO_FILL_IN, f"{doubt}: [{low}, {high}] if {high} is the best, [{high}, {low}] if {low} is"
    if item in ITEMS_COUNTED_IN_CLASSES and ends not in SCALES_WITH_CUT_POINTS:
        return TO_FILL_IN, f"{doubt}: {item} is counted on 0-10, 1-10 and 1-5 only; leave it out, or name another item"
    return ([low, high] if is_rising else [high, low]), doubt if is_rising else f"{doubt}: {low} is the best mark"


def no_answer_codes(profile: Profile) -> set[float]:
    """The marks that stand for "no answer": by their labels, or far from all others and often.

    One that is rare is rather a mistake, and left to the quarantine. An 11 is one only beside a 0: 1 to 11 may be a
    scale from 0 to 10, shifted by one.
    """
    read = {as_number(text) for text, label in profile.value_labels.items() if label.casefold() in NO_VALUE}
    by_label = {number for number in read if number is not None}
    others = set(profile.numbers) - NO_ANSWER - by_label
    if not others or max(others) > 10 or min(others) < 0:
        return by_label & set(profile.numbers)
    often = {number for number, count in profile.numbers.items() if count * 100 >= profile.count}
    return by_label & set(profile.numbers) | often & NO_ANSWER - (set() if 0 in others else {11})


def _mistakes(profile: Profile) -> set[float]:
    """The marks beyond all usual scales that hardly anybody gave: they are left to the quarantine."""
    beyond = {number for number in profile.numbers if not 0 <= number <= 10}
    is_rare = sum(profile.numbers[number] for number in beyond) * MANY < profile.count
    return beyond if is_rare and 0 in profile.numbers else beyond - {11} if is_rare else set()


def _says_no_answer(missing: list[str]) -> list[str]:
    return [f"that {', '.join(missing)} means no answer"] if missing else []


def _scale(item: str, profile: Profile, seen: list[float]) -> tuple[list[int] | str, str]:
    said = ends_said(profile)
    if not seen:
        return _of_nothing(item, profile, said)
    range_seen = f"the marks seen go from {seen[0]:g} to {seen[-1]:g}"
    if said and not said[0] <= seen[0] <= seen[-1] <= said[1]:
        return TO_FILL_IN, f"the question says {said[0]} to {said[1]}, but {range_seen}"
    if not said and len(seen) == 1:
        return TO_FILL_IN, f"one mark only is seen, {seen[0]:g}: that shows no scale"
    ends = said or _ends_by_name(item, profile, seen) or _ends_seen(item, profile, seen)
    if ends is None:
        return TO_FILL_IN, f"{range_seen}{_hint(item, seen)}"
    how = f"by the question; {range_seen}" if said else range_seen
    return scale_for(item, ends, _is_rising(profile, ends), f"the scale; {how}")


def _of_nothing(item: str, profile: Profile, said: tuple[int, int] | None) -> tuple[list[int] | str, str]:
    if said is None:
        return TO_FILL_IN, "empty in the sample"
    return scale_for(item, said, _is_rising(profile, said), "the scale; by the question: empty in the sample")


def _is_rising(profile: Profile, ends: tuple[int, int]) -> bool | None:
    telling = {mark: words for mark, words in anchors_said(profile).items() if polarity(words)}
    if telling:
        return direction_said(profile, telling, ends)
    if TROUBLE.search(profile.heading):
        return None
    # Nobody gives a 10 or a 100 to the worst.
    return True if ends[1] >= 10 or RISING.search(profile.heading) else None


def _ends_by_name(item: str, profile: Profile, seen: list[float]) -> tuple[int, int] | None:
    """The ends where the kind of question has one scale only, and the marks agree."""
    low, high = seen[0], seen[-1]
    if low < 0 or high > 100:
        return None
    if item == "recommend" and high <= 10:
        starts_at_one = low == 1 and high == 10 and profile.count >= MANY
        return (0, 10) if (low == 0 or high >= 8) and not starts_at_one else None
    if (STARS.search(profile.heading) and low >= 1 and high <= 5) or (
        RATING.search(profile.heading) and (low, high) == (1, 5)
    ):
        return 1, 5
    if GRADE.search(profile.heading) and low >= 1 and 6 <= high <= 10:
        return 1, 10
    if PERCENT.search(profile.heading) or (low, high) == (0, 100):
        return 0, 100
    return (0, 10) if low == 0 and 6 <= high <= 10 else None


def _ends_seen(item: str, profile: Profile, seen: list[float]) -> tuple[int, int] | None:
    """The marks themselves, where enough people gave every one of a small scale; recommending is asked from 0."""
    if item == "recommend":
        return None
    ends = (int(seen[0]), int(seen[-1]))
    has_all = set(range(ends[0], ends[1] + 1)) <= set(seen)
    return ends if ends in SMALL_SCALES and has_all and profile.count >= ENOUGH else None


def _hint(item: str, seen: list[float]) -> str:
    low, high = seen[0], seen[-1]
    if (low, high) == (1, 11):
        return '. If that is 0 to 10, shifted by one: {sql: "<column>::integer - 1", scale: [0, 10]}'
    if low >= 1 and 8 <= high <= 10:
        return ": [0, 10] or [1, 10]"
    if item in ITEMS_COUNTED_IN_CLASSES:
        return f"; {item} is counted on [0, 10], [1, 10] and [1, 5] only"
    return ": say both ends, the worst mark first"
