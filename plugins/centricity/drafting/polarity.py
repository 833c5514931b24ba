"""Whether words praise or blame, in Dutch, English and German: which end of a scale is the best. For drafts only."""

import re
from collections.abc import Mapping

# They turn round what they stand with, and blame where they stand alone: `not at all`, `helemaal niet`, `zeer laag`.
TURNING = re.compile(
    r"\b(not|no|none|hardly|little|low|lowest|least|niet|geen|nauwelijks|weinig|laag|laagste|nicht|kein\w*)\b|n't\b"
)
BLAMING = re.compile(
    r"dis(satisf|agree|appoint|like)|\bun(satisf|likely|happy|friendly|help|accept|reliable|true)|"
    r"\bon(tevreden|waarschijnlijk|eens|voldoende|vriendelijk|betrouwbaar|behulpzaam|duidelijk|gelukkig|juist|waar)|"
    r"\b(poor|bad|terrible|awful|horrible|worst|worse|weak|slecht|zwak|matig|difficult|hard|moeilijk|lastig|hate|fail|"
    r"never|nooit|effort|moeite|angry|boos|sad|schlecht|mangelhaft|unge|unzufrieden|unwahrscheinlich|schwierig|detract)|"
    r"teleurgesteld|kan beter|could be better|[😞😟😠😡🙁☹😢😭👎]"
)
PRAISING = re.compile(
    r"\b(satisf|agree|likely|happy|friendly|helpful|good|great|excellent|outstanding|perfect|best|better|strong|easy|"
    r"easily|always|love|delight|high|tevreden|waarschijnlijk|eens\b|goed|goede|uitstekend|prima|beste|beter|altijd|"
    r"hoog|blij|wel\b|gut\b|zufrieden|wahrscheinlich|einfach|promot|true\b)|makkelijk|[😀😃😄😁😊🙂😍👍]"
)
# They strengthen what they stand with, and praise where they stand alone: `completely`, `zeker`.
STRONG = re.compile(r"\b(completely|totally|fully|extremely|absolutely|definitely|volledig|helemaal|zeker|absoluut)\b")
BETWEEN = re.compile(r"\b(neither|neutral|neutraal|noch|nor|average|gemiddeld|weder|mixed)\b")


def polarity(words: str) -> int:
    """1 of words that praise, -1 of words that blame, 0 of words that do neither."""
    said = words.casefold()
    if BETWEEN.search(said):
        return 0
    turned = -1 if TURNING.search(said) else 1
    if BLAMING.search(said):
        return -turned
    if PRAISING.search(said) or STRONG.search(said):
        return turned
    return min(turned, 0)


def rises(anchors: Mapping[float, str], low: float, high: float) -> bool | None:
    """Whether the higher marks of a scale are the better ones; None where the words do not say it, or not as one.

    Args:
        anchors: what marks stand for, in words.
        low: the lowest mark.
        high: the highest mark.
    """
    middle = (low + high) / 2
    sides = {polarity(words) * (1 if mark > middle else -1) for mark, words in anchors.items() if mark != middle}
    sides.discard(0)
    return next(iter(sides)) > 0 if len(sides) == 1 else None
