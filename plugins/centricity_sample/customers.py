"""Whose customers are who: organisations differ in the age and education of their customers.

Whoever is asked takes part with a propensity that depends on age, education and region alone, the same
for the customers of every organisation. So weights that bring the whole sample to the population bring
each organisation's customers to its own customer mix, and not to that of the population.
"""

import numpy as np
import pandas as pd

from centricity_sample.people import cell_shares

AFFINITY_SD = 0.35
# In the order of the cells: from the youngest to the oldest, from the lowest to the highest education, unknown.
AGE_CONTRAST = np.array([-1, -1 / 3, 1 / 3, 1])
EDUCATION_CONTRAST = np.array([-1, 0, 1, 0])
# Rounds in which all evaluations change partners; after ten the start is forgotten.
ROUNDS = 12


def draw_affinities(rng: np.random.Generator, organisations: pd.DataFrame) -> pd.DataFrame:
    """Draw what attracts persons to organisations: log odds, one row per organisation, one column per cell."""
    count = len(organisations)
    by_age = rng.normal(0, AFFINITY_SD, (count, 1)) * AGE_CONTRAST
    by_education = rng.normal(0, AFFINITY_SD, (count, 1)) * EDUCATION_CONTRAST
    both = by_age[:, :, None] + by_education[:, None, :]
    return pd.DataFrame(both.reshape(count, -1), index=organisations["organisation_id"])


def match(rng: np.random.Generator, organisations: np.ndarray, cells: np.ndarray, affinities: np.ndarray) -> np.ndarray:
    """Reorder organisations (positions, one per evaluation) so that persons get those that attract them.

    Pairs of evaluations exchange organisations with the odds of their affinities (Gibbs sampling), so
    that in the long run P(cell, organisation) ∝ exp(affinity) with both margins as they are: the model
    that `customer_mixes` solves.
    """
    matched = organisations.copy()
    for _ in range(ROUNDS):
        one, other = rng.permutation(len(matched) // 2 * 2).reshape(2, -1)
        kept = affinities[matched[one], cells[one]] + affinities[matched[other], cells[other]]
        swapped = affinities[matched[one], cells[other]] + affinities[matched[other], cells[one]]
        swaps = rng.random(len(one)) < 1 / (1 + np.exp(kept - swapped))
        one, other = one[swaps], other[swaps]
        matched[one], matched[other] = matched[other], matched[one]
    return matched


def customer_mixes(affinities: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share of each cell among an organisation's evaluations: in the panel, and at population margins.

    Args:
        affinities: organisations × cells.
        sizes: the organisations' expected evaluations.

    Returns:
        Two arrays organisations × cells whose rows sum to 1.
    """
    panel, population = cell_shares()
    joint = np.exp(affinities)
    for _ in range(200):
        joint *= (sizes / sizes.sum() / joint.sum(axis=1))[:, None]
        joint *= panel / joint.sum(axis=0)
    weighted = joint * (population / panel)
    return joint / joint.sum(axis=1, keepdims=True), weighted / weighted.sum(axis=1, keepdims=True)
