"""Confidence sets for ranks: what sampling error leaves of a league table (Mogstad et al. 2024)."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from centricity.statistics import arguments
from centricity.statistics.covariance import joint_covariance, normal_draws

# correlated so closely that only rounding tells two estimates' errors apart
NO_VARIANCE = 1e-12


def rank_confidence_sets(
    estimates: Any,
    covariance: Any,
    *,
    coverage: float = 0.95,
    simultaneous: bool = True,
    df: float | None = None,
    draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Ranks with the range of ranks that the data do not rule out.

    Mogstad, Romano, Shaikh and Wilhelm (2024), with step-down: over ordered pairs (a, b), a ≠ b, with
    s_ab = √(V_aa + V_bb - 2V_ab) and draws Z ~ N(0, V), q is the `coverage` quantile of max (Z_a - Z_b)/s_ab
    over the pairs still in; pairs with θ_a - θ_b > q·s_ab are rejected and dropped, and so on with the same
    draws until none is new. low_a = 1 + #{b: (b, a) rejected}, high_a = J - #{b: (a, b) rejected}.
    A pair with s_ab = 0 has no error: it is ranked by its estimates and enters no quantile.

    Args:
        estimates: J values, larger is better; a Series, or an array with the labels 0..J-1. They are compared as
            they are: round them first if their last digits are the order of a sum.
        covariance: J × J and joint; a DataFrame is matched by label, an array is in the order of `estimates`.
        coverage: probability in (0, 1) that all ranks (or, if not `simultaneous`, a given one) lie in their sets.
        simultaneous: False gives each row its own marginal set, from the pairs that it is part of.
        df: degrees of freedom, above 0: every draw is divided by √(χ²_df/df). None is the normal distribution.
        draws: how many are simulated.
        seed: the same seed gives the same result.

    Returns:
        Whole numbers `low`, `rank`, `high`, 1 = highest, equal estimates share a rank (1, 1, 3); always
        low ≤ rank ≤ high. `attrs["critical_value"]` is q of the first step (the rows' largest if not
        `simultaneous`; 0 if nothing has to be compared).

    Raises:
        ValueError: no estimates, repeated or unmatched labels, a covariance of another shape, not symmetric or
            not positive semi-definite, an argument outside its limits.
    """
    theta = arguments.vector("estimates", estimates)
    if theta.empty:
        raise ValueError("estimates is empty: pass at least one estimate")
    arguments.unique("estimates", theta.index)
    coverage = arguments.fraction("coverage", coverage)
    v = joint_covariance(covariance, theta.index, "estimates")
    z = _draw(v, df, arguments.whole("draws", draws, at_least=1), arguments.whole("seed", seed, at_least=0))
    rejected_by_row, critical = _rejections(theta.to_numpy(), v, z, coverage, simultaneous)
    better, worse = rejected_by_row
    sets = pd.DataFrame(
        {"low": 1 + better, "rank": competition_ranks(theta.to_numpy()), "high": len(theta) - worse},
        index=theta.index,
    )
    sets.attrs["critical_value"] = critical
    return sets


def best_set(
    estimates: Any,
    covariance: Any,
    *,
    tau: int = 1,
    coverage: float = 0.95,
    df: float | None = None,
    draws: int = 20_000,
    seed: int = 0,
) -> list:
    """Labels that may be among the `tau` best: those with low ≤ tau in the simultaneous sets.

    Args:
        estimates: as in `rank_confidence_sets`.
        covariance: likewise.
        tau: 1 to J; J returns all.
        coverage: probability that the true `tau` best are all in it.
        df: as in `rank_confidence_sets`.
        draws: likewise.
        seed: likewise.

    Returns:
        Labels by falling estimate, equal ones in the order given; never empty.

    Raises:
        ValueError: `tau` outside 1..J, and as in `rank_confidence_sets`.
    """
    sets = rank_confidence_sets(estimates, covariance, coverage=coverage, df=df, draws=draws, seed=seed)
    tau = arguments.whole("tau", tau, at_least=1, at_most=len(sets))
    return sets[sets["low"] <= tau].sort_values("rank", kind="stable").index.tolist()


def competition_ranks(values: np.ndarray) -> np.ndarray:
    """1 = highest along the last axis; equal values share the best rank (1, 1, 3)."""
    return rankdata(-values, method="min", axis=-1).astype(int)


def _draw(v: np.ndarray, df: float | None, draws: int, seed: int) -> np.ndarray:
    """J × draws from the normal or, with `df`, the multivariate t."""
    generator = np.random.default_rng(seed)
    z = normal_draws(v, draws, generator).T
    if df is not None:
        df = arguments.number("df", df, above=0)
        z = z / np.sqrt(generator.chisquare(df, draws) / df)
    return np.ascontiguousarray(z)


def _rejections(
    theta: np.ndarray, v: np.ndarray, z: np.ndarray, coverage: float, simultaneous: bool
) -> tuple[tuple[np.ndarray, np.ndarray], float]:
    """For each row how many are surely better, how many surely worse; and the first critical value."""
    variances = np.diag(v)
    totals = np.add.outer(variances, variances)
    squares = totals - 2 * v
    has_error = squares > NO_VARIANCE * totals
    scale = np.sqrt(np.where(has_error, squares, 0))
    above = np.subtract.outer(theta, theta)
    if simultaneous:
        rejected, critical = _step_down(above, scale, z, has_error, coverage)
        return (rejected.sum(axis=0), rejected.sum(axis=1)), critical
    counts = np.zeros((2, len(theta)), dtype=int)
    criticals = []
    for row in range(len(theta)):
        own = np.zeros_like(has_error)
        own[row, :] = own[:, row] = True
        rejected, critical = _step_down(above, scale, z, has_error & own, coverage)
        counts[:, row] = rejected[:, row].sum(), rejected[row].sum()
        criticals.append(critical)
    return (counts[0], counts[1]), max(criticals)


def _step_down(
    above: np.ndarray, scale: np.ndarray, z: np.ndarray, active: np.ndarray, coverage: float
) -> tuple[np.ndarray, float]:
    rejected = (scale == 0) & (above > 0)
    criticals = [0.0]
    while active.any():
        # never below 0, so that a low coverage cannot rank the lower estimate above the higher
        criticals.append(max(0.0, float(np.quantile(_largest_distance(z, scale, active), coverage))))
        new = active & (above > criticals[-1] * scale)
        if not new.any():
            break
        rejected |= new
        active = active & ~new
    return rejected, criticals[min(1, len(criticals) - 1)]


def _largest_distance(z: np.ndarray, scale: np.ndarray, active: np.ndarray) -> np.ndarray:
    """The largest (Z_a - Z_b)/s_ab over the active pairs, for every draw."""
    largest = np.full(z.shape[1], -np.inf)
    for a in np.flatnonzero(active.any(axis=1)):
        for b in np.flatnonzero(active[a]):
            np.maximum(largest, (z[a] - z[b]) / scale[a, b], out=largest)
    return largest
