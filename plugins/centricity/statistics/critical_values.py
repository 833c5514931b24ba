"""Critical values of a largest standardised difference: simulated in direction, integrated in length."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtrc, fdtrc
from scipy.stats import chi2, f, norm, qmc
from scipy.stats import t as student

# Independent scrambles of one quasi-random sequence; their spread is the Monte-Carlo error.
REPLICATES = 16
# So few tell their spread roughly: with it three errors are as sure as three of the normal distribution.
WIDER = float(student.isf(norm.sf(3), REPLICATES - 1) / 3)
# An eigenvalue below this part of the largest is rounding: the estimates do not differ in that direction.
NO_DIRECTION = 1e-12
# No value is sought more closely, also where nothing is left to simulate.
ROUNDING = 1e-7


class CriticalValue(NamedTuple):
    """A critical value and its Monte-Carlo error, both in standard errors of a difference."""

    value: float
    error: float


class Differences(NamedTuple):
    """Draws of the direction in which estimates err, and what their length is distributed as.

    Attributes:
        draws: replicates × J × points: an error of unit length before it is scaled by the root of the covariance.
        rank: of the covariance of the differences, at least 1.
        df: degrees of freedom of the common χ² divisor; None for the normal distribution.
    """

    draws: np.ndarray
    rank: int
    df: float | None


def draw_differences(v: np.ndarray, df: float | None, draws: int, seed: int) -> Differences:
    """Directions of N(0, V), up to a shift that all estimates share.

    A draw Z = R·U of rank r has a direction U, uniform on the sphere, and a length R independent of it: R²/r is
    χ²_r/r, and F(r, df) once divided by the common χ²_df/df. Only U is simulated, from scrambled Sobol points;
    with two estimates there is nothing left to simulate.

    Args:
        v: J × J, positive semi-definite up to rounding.
        df: as in `Differences`.
        draws: points in all, rounded up to `REPLICATES` times a power of 2.
        seed: replicate i starts from (seed, i); more draws continue the same sequences.
    """
    centring = np.eye(len(v)) - 1 / len(v)
    eigenvalues, vectors = np.linalg.eigh(centring @ v @ centring)
    is_direction = eigenvalues > NO_DIRECTION * max(eigenvalues[-1], 0)
    root = vectors[:, is_direction] * np.sqrt(eigenvalues[is_direction])
    points = 1 << max(0, -(-draws // REPLICATES) - 1).bit_length()
    drawn = [root @ _directions(root.shape[1], points, [seed, replicate]).T for replicate in range(REPLICATES)]
    return Differences(np.stack(drawn), root.shape[1], df)


def critical_value(differences: Differences, scale: np.ndarray, active: np.ndarray, coverage: float) -> CriticalValue:
    """The `coverage` quantile of the largest (Z_a - Z_b)/s_ab over the active pairs, never below 0.

    Args:
        differences: of J estimates.
        scale: J × J standard errors of the differences, above 0 where active.
        active: J × J; at least one pair.
        coverage: probability in (0, 1).
    """
    largest = _largest(differences.draws, scale, active)

    def excess(limit: float) -> np.ndarray:
        """By replicate, the probability that the largest exceeds the limit, less the one that is allowed."""
        return _exceedance(limit, largest, differences).mean(axis=1) - (1 - coverage)

    if (largest > 0).mean() <= 1 - coverage:
        return CriticalValue(0.0, ROUNDING)
    value = brentq(lambda limit: excess(limit).mean(), 0, _longest(differences, coverage), xtol=ROUNDING)
    step = 1e-3 * value
    slope = (excess(value - step).mean() - excess(value + step).mean()) / (2 * step)
    error = WIDER * excess(value).std(ddof=1) / np.sqrt(REPLICATES) / slope
    return CriticalValue(float(value), float(max(error, ROUNDING)))


def _directions(rank: int, points: int, seed: list[int]) -> np.ndarray:
    """Points × rank on the unit sphere."""
    generator = np.random.default_rng(seed)
    normal = qmc.MultivariateNormalQMC(np.zeros(rank), rng=generator).random(points)
    return normal / np.linalg.norm(normal, axis=1, keepdims=True)


def _longest(differences: Differences, coverage: float) -> float:
    """The same quantile of R, which no standardised difference exceeds (Scheffé 1953), and a rounding more."""
    rank, df = differences.rank, differences.df
    square = chi2.isf(1 - coverage, rank) if df is None else rank * f.isf(1 - coverage, rank, df)
    return float(np.sqrt(square) * (1 + ROUNDING) + ROUNDING)


def _exceedance(limit: float, largest: np.ndarray, differences: Differences) -> np.ndarray:
    """P(R·largest > limit), for each direction."""
    ratio = np.divide(limit, largest, out=np.full_like(largest, np.inf), where=largest > 0)
    if differences.df is None:
        return chdtrc(differences.rank, ratio**2)
    return fdtrc(differences.rank, differences.df, ratio**2 / differences.rank)


def _largest(draws: np.ndarray, scale: np.ndarray, active: np.ndarray) -> np.ndarray:
    """The largest (U_a - U_b)/s_ab over the active pairs, replicates × points."""
    largest = np.full((draws.shape[0], draws.shape[2]), -np.inf)
    # a pair that is active both ways is looked at once
    both_ways, one_way = np.triu(active & active.T), active & ~active.T
    for replicate, row in zip(draws, largest, strict=True):
        for a in range(len(active)):
            for others, size in ((both_ways[a], np.abs), (one_way[a], np.asarray)):
                if others.any():
                    distances = (replicate[a] - replicate[others]) / scale[a, others, None]
                    np.maximum(row, size(distances).max(axis=0), out=row)
    return largest
