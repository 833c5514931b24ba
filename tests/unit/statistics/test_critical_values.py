"""Critical values against exact ones, within the error that they state themselves; and repeated with more draws."""

import numpy as np
import pytest
from scipy.stats import norm, studentized_range
from scipy.stats import t as student

from centricity.statistics.critical_values import critical_value, draw_differences


def of_equal_errors(size, df, draws=4_096, seed=0, active=None):
    scale = np.full((size, size), np.sqrt(2))
    active = ~np.eye(size, dtype=bool) if active is None else active
    return critical_value(draw_differences(np.eye(size), df, draws, seed), scale, active, 0.95)


@pytest.mark.parametrize("size", [3, 5, 10, 38])
@pytest.mark.parametrize("df", [None, 12])
def test_the_stated_error_holds(size, df):
    exact = studentized_range.ppf(0.95, size, df or np.inf) / np.sqrt(2)
    found = of_equal_errors(size, df)
    assert abs(found.value - exact) < 4 * found.error
    assert found.error < 0.015, "20,000 plain draws have one of .008 to .014"


@pytest.mark.parametrize("df", [None, 1, 7.5])
def test_two_estimates_leave_nothing_to_simulate(df):
    found = of_equal_errors(2, df, draws=1)
    assert found.value == pytest.approx(student.ppf(0.975, df or np.inf), rel=1e-6)
    assert found.error < 1e-6


def test_one_pair_alone_has_the_one_sided_value():
    active = np.zeros((3, 3), dtype=bool)
    active[0, 2] = True
    found = of_equal_errors(3, None, active=active)
    assert abs(found.value - norm.ppf(0.95)) < 4 * found.error


def test_a_low_coverage_stops_at_zero():
    active = np.zeros((2, 2), dtype=bool)
    active[0, 1] = True
    assert critical_value(draw_differences(np.eye(2), None, 64, 0), np.ones((2, 2)), active, 0.3).value == 0


def test_more_draws_have_a_smaller_error_and_the_seed_decides():
    few, many = of_equal_errors(6, 110, draws=1_024), of_equal_errors(6, 110, draws=16_384)
    assert many.error < few.error / 4, "better than the square root of the number of draws"
    assert of_equal_errors(6, 110, seed=3) == of_equal_errors(6, 110, seed=3) != of_equal_errors(6, 110, seed=4)


def test_what_all_estimates_share_does_not_matter():
    apart = np.diag([1.0, 2, 3])
    draws = [draw_differences(v, None, 64, 0) for v in (apart, apart + 5)]
    assert [found.rank for found in draws] == [2, 2]
    np.testing.assert_allclose(*(np.abs(found.draws[:, 0] - found.draws[:, 2]).max() for found in draws), rtol=0.05)
