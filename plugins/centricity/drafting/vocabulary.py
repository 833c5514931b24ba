"""What suppliers' texts mean, in Dutch and English. For drafts only; compared without case."""

import re
from collections.abc import Mapping

# What a text stands for: a flag, or a word of ours.
Meaning = bool | str


def _by_text(meanings: Mapping[Meaning, str] | Mapping[bool, str] | Mapping[str, str]) -> dict[str, Meaning]:
    return {text: meaning for meaning, texts in meanings.items() for text in texts.split("|")}


FLAGS = _by_text({True: "ja|j|yes|y|true|1|waar|wel", False: "nee|n|no|false|0|onwaar|niet"})
# Of columns whose texts say more than yes and no.
BY_TARGET: dict[str, dict[str, Meaning]] = {
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
# What a recommendation question is made into: who says it is not known to be asked.
GROUPS = frozenset(_by_text({"": "promoter|promoters|passive|passives|passief|detractor|detractors|criticaster"}))
# What a survey of it is called.
NPS = frozenset({"nps", "net promoter score"})
# Whoever uses the software: the customer in one tool, and who answers him in another.
EITHER_SIDE = frozenset({"user"})
# What a row's state is called: no organisation, channel or topic.
STATES = frozenset(
    _by_text(
        {
            "": "open|closed|gesloten|new|nieuw|pending|active|inactive|actief|inactief|complete|completed|incomplete|"
            "partial|done|finished|started|disqualified|sent|delivered|success|failed|published|draft|approved|rejected|"
            "voltooid|solved|resolved|opgelost|hold|on hold|on-hold|wacht|processing|in progress|in behandeling|"
            "cancelled|canceled|geannuleerd|refunded|merged|deleted|verwijderd"
        }
    )
)
# A column of this name says the opposite: inbound is true where a customer writes.
OPPOSITE = re.compile("inbound|incoming|is_customer|van_klant")
# Ordered answers, the worst first.
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
        "zeer onwaarschijnlijk|onwaarschijnlijk|neutraal|waarschijnlijk|zeer waarschijnlijk",
        "strongly disagree|disagree|neither agree nor disagree|agree|strongly agree",
        "strongly disagree|disagree|neutral|agree|strongly agree",
        "very dissatisfied|dissatisfied|neutral|satisfied|very satisfied",
        "very dissatisfied|dissatisfied|neither satisfied nor dissatisfied|satisfied|very satisfied",
        "very poor|poor|fair|good|very good",
        "very unlikely|unlikely|neutral|likely|very likely",
        "very unlikely|unlikely|neither likely nor unlikely|likely|very likely",
        "poor|fair|good|very good|excellent",
        "very difficult|difficult|neutral|easy|very easy",
        "strongly disagree|disagree|somewhat disagree|neutral|somewhat agree|agree|strongly agree",
    )
)


def labels_of(target: str, name: str) -> dict[str, Meaning]:
    """What the texts of a column may mean.

    Args:
        target: the canonical column.
        name: the column's name, written plainly.
    """
    known: dict[str, Meaning] = BY_TARGET.get(target, {}) | (FLAGS if target.startswith(("is_", "has_")) else {})
    if target == "is_from_organisation" and OPPOSITE.search(name):
        return known | {text: not value for text, value in FLAGS.items()}
    return known
