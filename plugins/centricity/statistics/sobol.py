"""Which of the method's choices moves the ranking: variance shares of the mean rank shift."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from centricity.statistics import arguments
from centricity.statistics.indicator_levels import IndicatorLevels
from centricity.statistics.method_choices import (
    AGGREGATIONS,
    NORMALISATIONS,
    Choices,
    composites,
    in_order,
    weight_draws,
)
from centricity.statistics.ranks import competition_ranks
from centricity.statistics.sensitivity import positive_concentration, reference_ranks, reference_scores

FACTORS = (
    "weights",
    "normalisation",
    "aggregation",
    "cleaning",
    "respondent_weights",
    "goalposts",
    "weights_inside",
)
# Of each kind of weights and of goalposts; a factor is the number of one of them.
VECTORS = 1_000
# Independent scrambles of the points; their spread is the error.
REPLICATES = 8


def rank_shift_sobol(
    scores: Any,
    weights: Any,
    *,
    variants: Mapping[tuple[Hashable, Hashable], Any] | IndicatorLevels | None = None,
    concentration: float = 60,
    n: int = 1_024,
    seed: int = 0,
) -> pd.DataFrame:
    """Sobol indices of R̄_S, the mean over units of |reference rank - rank|, for seven method factors.

    S_i = mean(y_B·(y_ABi - y_A))/V and ST_i = Σ(y_A - y_ABi)²/(2n·V) (Saltelli et al. 2010), with y less its mean.
    Vectors of weights and of goalposts are drawn once, 1,000 of each, and a factor chooses among them.

    Args:
        scores: as in `rank_sensitivity`.
        weights: likewise.
        variants: (cleaning, respondent weights) → J × D scores for each combination of their levels, the
            reference's among them: goalposts and weights inside dimensions do not vary. `IndicatorLevels`: all do.
            None: none of the four varies.
        concentration: as in `rank_sensitivity`.
        n: a power of 2; y is computed 9·n times.
        seed: the same seed gives the same result.

    Returns:
        Per factor `first_order` and `total`, cut off at 0, and `first_order_error` and `total_error`, their
        Monte-Carlo errors; all NaN if the ranking never changes, for then V = 0.

    Raises:
        ValueError: `n` no power of 2, a combination missing in `variants`, and as in `rank_sensitivity`.
    """
    table, shares = reference_scores(scores, weights)
    n = arguments.whole("n", n, at_least=2)
    if n & (n - 1):
        raise ValueError(f"n is {n}: pass a power of 2, 1024 for example")
    levels = variants if isinstance(variants, IndicatorLevels) else _grid(table, variants)
    generator = np.random.default_rng(arguments.whole("seed", seed, at_least=0))
    vectors = weight_draws(shares, positive_concentration(concentration), VECTORS, generator)
    reference = reference_ranks(table, shares)
    choices = _chooser(vectors, levels, generator)

    def mean_shift(points: np.ndarray) -> np.ndarray:
        return np.abs(competition_ranks(composites(choices(points))) - reference).mean(axis=1)

    return _indices(mean_shift, n, generator)


def _chooser(
    vectors: np.ndarray, levels: IndicatorLevels | np.ndarray, generator: np.random.Generator
) -> Callable[[np.ndarray], Choices]:
    """From points in the unit cube, n × factors, to the choices that they stand for."""
    if isinstance(levels, IndicatorLevels):
        counts = levels.scores.shape[:2]
        widths, inner = levels.drawn_widths(VECTORS, generator), levels.drawn_weights(VECTORS, generator)
    else:
        counts = levels.shape[:2]
    sizes = np.array([VECTORS, len(NORMALISATIONS), len(AGGREGATIONS), *counts, VECTORS, VECTORS])

    def choose(points: np.ndarray) -> Choices:
        weight, normalisation, aggregation, cleaning, weighting, goalposts, inside = (points * sizes).astype(int).T
        if isinstance(levels, IndicatorLevels):
            matrix = levels.matrices(cleaning, weighting, widths[goalposts], inner[inside])
        else:
            matrix = levels[cleaning, weighting]
        return Choices(matrix, normalisation, aggregation, vectors[weight])

    return choose


def _indices(shift: Callable[[np.ndarray], np.ndarray], n: int, generator: np.random.Generator) -> pd.DataFrame:
    count = min(REPLICATES, n)
    sampled = [_evaluate(shift, n // count, generator) for _ in range(count)]
    y_a, y_b, y_ab = (np.stack(part) for part in zip(*sampled, strict=True))
    both = np.concatenate([y_a, y_b])
    # 0/0 where the ranking never changes: no index
    variance = both.var() or np.nan
    change = y_ab - y_a[:, None]
    first, total = (y_b - both.mean())[:, None] * change / variance, change**2 / (2 * variance)
    return pd.DataFrame(
        {
            "first_order": _mean(first),
            "first_order_error": _error(first),
            "total": _mean(total),
            "total_error": _error(total),
        },
        index=pd.Index(FACTORS, name="factor"),
    )


def _mean(products: np.ndarray) -> np.ndarray:
    """Over replicates and points, by factor; cut off at 0, where no variance share lies below."""
    return np.maximum(products.mean(axis=(0, 2)), 0)


def _error(products: np.ndarray) -> np.ndarray:
    """Of that mean, from the spread of the replicates."""
    return products.mean(axis=2).std(axis=0, ddof=1) / np.sqrt(len(products))


def _evaluate(
    shift: Callable[[np.ndarray], np.ndarray], n: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shifts at two samples A and B, n each, and at A with one factor from B at a time, factors × n."""
    points = qmc.Sobol(2 * len(FACTORS), rng=generator).random(n)
    a, b = points[:, : len(FACTORS)], points[:, len(FACTORS) :]
    mixed = [np.where(np.arange(len(FACTORS)) == factor, b, a) for factor in range(len(FACTORS))]
    return shift(a), shift(b), np.stack([shift(points) for points in mixed])


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
