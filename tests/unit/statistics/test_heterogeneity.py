"""Between-variance against published examples, and rankability."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracles.heterogeneity import paule_mandel

from centricity.statistics import dersimonian_laird, rankability

# Rubin's eight schools
SCHOOLS = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
# BCG vaccine, thirteen trials: log relative risk and its variance (Colditz et al. 1994, as in metafor's handbook)
BCG = (
    [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713, -0.3394, 0.4459, -0.0173],
    [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124, 0.5325, 0.0714],
)


def test_eight_schools_differ_by_no_more_than_chance():
    assert dersimonian_laird(*SCHOOLS) == 0
    assert paule_mandel(*SCHOOLS) == 0
    assert rankability(*SCHOOLS) == (0, 0, "low")


def test_bcg_trials():
    errors = np.sqrt(BCG[1])
    assert dersimonian_laird(BCG[0], errors) == pytest.approx(0.3088, abs=5e-4)
    assert paule_mandel(BCG[0], errors) == pytest.approx(0.3181, abs=5e-4)


@given(st.integers(0, 10_000), st.integers(2, 12))
def test_both_agree_for_equal_errors(seed, count):
    """Then both are the plain variance minus that of the errors."""
    theta = np.random.default_rng(seed).normal(0, 3, count)
    expected = max(0, theta.var(ddof=1) - 4)
    assert dersimonian_laird(theta, np.full(count, 2.0)) == pytest.approx(expected, abs=1e-9)
    assert paule_mandel(theta, np.full(count, 2.0)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("spread", "level"), [(1.2, "low"), (2.0, "moderate"), (4.0, "high")])
def test_levels_of_rankability(spread, level):
    theta = spread * np.array([-1, 0, 1])
    found = rankability(theta, [1, 1, 1])
    assert found.level == level
    assert found.share == pytest.approx(1 - 1 / spread**2)


def test_labels_are_matched():
    theta = pd.Series([1.0, 9, 4], list("abc"))
    errors = pd.Series([3.0, 1, 2], list("cab"))
    assert dersimonian_laird(theta, errors) == dersimonian_laird([1, 9, 4], [1, 2, 3])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1], [1]), "at least two"),
        (([1, 2], [1]), "pass as many of each"),
        (([1, 2], [1, -1]), "standard_errors is -1.0 at position 1"),
        (([1, np.nan], [1, 1]), "estimates is nan at position 1"),
        ((pd.Series([1, 2], ["a", "b"]), pd.Series([1, 2], ["a", "c"])), "standard_errors lacks 'b'; adds 'c'"),
    ],
)
def test_bad_input_is_named(arguments, message):
    for function in (dersimonian_laird, rankability):
        with pytest.raises(ValueError, match=message):
            function(*arguments)


def test_a_weight_without_limit_is_refused():
    with pytest.raises(ValueError, match=r"standard_errors is 0.0 at position 1"):
        dersimonian_laird([1, 2], [1, 0])


def test_rankability_where_an_estimate_has_no_error():
    estimates, errors = [62.0, 61.9, 50.0], [0.0, 3.0, 2.0]
    between = pd.Series(estimates).var() - (9 + 4) / 3
    assert rankability(estimates, errors).share == pytest.approx(between / (between + 4))
    assert rankability([50.0, 60.0], [0.0, 0.0]).share == 1
    assert rankability([50.0, 50.0], [0.0, 0.0]) == (0, 0, "low")
