"""What questions and labels say of a scale: `0 (not at all) to 10`, `1 = zeer mee eens`. For drafts only."""

import re
from collections.abc import Mapping

from centricity.drafting.polarity import rises
from centricity.drafting.profiles import NO_VALUE, Profile, as_number

TO = r"\s*(?:-|–|—|to|tot en met|tot|t/m|through|until|bis|/)\s*"
# Not: how often, how long, and not a part of a date or a longer number.
NO_UNIT = (
    r"(?!\d|[.,/-]\d|\s*(?:x\b|times?|keer|maal|min|uur|uren|hour|dag|day|we?ek|weken|maand|month|jaar|year|euro|€))"
)
FROM_TO = re.compile(rf"(?<![\w.,/-])(0|1){TO}(3|4|5|6|7|9|10|100){NO_UNIT}", re.IGNORECASE)
# `1 = zeer mee eens`, `0 (not at all likely)`, `5: very good`.
MARK_THEN_WORDS = re.compile(r"(?<![\w.,/-])(\d{1,3})\s*(=|:|\(|-|–)\s*([^\W\d_][^\d,;()/|…]*)")
# `very dissatisfied (1) to very satisfied (5)`
WORDS_THEN_MARK = re.compile(r"([^\W\d_][^\d,;()/|…]*)\((\d{1,3})\)")

# The higher, the worse, perhaps: a question about effort or trouble.
TROUBLE = re.compile("effort|moeite|_ces_|moeilijk|difficult|probleem|problem|ontevreden|dissatis|wachttijd|waiting")
AGREEING = re.compile("agree|\\beens\\b|oneens|\\btrue\\b|\\bwaar\\b|applies")


def ends_said(profile: Profile) -> tuple[int, int] | None:
    """The lowest and the highest mark of the scale, where the question or the labels of the values say them."""
    if found := FROM_TO.search(profile.question):
        return int(found[1]), int(found[2])
    anchors = anchors_said(profile)
    return (int(min(anchors)), int(max(anchors))) if len(anchors) > 1 else None


def anchors_said(profile: Profile) -> dict[float, str]:
    """What marks stand for, by the labels of the values or else by the question."""
    labels = {
        as_number(text): label for text, label in profile.value_labels.items() if label.casefold() not in NO_VALUE
    }
    return {mark: words for mark, words in labels.items() if mark is not None} or _anchors_in(profile.question)


def direction_said(profile: Profile, anchors: Mapping[float, str], ends: tuple[int, int]) -> bool | None:
    """Whether the higher marks are the better ones, by what marks stand for; None where that does not say it.

    Who agrees that it was difficult does not praise.
    """
    if TROUBLE.search(profile.heading) and any(AGREEING.search(words.casefold()) for words in anchors.values()):
        return None
    return rises(anchors, *ends)


def _anchors_in(question: str) -> dict[float, str]:
    found = MARK_THEN_WORDS.findall(question)
    # `2: how satisfied are you?` is the second question. Two such pairs are a scale, and so is an equals sign.
    if len(found) > 1 or any(sign == "=" for _, sign, _ in found):
        return {float(mark): words for mark, _, words in found}
    behind = WORDS_THEN_MARK.findall(question)
    return {float(mark): words for words, mark in behind} if len(behind) > 1 else {}
