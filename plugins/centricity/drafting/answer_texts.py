"""Which marks answers in words stand for: the words decide, else a person. For drafts only."""

import re
from collections.abc import Iterable, Mapping

from centricity.drafting.answer_words import anchors_said, direction_said, ends_said
from centricity.drafting.polarity import polarity
from centricity.drafting.profiles import LONGEST_LABEL, Profile
from centricity.drafting.scales import ENOUGH, SMALL_SCALES, Marks, scale_for
from centricity.drafting.vocabulary import ANSWER_SCALES, GROUPS
from centricity.feeds.unfilled import TO_FILL_IN

# `10 - extremely likely`, `0 = zeer onwaarschijnlijk`, `5`; `very satisfied (5)`; `★★★★☆`.
MARK_IN_FRONT = re.compile(r"(\d{1,2})\s*[-–=:.(]?\s*([^\d]*)")
MARK_BEHIND = re.compile(r"([^\d]*)\((\d{1,2})\)")
STARS = re.compile("([★⭐]+)[☆✩]*\ufe0f?")
STAR = "★"
STAR_WORDS = ("star", "stars", "ster", "sterren", "*")
KNOWN_WORDS = frozenset(text for scale in ANSWER_SCALES for text in scale)
MOST_LABELS = 11
MARKS_AND_ENDS = "the mark of each answer, and the worst and the best mark of the scale"


def marks_in_texts(item: str, profile: Profile) -> Marks | None:
    """The marks of a column of texts; None where these are no answers on a scale."""
    if profile.is_flag or profile.has_several_in_one or {text.casefold() for text in profile.texts} <= GROUPS:
        return None
    return _numbered(item, profile) or _in_known_words(item, profile) or _in_other_words(profile)


def _numbered(item: str, profile: Profile) -> Marks | None:
    """Answers that say their mark: its words say which end is the best."""
    found = {text: said for text in _shown(profile) if (said := _mark_and_words(text))}
    if len(found) < 2 or sum(profile.texts[text] for text in found) * 3 < profile.count * 2:
        return None
    marks = {text: mark for text, (mark, _) in sorted(found.items(), key=lambda pair: (pair[1], pair[0]))}
    words = {mark: said for mark, said in found.values() if said}
    ends = ends_said(profile) or _ends_of(marks.values(), words, profile.count)
    scale: list[int] | str
    if ends is None or not ends[0] <= min(marks.values()) <= max(marks.values()) <= ends[1]:
        scale, doubt = TO_FILL_IN, "the worst mark of the scale and the best, as they stand in front"
    else:
        is_rising = STAR in words.values() or direction_said(profile, anchors_said(profile) | words, ends)
        scale, doubt = scale_for(item, ends, is_rising, "the scale and its marks")
    return Marks(scale, doubt + _rest(profile, marks), {**marks, **_unknown(profile, marks)})


def _shown(profile: Profile) -> list[str]:
    """The texts that a draft may show: those of a short list that come back, and those whose words are known."""
    return [text for text in profile.texts if text in profile.labels or _says_known_words(text)]


def _says_known_words(text: str) -> bool:
    said = _mark_and_words(text)
    return said is not None and (said[1] == STAR or _is_known(said[1]))


def _mark_and_words(text: str) -> tuple[int, str] | None:
    if stars := STARS.fullmatch(text):
        return len(stars[1]), STAR
    if front := MARK_IN_FRONT.fullmatch(text):
        return int(front[1]), STAR if front[2].casefold() in STAR_WORDS else front[2]
    behind = MARK_BEHIND.fullmatch(text)
    return (int(behind[2]), behind[1]) if behind else None


def _ends_of(marks: Iterable[int], words: Mapping[int, str], count: int) -> tuple[int, int] | None:
    """The lowest and the highest mark: by a known scale, by five stars, or where the words of both are opposites."""
    low, high = min(marks), max(marks)
    known = {mark: said.strip(" )").casefold() for mark, said in words.items() if _is_known(said)}
    counted = {ends for scale in ANSWER_SCALES if (ends := _ends_on(scale, known))} if known else set()
    if counted:
        return counted.pop() if len(counted) == 1 else None
    if STAR in words.values():
        return (1, 5) if high == 5 and low >= 1 else None
    is_whole = count >= ENOUGH and (low, high) in (*SMALL_SCALES, (0, 10), (1, 10))
    return (low, high) if is_whole and polarity(words.get(low, "")) * polarity(words.get(high, "")) < 0 else None


def _is_known(words: str) -> bool:
    return words.strip(" )").casefold() in KNOWN_WORDS


def _ends_on(scale: list[str], known: Mapping[int, str]) -> tuple[int, int] | None:
    """The ends of a known scale, if the marks count its words from either end."""
    if not set(known.values()) <= set(scale):
        return None
    places = {mark: scale.index(said) + 1 for mark, said in known.items()}
    rising = all(mark == place for mark, place in places.items())
    falling = all(mark == len(scale) + 1 - place for mark, place in places.items())
    return (1, len(scale)) if rising or falling else None


def _in_known_words(item: str, profile: Profile) -> Marks | None:
    """Answers of a scale whose order is known; a person decides where two such scales hold them."""
    likely = [scale for scale in ANSWER_SCALES if _share_in(profile, scale) * 3 >= 2]
    most = max((_share_in(profile, scale) for scale in likely), default=0)
    fitting = [scale for scale in likely if _share_in(profile, scale) == most]
    # Where many answer, somebody gives each answer: a scale of which one is never given is another's.
    given = [scale for scale in fitting if set(scale) <= {text.casefold() for text in profile.texts}]
    readings = [_marks_on(profile, scale) for scale in (given if profile.count >= ENOUGH and given else fitting)]
    if not readings:
        return None
    marks, length = readings[0]
    if any(reading != readings[0] for reading in readings):
        return _to_fill_in(profile, marks, f"{MARKS_AND_ENDS}: more than one scale has these words")
    if not {1, length} & set(marks.values()):
        return _to_fill_in(profile, marks, f"{MARKS_AND_ENDS}: neither end of it is in the sample")
    ends = (1, length)
    is_rising = direction_said(profile, {float(mark): text for text, mark in marks.items()}, ends)
    scale, doubt = scale_for(item, ends, is_rising, "the scale and its marks")
    return Marks(scale, doubt + _rest(profile, marks), {**marks, **_unknown(profile, marks)})


def _share_in(profile: Profile, scale: list[str]) -> float:
    return sum(count for text, count in profile.texts.items() if text.casefold() in scale) / max(profile.count, 1)


def _marks_on(profile: Profile, scale: list[str]) -> tuple[dict[str, int], int]:
    known = sorted(text for text in profile.texts if text.casefold() in scale)
    marks = {text: scale.index(text.casefold()) + 1 for text in known}
    return dict(sorted(marks.items(), key=lambda pair: pair[1])), len(scale)


def _in_other_words(profile: Profile) -> Marks | None:
    """Answers that praise and blame, in an order that only a person can tell."""
    labels = profile.labels
    telling = {polarity(text) for text in labels} - {0}
    if not 2 <= len(labels) <= MOST_LABELS or len(telling) < 2:
        return None
    return _to_fill_in(profile, labels, MARKS_AND_ENDS)


def _to_fill_in(profile: Profile, labels: Iterable[str], doubt: str) -> Marks:
    marks = dict.fromkeys(labels, TO_FILL_IN)
    return Marks(TO_FILL_IN, doubt + _rest(profile, marks), marks | _unknown(profile, marks))


def _unknown(profile: Profile, marks: Mapping[str, int | str]) -> dict[str, str]:
    """The other texts that come back: somebody must say what they stand for."""
    return {text: TO_FILL_IN for text in profile.labels if text not in marks and len(text) <= LONGEST_LABEL}


def _rest(profile: Profile, marks: Mapping[str, int | str]) -> str:
    rest = len(set(profile.texts) - set(marks) - set(profile.labels))
    return f"; {rest} rare {'text has' if rest == 1 else 'texts have'} no label" if rest else ""
