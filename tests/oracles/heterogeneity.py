"""The between-variance by another way than `dersimonian_laird`: section 6, rankability."""

import numpy as np
from scipy.optimize import brentq


def paule_mandel(estimates: np.ndarray, standard_errors: np.ndarray) -> float:
    """τ² as the root of Σ(θ - μ̂)²/(se² + τ²) = J - 1, 0 where there is none (Paule and Mandel 1982)."""
    theta, variances = np.asarray(estimates, dtype=float), np.asarray(standard_errors, dtype=float) ** 2

    def excess(between: float) -> float:
        weights = 1 / (variances + between)
        return (weights * (theta - np.average(theta, weights=weights)) ** 2).sum() - (len(theta) - 1)

    # at the plain variance of the estimates the sum cannot exceed J - 1
    return float(brentq(excess, 0, theta.var(ddof=1) * (1 + 1e-9))) if excess(0) > 0 else 0.0
