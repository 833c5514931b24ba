"""Which of the method's choices moves the ranking: variance shares of the mean rank shift."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import sobol_indices, uniform

from centricity.statistics import arguments
from centricity.statistics.ranks import competition_ranks
from centricity.statistics.sensitivity import (
    AGGREGATIONS,
    NORMALISATIONS,
    Choices,
    composites,
    in_order,
    positive_concentration,
    reference_ranks,
    reference_scores,
    weight_draws,
)

FACTORS = ("weights", "normalisation", "aggregation", "cleaning", "respondent_weights")
WEIGHT_VECTORS = 1_000


def rank_shift_sobol(
    scores: Any,
    weights: Any,
    *,
    variants: Mapping[tuple[Hashable, Hashable], Any] | None = None,
    concentration: float = 60,
    n: int = 1_024,
    seed: int = 0,
) -> pd.DataFrame:
    """Sobol indices of R̄_S, the mean over units of |reference rank - rank|, for five method factors.

    S_i = mean(y_B·(y_ABi - y_A))/V and ST_i = Σ(y_A - y_ABi)²/(2n·V) (Saltelli et al. 2010), by
    `scipy.stats.sobol_indices`. The weights are an index into 1,000 drawn vectors.

    Args:
        scores: as in `rank_sensitivity`.
        weights: likewise.
        variants: (cleaning, respondent weights) → J × D scores for each combination of their levels, the
            reference's among them; None: neither factor varies.
        concentration: as in `rank_sensitivity`.
        n: a power of 2; y is computed 7·n times.
        seed: the same seed gives the same result.

    Returns:
        Per factor `first_order` and `total`; all NaN if the ranking never changes, for then V = 0.

    Raises:
        ValueError: `n` no power of 2, a combination missing in `variants`, and as in `rank_sensitivity`.
    """
    table, shares = reference_scores(scores, weights)
    n = arguments.whole("n", n, at_least=2)
    if n & (n - 1):
        raise ValueError(f"n is {n}: pass a power of 2, 1024 for example")
    grid = _grid(table, variants)
    generator = np.random.default_rng(arguments.whole("seed", seed, at_least=0))
    vectors = weight_draws(shares, positive_concentration(concentration), WEIGHT_VECTORS, generator)
    levels = np.array([len(vectors), len(NORMALISATIONS), len(AGGREGATIONS), *grid.shape[:2]])
    reference = reference_ranks(table, shares)

    def mean_shift(points: np.ndarray) -> np.ndarray:
        weight, normalisation, aggregation, cleaning, weighting = (points * levels[:, None]).astype(int)
        choices = Choices(grid[cleaning, weighting], normalisation, aggregation, vectors[weight])
        return np.abs(competition_ranks(composites(choices)) - reference).mean(axis=1)

    found = sobol_indices(func=mean_shift, n=n, dists=[uniform()] * len(FACTORS), rng=generator)
    result = pd.DataFrame(
        {"first_order": np.ravel(found.first_order), "total": np.ravel(found.total_order)},
        index=pd.Index(FACTORS, name="factor"),
    )
    return result if (result["total"] > 0).any() else result * np.nan


def _grid(table: pd.DataFrame, variants: Mapping[tuple[Hashable, Hashable], Any] | None) -> np.ndarray:
    """Cleaning × respondent weights × units × dimensions."""
    if variants is None:
        return table.to_numpy()[None, None]
    if not isinstance(variants, Mapping) or not all(isinstance(key, tuple) and len(key) == 2 for key in variants):
        raise ValueError("variants has a key that is no pair: pass {(cleaning, respondent weights): table}")
    cleaning, weighting = (list(dict.fromkeys(levels)) for levels in zip(*variants, strict=True))
    missing = [(a, b) for a in cleaning for b in weighting if (a, b) not in variants]
    if missing:
        raise ValueError(f"variants lacks {missing[0]}: pass every combination of cleaning and respondent weights")
    return np.array(
        [[in_order(f"variants[{(a, b)}]", variants[a, b], table) for b in weighting] for a in cleaning], dtype=float
    )
