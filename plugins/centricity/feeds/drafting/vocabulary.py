"""What suppliers' texts mean, in Dutch and English. For drafts only; compared without case."""

import re
from collections import Counter


def _by_text(meanings: dict[object, str]) -> dict[str, object]:
    return {text: meaning for meaning, texts in meanings.items() for text in texts.split("|")}


FLAGS = _by_text({True: "ja|j|yes|y|true|1|waar|wel", False: "nee|n|no|false|0|onwaar|niet"})
# Of columns whose texts say more than yes and no.
BY_TARGET = {
    "is_from_organisation": _by_text(
        {
            True: "organisation|organization|organisatie|company|bedrijf|brand|merk|agent|admin|staff|medewerker|"
            "employee|outbound|outgoing|out|uit|uitgaand",
            False: "customer|klant|consumer|consument|user|end-user|visitor|contact|inbound|incoming|in|inkomend",
        }
    ),
    "is_resolved": _by_text(
        {
            True: "opgelost|resolved|solved|closed|gesloten|afgehandeld",
            False: "open|new|nieuw|pending|hold|wacht|in behandeling",
        }
    ),
    "milestone": _by_text(
        {
            "opened": "start|opened|open|begin|geopend|ontvangen",
            "closed": "einde|eind|end|closed|gesloten|afgesloten|afgehandeld|complete",
            "reopened": "heropend|reopened|reopen",
        }
    ),
    "evaluation_type": _by_text(
        {
            "relational": "relationeel|relatie|relational|relationship",
            "touchpoint": "contact|contactmoment|touchpoint|transactional|transactioneel",
        }
    ),
    "size_class": _by_text(
        {"small": "klein|small|s", "medium": "middel|middelgroot|medium|m", "large": "groot|large|l"}
    ),
    "process": _by_text(
        {"complaint": "klacht|complaint", "order": "aanvraag|bestelling|order", "claim": "claim|schade"}
    ),
}
# A column of this name says the opposite: inbound is true where a customer writes.
OPPOSITE = re.compile("inbound|incoming|is_customer|van_klant")
# Ordered answers, lowest first.
ANSWER_SCALES = tuple(
    scale.split("|")
    for scale in (
        "zeer mee oneens|mee oneens|neutraal|mee eens|zeer mee eens",
        "helemaal mee oneens|mee oneens|neutraal|mee eens|helemaal mee eens",
        "helemaal oneens|oneens|neutraal|eens|helemaal eens",
        "helemaal niet mee eens|niet mee eens|neutraal|mee eens|helemaal mee eens",
        "zeer ontevreden|ontevreden|neutraal|tevreden|zeer tevreden",
        "zeer slecht|slecht|matig|goed|zeer goed",
        "zeer moeilijk|moeilijk|neutraal|makkelijk|zeer makkelijk",
        "strongly disagree|disagree|neither agree nor disagree|agree|strongly agree",
        "strongly disagree|disagree|neutral|agree|strongly agree",
        "very dissatisfied|dissatisfied|neutral|satisfied|very satisfied",
        "very dissatisfied|dissatisfied|neither satisfied nor dissatisfied|satisfied|very satisfied",
        "very poor|poor|fair|good|very good",
        "poor|fair|good|very good|excellent",
        "very difficult|difficult|neutral|easy|very easy",
        "strongly disagree|disagree|somewhat disagree|neutral|somewhat agree|agree|strongly agree",
    )
)
# `10 - extremely likely`, `0 = zeer onwaarschijnlijk`: the mark stands in front.
MARK_IN_FRONT = re.compile(r"(\d{1,2})\s*[-–=:.(]?\s*[^\d]*")


def labels_of(target: str, name: str) -> dict[str, object]:
    """What the texts of a column may mean.

    Args:
        target: the canonical column.
        name: the column's name, written plainly.
    """
    known = BY_TARGET.get(target, {}) | (FLAGS if target.startswith(("is_", "has_")) else {})
    if target == "is_from_organisation" and OPPOSITE.search(name):
        return known | {text: not value for text, value in FLAGS.items()}
    return known


def marks_of(texts: Counter[str], labels: list[str]) -> tuple[dict[str, float], tuple[int, int]] | None:
    """The marks that text answers stand for, and the ends of their scale; None if they are no known answers.

    Args:
        texts: the answers.
        labels: those of them that may be shown though nobody knows them.
    """
    for scale in ANSWER_SCALES:
        known = {text: scale.index(text.casefold()) + 1 for text in sorted(texts) if text.casefold() in scale}
        if known and sum(texts[text] for text in known) * 3 >= texts.total() * 2:
            return known, (1, len(scale))
    in_front = {label: MARK_IN_FRONT.fullmatch(label) for label in labels}
    if len(labels) > 1 and all(in_front.values()):
        marks = {label: int(match[1]) for label, match in in_front.items()}
        return marks, scale_of(set(marks.values()))
    return None


def scale_of(marks: set[float]) -> tuple[int, int]:
    """The ends of the likeliest scale: the usual ones that hold the marks."""
    lowest, highest = min(marks), max(marks)
    usual = ((1, 5), (1, 7), (0, 10), (0, 100)) if lowest >= 1 else ((0, 5), (0, 10), (0, 100))
    return next((scale for scale in usual if scale[0] <= lowest and highest <= scale[1]), (int(lowest), int(highest)))
