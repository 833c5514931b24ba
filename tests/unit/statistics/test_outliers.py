"""Points far from the others in all coordinates together."""

import numpy as np
import pytest
from scipy import stats

from centricity.statistics import multivariate_outliers


def direct(points: np.ndarray, level: float) -> np.ndarray:
    centred = points - points.mean(axis=0)
    squared = np.einsum("ij,jk,ik->i", centred, np.linalg.inv(np.cov(points.T)), centred)
    return squared > stats.chi2.ppf(level, points.shape[1])


@pytest.mark.parametrize("level", [0.9, 0.999])
def test_is_the_distance_beyond_the_quantile(level):
    points = np.random.default_rng(1).multivariate_normal([0, 5, 9], [[2, 1, 0], [1, 3, 1], [0, 1, 1]], 4_000)
    found = multivariate_outliers(points, level=level)
    assert found.tolist() == direct(points, level).tolist()
    assert 0 < found.mean() < 2 * (1 - level)


def test_what_contradicts_the_others_is_far_though_each_coordinate_is_common():
    rng = np.random.default_rng(2)
    first = rng.normal(size=500)
    points = np.column_stack([first, first + rng.normal(0, 0.1, 500)])
    points[0] = [1.5, -1.5]
    assert multivariate_outliers(points)[0]


def test_units_make_no_difference():
    points = np.random.default_rng(3).standard_t(3, (1_000, 4))
    assert multivariate_outliers(points * [1, 1e6, 1e-6, 1] + 7).tolist() == multivariate_outliers(points).tolist()


@pytest.mark.parametrize(
    "points",
    [
        np.empty((0, 3)),
        np.ones((1, 3)),
        np.arange(9.0).reshape(3, 3),
        np.column_stack([np.arange(50.0), np.ones(50)]),
        np.column_stack([np.arange(50.0), 2 * np.arange(50.0)]),
    ],
    ids=["none", "one", "too few", "constant", "determined by another"],
)
def test_a_singular_covariance_makes_nobody_an_outlier(points):
    assert multivariate_outliers(points).tolist() == [False] * len(points)


@pytest.mark.parametrize("points", [[[1.0, np.nan]], [1.0, 2.0]])
def test_incomplete_rows_are_refused(points):
    with pytest.raises(ValueError, match="complete rows"):
        multivariate_outliers(points)


def test_a_level_is_a_probability():
    with pytest.raises(ValueError, match="level"):
        multivariate_outliers(np.ones((5, 2)), level=1)
