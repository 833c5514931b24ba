"""Points far from the others in all their coordinates together."""

from typing import Any

import numpy as np
from scipy import special

from centricity.statistics import arguments


def multivariate_outliers(points: Any, *, level: float = 0.999) -> np.ndarray:
    """Which points have a squared Mahalanobis distance above the χ² quantile of `level` with k degrees of freedom.

    D² = (x - x̄)ᵀ S⁻¹ (x - x̄), with the mean and the covariance (n-1) of the points themselves (Mahalanobis 1936).

    Args:
        points: n × k, finite; the units of the coordinates make no difference.
        level: between 0 and 1.

    Returns:
        n booleans. No point is far where the covariance is singular: too few points, or a coordinate that others
        determine.

    Raises:
        ValueError: not n × k finite numbers, or another level.
    """
    matrix = np.asarray(points, dtype=float)
    if matrix.ndim != 2 or not np.isfinite(matrix).all():
        raise ValueError("points is no n × k array of finite numbers: pass complete rows only")
    limit = special.chdtri(matrix.shape[1], 1 - arguments.fraction("level", level))
    centred = matrix - matrix.mean(axis=0) if len(matrix) else matrix
    spread = np.sqrt((centred**2).sum(axis=0) / max(len(matrix) - 1, 1))
    if len(matrix) <= matrix.shape[1] or (spread == 0).any():
        return np.zeros(len(matrix), dtype=bool)
    centred = centred / spread
    correlation = centred.T @ centred / (len(matrix) - 1)
    values, vectors = np.linalg.eigh(correlation)
    if values[0] < 1e-10:
        return np.zeros(len(matrix), dtype=bool)
    return ((centred @ (vectors / np.sqrt(values))) ** 2).sum(axis=1) > limit
