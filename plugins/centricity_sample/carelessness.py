"""Respondents who do not take the survey seriously: they stand in the place of careful ones.

Who they are has nothing to do with the organisation or with who would have answered in their place, so
the careful ones that remain are still a fair sample.
"""

import numpy as np

from centricity_sample.answers import ITEMS

CARELESS_SHARE = 0.05
# Persons who race through all their evaluations, with marks at random or with one mark for everything.
# Few enough of the latter that a row without any variation stays rare.
OF_PERSONS = {"hurried": 0.50, "flat": 0.10}
# Evaluations that should not be there: the same one given again, a copy under another name, hearsay.
OF_EVALUATIONS = {"repeated": 0.15, "copied": 0.10, "ineligible": 0.15}
CONTRADICTION_RATE = 0.9
HEARSAY_EFFECT = -1.0
DELAY_SECONDS = (300, 5_400)


def draw_kinds(rng: np.random.Generator, persons: np.ndarray, careless_share: float) -> np.ndarray:
    """Draw for each evaluation which kind of carelessness it is; empty for the careful.

    Raises:
        ValueError: a share below 0 or above a half.
    """
    if not 0 <= careless_share <= 0.5:
        raise ValueError(f"careless_share is {careless_share}: pass a share from 0 to 0.5")
    of_person = _draw(rng, OF_PERSONS, careless_share, persons.max() + 1)[persons]
    return np.where(of_person == "", _draw(rng, OF_EVALUATIONS, careless_share, len(persons)), of_person)


def draw_sources(rng: np.random.Generator, kinds: np.ndarray, organisations: np.ndarray) -> np.ndarray:
    """For what is repeated or copied, the position of a careful evaluation of the same organisation; else its own."""
    sources = np.arange(len(kinds))
    for position in np.flatnonzero(np.isin(kinds, ["repeated", "copied"])):
        candidates = np.flatnonzero((kinds == "") & (organisations == organisations[position]))
        sources[position] = rng.choice(candidates)
    return sources


def spoil_marks(rng: np.random.Generator, marks: np.ndarray, kinds: np.ndarray) -> None:
    """Replace the marks (evaluations × items) of those who race through the questionnaire."""
    hurried, flat = np.flatnonzero(kinds == "hurried"), np.flatnonzero(kinds == "flat")
    marks[hurried] = rng.integers(0, 11, (len(hurried), marks.shape[1]))
    contradicting = hurried[rng.random(len(hurried)) < CONTRADICTION_RATE]
    names = [item.name for item in ITEMS]
    pair = rng.permuted(np.tile([names.index("recommend"), names.index("experience")], (len(contradicting), 1)), axis=1)
    marks[contradicting, pair[:, 0]] = rng.integers(9, 11, len(contradicting))
    marks[contradicting, pair[:, 1]] = rng.integers(0, 4, len(contradicting))
    marks[flat] = rng.integers(4, 11, (len(flat), 1))


def draw_delays(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw how long after its source a repetition or copy is completed: within the same day and month."""
    return rng.integers(*DELAY_SECONDS, count).astype("timedelta64[s]")


def _draw(rng: np.random.Generator, shares: dict[str, float], careless_share: float, count: int) -> np.ndarray:
    """Draw kinds; the share of each is its part of the careless."""
    parts = careless_share * np.array(list(shares.values()))
    return rng.choice([*shares, ""], count, p=[*parts, 1 - parts.sum()])
