"""How much of a league table is the method's choice: the same data under other defensible methods."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments
from centricity.statistics.covariance import SamplingErrors, sampling_errors
from centricity.statistics.method_choices import Variants, composites, drawn_choices, fixed_choices
from centricity.statistics.ranks import competition_ranks
from centricity.statistics.scores import arithmetic, dimension_scores


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


def rank_sensitivity(
    scores: Any,
    weights: Any,
    *,
    variants: Variants | None = None,
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
            label. `scores` itself counts as one more unless one of them equals it (to 1e-9). Or `IndicatorLevels`:
            then goalposts and weights inside dimensions are drawn too.
        covariance: of all scores, (J·D)², unit by unit; a DataFrame has (unit, dimension) on both axes. Or what
            `errors_of` made of it: with thousands of scores that takes minutes, and is the same in every run.
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
    choices = fixed_choices(table, shares, draws)
    if covariance is None or np.isfinite(concentration):
        choices = drawn_choices(table, shares, variants, concentration, draws, generator)
    if covariance is not None:
        errors = covariance if isinstance(covariance, SamplingErrors) else errors_of(table, covariance)
        choices = choices._replace(matrix=choices.matrix + errors.draw(draws, generator).reshape(draws, *table.shape))
    return describe(table.index, reference_ranks(table, shares), composites(choices))


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
    choices = fixed_choices(table, shares, draws)._replace(weights=flat)
    return describe(table.index, reference_ranks(table, shares), composites(choices))


def reference_scores(scores: Any, weights: Any) -> tuple[pd.DataFrame, np.ndarray]:
    """The checked reference table and the weights of its columns."""
    table = dimension_scores("scores", scores)
    arguments.unique("the rows of scores", table.index)
    if len(table) < 2:
        raise ValueError(f"scores has {len(table)} rows: a ranking needs at least two units")
    return table, arguments.weights_of(weights, table.columns, "scores")


def errors_of(scores: pd.DataFrame, covariance: Any) -> SamplingErrors:
    """The errors of all scores, to draw from; arguments as in `rank_sensitivity`."""
    labels = pd.MultiIndex.from_product([scores.index, scores.columns])
    return sampling_errors(covariance, labels, "scores, as (unit, dimension)")


def positive_concentration(concentration: Any) -> float:
    """Above 0; infinite fixes the weights."""
    if isinstance(concentration, float) and concentration == np.inf:
        return np.inf
    return arguments.number("concentration", concentration, above=0)


def reference_ranks(table: pd.DataFrame, shares: np.ndarray) -> np.ndarray:
    """Ranks by the reference method: goalposts, arithmetic, the weights as they are."""
    return competition_ranks(np.round(arithmetic(table.to_numpy(), shares), 9))


def describe(units: pd.Index, reference: np.ndarray, scores: np.ndarray) -> RankSensitivity:
    """What composite scores, draws × units, do to the reference ranks."""
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
