"""Which column of a file becomes what: by its name first, and only if its values look the part. For drafts only."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from centricity.feeds.drafting.headings import COLUMNS, ITEMS, MARGINS, PERSONAL, Target, written_plainly
from centricity.feeds.drafting.profiles import Profile
from centricity.feeds.drafting.vocabulary import labels_of, marks_of

FEW = 20
# Answers such as 99 for "no answer", where the others are at most 10.
NO_ANSWER = frozenset({11, 77, 88, 97, 98, 99, 999, -1, -9, -99})


@dataclass(frozen=True)
class Placing:
    """Which column each canonical column, item and margin comes from, and which are left."""

    columns: dict[str, Profile]
    answers: dict[str, Profile]
    margins: dict[str, Profile]
    left: list[Profile]


def place(entity: str, profiles: Sequence[Profile]) -> Placing:
    """Find each target its column; a column that looks like a person's is taken by none."""
    left = [profile for profile in profiles if not is_personal(profile)]
    columns = _serve(COLUMNS[entity], left)
    answers = _serve(ITEMS, left) if entity == "evaluations" else {}
    margins = _serve(MARGINS, left) if entity == "evaluations" else {}
    taken = {profile.name for served in (columns, answers, margins) for profile in served.values()}
    return Placing(columns, answers, margins, [profile for profile in profiles if profile.name not in taken])


def is_personal(profile: Profile) -> bool:
    """Whether its name or its values are those of a person: it is neither taken nor shown."""
    return bool(PERSONAL.search(profile.heading)) or profile.looks_personal


def marks(profile: Profile) -> set[float]:
    """The marks among the numbers of a column, without codes such as 99."""
    found = set(profile.numbers)
    return found - NO_ANSWER if found - NO_ANSWER and max(found - NO_ANSWER) <= 10 else found


def no_answer_codes(profile: Profile) -> set[float]:
    """The marks that stand for "no answer". One that is rare is rather a mistake, and left to the quarantine."""
    has_usual = any(0 <= number <= 10 for number in profile.numbers)
    often = {number for number, count in profile.numbers.items() if count * 100 >= profile.count}
    return often & NO_ANSWER if has_usual else set()


def _serve(targets: Sequence[Target], left: list[Profile]) -> dict[str, Profile]:
    """Give each target the first column that fits it; who is served leaves `left`."""
    served = {}
    for target in targets:
        if profile := next(_candidates(target, left), None):
            served[target.name] = profile
            left.remove(profile)
    return served


def _candidates(target: Target, left: Sequence[Profile]) -> Iterator[Profile]:
    """The columns that fit: those whose name says it before those whose question says it."""
    for said in (lambda profile: written_plainly(profile.name), lambda profile: profile.heading):
        for pattern in target.patterns:
            for profile in left:
                if re.search(pattern, said(profile)) and _looks_the_part(profile, target):
                    yield profile


def _looks_the_part(profile: Profile, target: Target) -> bool:
    return profile.count == 0 or KINDS[target.kind](profile, target.name)


def _repeats(profile: Profile) -> bool:
    """Whether the same words come back: a name of a kind or an organisation, not an id. Of a few rows none can tell."""
    return profile.count < FEW or len(profile.texts) * 2 <= profile.count


def _is_flag(profile: Profile, target: str) -> bool:
    known = labels_of(target, profile.heading)
    return any(text.casefold() in known for text in profile.texts)


def _is_mark(profile: Profile, _: str) -> bool:
    if profile.is_number:
        found = marks(profile)
        return bool(found) and min(found) >= 0 and max(found) <= 100 and len(found) <= 101
    return marks_of(profile.texts, profile.labels) is not None


KINDS: dict[str, Callable[[Profile, str], bool]] = {
    "id": lambda profile, _: not profile.timestamp_formats,
    "time": lambda profile, _: bool(profile.timestamp_formats),
    "number": lambda profile, _: profile.is_number,
    "flag": _is_flag,
    "words": lambda profile, _: not profile.timestamp_formats and _repeats(profile),
    "list": lambda profile, _: True,
    "text": lambda profile, _: not profile.timestamp_formats and not profile.is_number,
    "mark": _is_mark,
}
