"""Confidence sets for ranks: what sampling error leaves of a league table (Mogstad et al. 2024)."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from centricity.statistics import arguments
from centricity.statistics.covariance import joint_covariance
from centricity.statistics.critical_values import CriticalValue, draw_differences
from centricity.statistics.step_down import Pairs, Steps, step_down


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
    s_ab = √(V_aa + V_bb - 2V_ab) and Z ~ N(0, V), q is the `coverage` quantile of max (Z_a - Z_b)/s_ab over the
    pairs still in (`critical_value`); pairs with θ_a - θ_b > q·s_ab are rejected and dropped, and so on until none
    is new. A pair within three Monte-Carlo errors of q is open: it is not rejected.
    low_a = 1 + #{b: (b, a) rejected}, high_a = J - #{b: (a, b) rejected}.
    A pair with s_ab = 0 has no error: it is ranked by its estimates and enters no quantile.

    Args:
        estimates: J values, larger is better; a Series, or an array with the labels 0..J-1. They are compared as
            they are: round them first if their last digits are the order of a sum.
        covariance: J × J and joint; a DataFrame is matched by label, an array is in the order of `estimates`.
        coverage: probability in (0, 1) that all ranks (or, if not `simultaneous`, a given one) lie in their sets.
        simultaneous: False gives each row its own marginal set, from the pairs that it is part of.
        df: degrees of freedom, above 0: every draw is divided by √(χ²_df/df). None is the normal distribution.
        draws: how many directions are simulated, at least; see `draw_differences`.
        seed: the same seed gives the same result.

    Returns:
        Whole numbers `low`, `rank`, `high`, 1 = highest, equal estimates share a rank (1, 1, 3); always
        low ≤ rank ≤ high. `attrs["critical_value"]` is q of the first step (the rows' largest if not
        `simultaneous`; 0 if nothing has to be compared), `attrs["critical_value_error"]` its Monte-Carlo error.

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
    if df is not None:
        df = arguments.number("df", df, above=0)
    draws, seed = arguments.whole("draws", draws, at_least=1), arguments.whole("seed", seed, at_least=0)
    differences, pairs = draw_differences(v, df, draws, seed), Pairs.of(theta.to_numpy(), v)
    if simultaneous:
        return rank_sets(theta, step_down(pairs, differences, coverage))
    return _own_sets(theta, [step_down(pairs.of_row(row), differences, coverage) for row in range(len(theta))])


def rank_sets(theta: pd.Series, steps: Steps) -> pd.DataFrame:
    """`low`, `rank`, `high` by estimate from what a step-down rejected, as in `rank_confidence_sets`."""
    return _sets(theta, steps.rejected.sum(axis=0), steps.rejected.sum(axis=1), steps.critical)


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


def _own_sets(theta: pd.Series, rows: list[Steps]) -> pd.DataFrame:
    """Each row by the pairs that it is part of."""
    better = [steps.rejected[:, row].sum() for row, steps in enumerate(rows)]
    worse = [steps.rejected[row].sum() for row, steps in enumerate(rows)]
    return _sets(theta, np.array(better), np.array(worse), max(steps.critical for steps in rows))


def _sets(theta: pd.Series, better: np.ndarray, worse: np.ndarray, critical: CriticalValue) -> pd.DataFrame:
    ranks = competition_ranks(theta.to_numpy())
    sets = pd.DataFrame({"low": 1 + better, "rank": ranks, "high": len(theta) - worse}, index=theta.index)
    sets.attrs = {"critical_value": critical.value, "critical_value_error": critical.error}
    return sets
