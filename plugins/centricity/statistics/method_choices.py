"""Methods drawn at random, and the composite scores that they give.

Composite scores are rounded to 9 decimals, so that the order of a sum breaks no tie.
"""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments
from centricity.statistics.indicator_levels import IndicatorLevels
from centricity.statistics.scores import (
    arithmetic,
    dimension_scores,
    geometric,
    rank_percentile,
    rescale,
    standardise,
)

NORMALISATIONS = {
    "goalposts": lambda scores: scores,
    "minmax": lambda scores: rescale(scores, axis=-2),
    "zscore": lambda scores: standardise(scores, axis=-2),
    "percentile_rank": lambda scores: rank_percentile(scores, axis=-2),
}
AGGREGATIONS = {"arithmetic": arithmetic, "geometric": geometric}

# Dimension scores by method: name → J × D, or the indicators that they are made of.
Variants = Mapping[Hashable, Any] | IndicatorLevels


class Choices(NamedTuple):
    """One method per draw."""

    matrix: np.ndarray  # draws × units × dimensions
    normalisation: np.ndarray  # draws, positions in NORMALISATIONS
    aggregation: np.ndarray  # draws, positions in AGGREGATIONS
    weights: np.ndarray  # draws × dimensions


def fixed_choices(table: pd.DataFrame, shares: np.ndarray, draws: int) -> Choices:
    """The reference method in every draw."""
    first = np.zeros(draws, dtype=int)
    return Choices(np.tile(table.to_numpy(), (draws, 1, 1)), first, first, np.tile(shares, (draws, 1)))


def drawn_choices(
    table: pd.DataFrame,
    shares: np.ndarray,
    variants: Variants | None,
    concentration: float,
    draws: int,
    generator: np.random.Generator,
) -> Choices:
    """Every choice drawn independently, uniformly over its levels; weights from Dirichlet distributions."""
    return Choices(
        _drawn_matrices(table, variants, draws, generator),
        generator.integers(len(NORMALISATIONS), size=draws),
        generator.integers(len(AGGREGATIONS), size=draws),
        weight_draws(shares, concentration, draws, generator),
    )


def composites(choices: Choices) -> np.ndarray:
    """Composite scores, draws × units, rounded to 9 decimals."""
    normalised = choices.matrix.copy()
    for position, normalisation in enumerate(NORMALISATIONS.values()):
        chosen = choices.normalisation == position
        if chosen.any():
            normalised[chosen] = normalisation(normalised[chosen])
    result = np.empty(normalised.shape[:2])
    for position, aggregation in enumerate(AGGREGATIONS.values()):
        chosen = choices.aggregation == position
        result[chosen] = aggregation(normalised[chosen], choices.weights[chosen, None, :])
    return np.round(result, 9)


def weight_draws(shares: np.ndarray, concentration: float, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Weights from Dirichlet(concentration·shares), draws × dimensions; a share of 0 stays 0."""
    weights = np.tile(shares, (draws, 1))
    if np.isfinite(concentration):
        positive = shares > 0
        weights[:, positive] = generator.dirichlet(concentration * shares[positive], draws)
    return weights


def in_order(label: str, variant: Any, table: pd.DataFrame) -> np.ndarray:
    """A variant's scores in the order of the reference's rows and columns."""
    found = dimension_scores(label, variant)
    if found.shape != table.shape:
        raise ValueError(f"{label} has shape {found.shape}: pass {table.shape}, as scores")
    if not isinstance(variant, pd.DataFrame):
        return found.to_numpy()
    rows = arguments.same_labels(f"the rows of {label}", found.index, table.index, "scores")
    columns = arguments.same_labels(f"the columns of {label}", found.columns, table.columns, "scores")
    return found.to_numpy()[np.ix_(rows, columns)]


def _drawn_matrices(
    table: pd.DataFrame, variants: Variants | None, draws: int, generator: np.random.Generator
) -> np.ndarray:
    if isinstance(variants, IndicatorLevels):
        cleaning = generator.integers(len(variants.cleaning), size=draws)
        weighting = generator.integers(len(variants.weighting), size=draws)
        widths, weights = variants.drawn_widths(draws, generator), variants.drawn_weights(draws, generator)
        return variants.matrices(cleaning, weighting, widths, weights)
    matrices = _matrices(table, variants)
    return matrices[generator.integers(len(matrices), size=draws)]


def _matrices(table: pd.DataFrame, variants: Mapping[Hashable, Any] | None) -> np.ndarray:
    """Levels × units × dimensions: the variants, and the reference if it is none of them."""
    reference = table.to_numpy()
    if not isinstance(variants, (Mapping, type(None))):
        raise ValueError(f"variants is a {type(variants).__name__}: pass a mapping of name to table")
    matrices = [in_order(f"variants[{name!r}]", variant, table) for name, variant in (variants or {}).items()]
    if not any(np.allclose(matrix, reference, rtol=0, atol=1e-9) for matrix in matrices):
        matrices.insert(0, reference)
    return np.stack(matrices)
