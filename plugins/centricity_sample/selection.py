"""Who is asked about which organisation: 9,000 evaluations per wave."""

import numpy as np
import pandas as pd

from centricity_sample.customers import match

EVALUATIONS_PER_WAVE = 9_000
FEWEST_EVALUATIONS = 116
# Two organisations that the panel hardly knows: too few evaluations for a rank.
SPARSE_EVALUATIONS = {"REI5": 72, "WON5": 88}
SIZE_WEIGHT = {"klein": 1, "middel": 2, "groot": 4}
# Persons of the panel from here on answer in the wave: a good third of the first wave does so again.
FIRST_PERSON = {2025: 0, 2026: 4_200}
PANEL_SIZE = 16_000
ORGANISATIONS_PER_PERSON = {1: 0.72, 2: 0.20, 3: 0.08}


def expected_counts(organisations: pd.DataFrame) -> np.ndarray:
    """Expected evaluations of the organisations of a wave: a floor, and more for the large."""
    floor, shares = _floor_and_shares(organisations)
    return floor + (EVALUATIONS_PER_WAVE - floor.sum()) * shares


def draw_persons(rng: np.random.Generator, wave: int) -> np.ndarray:
    """Positions in the panel, one per evaluation; who rates several organisations stands there several times."""
    counts = rng.choice(list(ORGANISATIONS_PER_PERSON), EVALUATIONS_PER_WAVE, p=list(ORGANISATIONS_PER_PERSON.values()))
    return np.repeat(np.arange(len(counts)), counts)[:EVALUATIONS_PER_WAVE] + FIRST_PERSON[wave]


def draw_organisations(
    rng: np.random.Generator,
    organisations: pd.DataFrame,
    persons: np.ndarray,
    cells: np.ndarray,
    affinities: np.ndarray,
) -> np.ndarray:
    """Positions of the organisations, one per evaluation; nobody rates one organisation twice."""
    floor, shares = _floor_and_shares(organisations)
    counts = floor + rng.multinomial(EVALUATIONS_PER_WAVE - floor.sum(), shares)
    drawn = match(rng, rng.permutation(np.repeat(np.arange(len(counts)), counts)), cells, affinities)
    while True:
        repeated = np.flatnonzero(pd.DataFrame({"person": persons, "organisation": drawn}).duplicated())
        if len(repeated) == 0:
            return drawn
        for one, other in zip(repeated, rng.integers(0, len(drawn), len(repeated)), strict=True):
            drawn[[one, other]] = drawn[[other, one]]


def _floor_and_shares(organisations: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The fewest evaluations of each organisation, and how the others are spread over them."""
    sparse = organisations["organisation_id"].map(SPARSE_EVALUATIONS)
    floor = sparse.fillna(FEWEST_EVALUATIONS).to_numpy().astype(int)
    weights = organisations["size"].map(SIZE_WEIGHT).to_numpy() * sparse.isna().to_numpy()
    return floor, weights / weights.sum()
