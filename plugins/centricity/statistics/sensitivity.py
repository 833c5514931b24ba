"""How much of a league table is the method's choice: the same data under other defensible methods.

Ranks are those of composite scores rounded to 9 decimals, so that the order of a sum breaks no tie.
"""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments
from centricity.statistics.covariance import joint_covariance, normal_draws
from centricity.statistics.ranks import competition_ranks
from centricity.statistics.scores import (
    arithmetic,
    dimension_scores,
    geometric,
    rank_percentile,
    rescale,
    standardise,
)

NORMALISATIONS = (
    lambda scores: scores,  # fixed goalposts: as they are
    lambda scores: rescale(scores, axis=-2),
    lambda scores: standardise(scores, axis=-2),
    lambda scores: rank_percentile(scores, axis=-2),
)
AGGREGATIONS = (arithmetic, geometric)


class RankSensitivity(NamedTuple):
    """What `rank_sensitivity` finds.

    Attributes:
        summary: units × (`rank` by the reference method, `p_win`, `p_win_error`, `rank_q05`, `rank_q50`,
            `rank_q95`, `mean_abs_shift` from the reference rank).
        pairwise: P(row above column), ties count ½, diagonal NaN.
        shift: per draw, the mean over units of |reference rank - rank|.
    """

    summary: pd.DataFrame
    pairwise: pd.DataFrame
    shift: np.ndarray


class Choices(NamedTuple):
    """One method per draw."""

    matrix: np.ndarray  # draws × units × dimensions
    normalisation: np.ndarray  # draws, positions in NORMALISATIONS
    aggregation: np.ndarray  # draws, positions in AGGREGATIONS
    weights: np.ndarray  # draws × dimensions


def rank_sensitivity(
    scores: Any,
    weights: Any,
    *,
    variants: Mapping[Hashable, Any] | None = None,
    covariance: Any = None,
    concentration: float = 60,
    draws: int = 2_000,
    seed: int = 0,
) -> RankSensitivity:
    """Ranks over draws of method choices, of sampling error, or of both (Saisana, Saltelli and Tarantola 2005).

    Every draw takes, independently and uniformly, one of four normalisations of the dimension scores (as they
    are; min-max to 1..100; z-scores 50 ± 15; percentile ranks), arithmetic or geometric aggregation, one of
    `variants`, and weights from Dirichlet(`concentration`·ω). With `covariance`, N(0, V) is added to the scores
    first. Which of the three runs it is:

    * without `covariance`: method only;
    * with `covariance` and a finite `concentration`: both;
    * with `covariance` and `concentration=inf`: sampling only, i.e. everything else is the reference, `scores` as
      they are, arithmetic, ω; `variants` has no part in it.

    Args:
        scores: the reference, J units × D dimensions, 0 to 100, J ≥ 2.
        weights: ω by dimension, mapping or Series (an array: by position), at least 0, re-normalised.
        variants: name → J × D alternatives from other cleaning or respondent weights; DataFrames are matched by
            label. `scores` itself counts as one more unless one of them equals it (to 1e-9).
        covariance: of all scores, (J·D)², unit by unit; a DataFrame has (unit, dimension) on both axes.
        concentration: above 0; sd of a weight √(ω(1 - ω)/(concentration + 1)). Infinite: the weights are fixed.
        draws: how many; the Monte-Carlo error of a share is √(p(1 - p)/draws).
        seed: the same seed gives the same result.

    Returns:
        The shares of draws with rank 1 (m units tied at the top count 1/m each, so they sum to 1), quantiles of the
        competition ranks (ranks that occur, 1 = highest), pairwise probabilities and rank shifts.

    Raises:
        ValueError: fewer than two units, a missing score or one outside 0..100, labels that do not match, a
            covariance of another shape or not positive semi-definite.
    """
    table, shares = reference_scores(scores, weights)
    generator = np.random.default_rng(arguments.whole("seed", seed, at_least=0))
    draws = arguments.whole("draws", draws, at_least=1)
    concentration = positive_concentration(concentration)
    choices = _fixed(table, shares, draws)
    if covariance is None or np.isfinite(concentration):
        choices = _drawn(_matrices(table, variants), shares, concentration, draws, generator)
    if covariance is not None:
        labels = pd.MultiIndex.from_product([table.index, table.columns])
        v = joint_covariance(covariance, labels, "scores, as (unit, dimension)")
        choices = choices._replace(
            matrix=choices.matrix + normal_draws(v, draws, generator).reshape(draws, *table.shape)
        )
    return _describe(table.index, reference_ranks(table, shares), composites(choices))


def flat_weight_sensitivity(scores: Any, weights: Any, *, draws: int = 2_000, seed: int = 0) -> RankSensitivity:
    """Ranks where nothing is known of the weights: ω ~ Dirichlet(1, …, 1), all else as in the reference.

    Args:
        scores: as in `rank_sensitivity`.
        weights: of the reference ranks.
        draws: how many.
        seed: the same seed gives the same result.

    Raises:
        ValueError: as in `rank_sensitivity`.
    """
    table, shares = reference_scores(scores, weights)
    draws = arguments.whole("draws", draws, at_least=1)
    generator = np.random.default_rng(arguments.whole("seed", seed, at_least=0))
    flat = generator.dirichlet(np.ones(len(shares)), draws)
    choices = _fixed(table, shares, draws)._replace(weights=flat)
    return _describe(table.index, reference_ranks(table, shares), composites(choices))


def composites(choices: Choices) -> np.ndarray:
    """Composite scores, draws × units, rounded to 9 decimals."""
    normalised = choices.matrix.copy()
    for position, normalisation in enumerate(NORMALISATIONS):
        chosen = choices.normalisation == position
        if chosen.any():
            normalised[chosen] = normalisation(normalised[chosen])
    result = np.empty(normalised.shape[:2])
    for position, aggregation in enumerate(AGGREGATIONS):
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


def reference_scores(scores: Any, weights: Any) -> tuple[pd.DataFrame, np.ndarray]:
    """The checked reference table and the weights of its columns."""
    table = dimension_scores("scores", scores)
    arguments.unique("the rows of scores", table.index)
    if len(table) < 2:
        raise ValueError(f"scores has {len(table)} rows: a ranking needs at least two units")
    return table, arguments.weights_of(weights, table.columns, "scores")


def positive_concentration(concentration: Any) -> float:
    """Above 0; infinite fixes the weights."""
    if isinstance(concentration, float) and concentration == np.inf:
        return np.inf
    return arguments.number("concentration", concentration, above=0)


def _matrices(table: pd.DataFrame, variants: Mapping[Hashable, Any] | None) -> np.ndarray:
    """Levels × units × dimensions: the variants, and the reference if it is none of them."""
    reference = table.to_numpy()
    if not isinstance(variants, (Mapping, type(None))):
        raise ValueError(f"variants is a {type(variants).__name__}: pass a mapping of name to table")
    matrices = [in_order(f"variants[{name!r}]", variant, table) for name, variant in (variants or {}).items()]
    if not any(np.allclose(matrix, reference, rtol=0, atol=1e-9) for matrix in matrices):
        matrices.insert(0, reference)
    return np.stack(matrices)


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


def _fixed(table: pd.DataFrame, shares: np.ndarray, draws: int) -> Choices:
    first = np.zeros(draws, dtype=int)
    return Choices(np.tile(table.to_numpy(), (draws, 1, 1)), first, first, np.tile(shares, (draws, 1)))


def _drawn(
    matrices: np.ndarray, shares: np.ndarray, concentration: float, draws: int, generator: np.random.Generator
) -> Choices:
    return Choices(
        matrices[generator.integers(len(matrices), size=draws)],
        generator.integers(len(NORMALISATIONS), size=draws),
        generator.integers(len(AGGREGATIONS), size=draws),
        weight_draws(shares, concentration, draws, generator),
    )


def reference_ranks(table: pd.DataFrame, shares: np.ndarray) -> np.ndarray:
    """Ranks by the reference method: goalposts, arithmetic, the weights as they are."""
    return competition_ranks(np.round(arithmetic(table.to_numpy(), shares), 9))


def _describe(units: pd.Index, reference: np.ndarray, scores: np.ndarray) -> RankSensitivity:
    ranks = competition_ranks(scores)
    distances = np.abs(ranks - reference)
    first = ranks == 1
    p_win = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    q05, q50, q95 = np.quantile(ranks, (0.05, 0.5, 0.95), axis=0, method="inverted_cdf")
    summary = pd.DataFrame(
        {
            "rank": reference,
            "p_win": p_win,
            "p_win_error": np.sqrt(np.maximum(p_win * (1 - p_win), 0) / len(scores)),
            "rank_q05": q05,
            "rank_q50": q50,
            "rank_q95": q95,
            "mean_abs_shift": distances.mean(axis=0),
        },
        index=units,
    )
    return RankSensitivity(summary, _pairwise(units, scores), distances.mean(axis=1))


def _pairwise(units: pd.Index, scores: np.ndarray) -> pd.DataFrame:
    above = np.stack([(np.sign(scores[:, [a]] - scores).mean(axis=0) + 1) / 2 for a in range(len(units))])
    np.fill_diagonal(above, np.nan)
    return pd.DataFrame(above, index=units, columns=units)
