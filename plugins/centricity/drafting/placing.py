"""Which column of a file becomes what: by its name first, and only if its values look the part. For drafts only."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from centricity.drafting.answers import marks_of
from centricity.drafting.headings import COLUMNS, ITEMS, MARGINS, RECOMMENDATION, Target
from centricity.drafting.names import (
    ABOUT_ONE,
    CODE,
    COUNTED,
    NO_MARK,
    OF_A_CUSTOMER,
    PERSONAL,
    QUESTION,
    TELEPHONE,
    WHICH,
    written_plainly,
)
from centricity.drafting.profiles import Profile
from centricity.drafting.vocabulary import GROUPS, NPS, STATES, labels_of

FEW = 20
# A name with more is a question.
WORDS_OF_A_NAME = 5


@dataclass(frozen=True)
class Placing:
    """Which column each canonical column, item and margin comes from, and which are left.

    Attributes:
        rivals: other times that fit a canonical column too.
    """

    columns: dict[str, Profile]
    answers: dict[str, Profile]
    margins: dict[str, Profile]
    left: list[Profile]
    rivals: dict[str, list[str]]

    @property
    def all(self) -> list[Profile]:
        """Every column of the file."""
        return [*self.columns.values(), *self.answers.values(), *self.margins.values(), *self.left]


def place(entity: str, profiles: Sequence[Profile]) -> Placing:
    """Find each target its column; a column that looks like a person's is taken by none."""
    left = [profile for profile in profiles if not is_personal(profile)]
    columns = _serve(COLUMNS[entity], left)
    times = [target for target in COLUMNS[entity] if target.kind == "time" and target.name in columns]
    rivals = {target.name: _rivals(target, left) for target in times}
    answers = _serve(_items(profiles), left) if entity == "evaluations" else {}
    margins = _serve(MARGINS, left) if entity == "evaluations" else {}
    taken = {profile.name for served in (columns, answers, margins) for profile in served.values()}
    return Placing(columns, answers, margins, [profile for profile in profiles if profile.name not in taken], rivals)


def _items(profiles: Sequence[Profile]) -> Sequence[Target]:
    """The items, of which a mere `score` is the recommendation if another column says that this is asked."""
    said = [{text.casefold() for text in profile.texts} for profile in profiles if profile.count]
    says_so = any(texts <= NPS | GROUPS for texts in said)
    return (RECOMMENDATION, *ITEMS) if says_so and not any(map(_names_recommendation, profiles)) else ITEMS


def _names_recommendation(profile: Profile) -> bool:
    recommend = ITEMS[0]
    is_named = any(re.search(pattern, profile.heading) for pattern in recommend.patterns)
    return is_named and _is_mark(profile, recommend.name)


def named_like(entity: str, column: str, left: Sequence[Profile]) -> list[Profile]:
    """The columns that have the name of a canonical column, and values that do not look the part."""
    patterns = [pattern for target in COLUMNS[entity] if target.name == column for pattern in target.patterns]
    named = [one for one in left if any(re.search(pattern, written_plainly(one.name)) for pattern in patterns)]
    return [one for one in named if one.count and not one.is_time and not is_personal(one)]


def is_personal(profile: Profile) -> bool:
    """Whether its name or its values are those of a person: it is neither taken nor shown."""
    is_telephone = bool(TELEPHONE.search(profile.heading)) and (profile.count == 0 or profile.has_long_numbers)
    return is_telephone or bool(PERSONAL.search(profile.heading)) or profile.looks_personal


def is_long(profiles: Sequence[Profile]) -> bool:
    """Whether a column names the items, so that each row is one answer."""

    def says_item(text: str) -> bool:
        return any(re.search(pattern, written_plainly(text)) for target in ITEMS for pattern in target.patterns)

    return any(sum(map(says_item, profile.labels)) > 1 for profile in profiles)


def _serve(targets: Sequence[Target], left: list[Profile]) -> dict[str, Profile]:
    """Give each target the first column that fits it; who is served leaves `left`."""
    served = {}
    for target in targets:
        found = list(_candidates(target, left))
        # One that says several things shows more than one that says one thing only, and that more than an empty one.
        if profile := max(found, key=lambda one: (one.count > 0, not one.is_constant), default=None):
            served[target.name] = profile
            left.remove(profile)
    return served


def _rivals(target: Target, left: Sequence[Profile]) -> list[str]:
    """The times that nothing took and that fit a target as well: a person looks which is meant."""
    return list(dict.fromkeys(profile.name for profile in _candidates(target, left) if profile.is_time))


def _candidates(target: Target, left: Sequence[Profile]) -> Iterator[Profile]:
    """The columns that fit: those whose name says it before those whose question says it."""
    for said in (lambda profile: written_plainly(profile.name), lambda profile: profile.heading):
        for pattern in target.patterns:
            for profile in left:
                if re.search(pattern, said(profile)) and _looks_the_part(profile, target):
                    yield profile


def _looks_the_part(profile: Profile, target: Target) -> bool:
    if target.kind == "organisation" and OF_A_CUSTOMER.search(written_plainly(profile.name)):
        return False
    if profile.count == 0:  # nothing but its name speaks for it, so the name must not speak of something else
        return target.kind != "organisation" or _asks_for_one(profile)
    return KINDS[target.kind](profile, target.name)


def _is_record(profile: Profile, _: str) -> bool:
    """Whether it may identify a record: what repeats does not."""
    return not profile.is_time and len(profile.texts) * 100 >= profile.count * 98


def _is_words(profile: Profile, _: str) -> bool:
    """Whether the same words come back: a name of a kind, not an id. Of a few rows none can tell."""
    repeats = profile.count < FEW or len(profile.texts) * 2 <= profile.count
    return repeats and not (profile.is_time or profile.is_flag or profile.has_several_in_one)


def _is_organisation(profile: Profile, target: str) -> bool:
    """Whether it names organisations: not a mark, a state or a yes of theirs, nor an answer about one."""
    says_states = all(text.casefold() in STATES | GROUPS for text in profile.texts)
    is_named = bool(profile.value_labels) or bool(CODE.search(profile.heading)) or not profile.is_number
    if says_states or not is_named or not _asks_for_one(profile):
        return False
    return _is_words(profile, target) and (profile.is_number or marks_of("", profile) is None)


def _asks_for_one(profile: Profile) -> bool:
    if QUESTION.search(profile.question):
        return bool(WHICH.search(profile.question))
    return not ABOUT_ONE.search(profile.heading)


def _is_flag(profile: Profile, target: str) -> bool:
    if COUNTED.search(profile.heading):
        return False
    known = labels_of(target, profile.heading)
    return any(text.casefold() in known for text in profile.texts)


def _is_mark(profile: Profile, item: str) -> bool:
    name = written_plainly(profile.name)
    is_counted = name.count("_") <= WORDS_OF_A_NAME and NO_MARK.search(name)
    return not is_counted and marks_of(item, profile) is not None


KINDS: dict[str, Callable[[Profile, str], bool]] = {
    "id": lambda profile, _: not profile.is_time and not profile.is_constant,
    "record": _is_record,
    "organisation": _is_organisation,
    "time": lambda profile, _: profile.is_time or profile.epoch_unit is not None,
    "number": lambda profile, _: profile.is_number,
    "flag": _is_flag,
    "words": _is_words,
    "list": lambda profile, _: True,
    "text": lambda profile, _: not profile.is_time and not profile.is_number,
    "mark": _is_mark,
}
