# Holds statistics.proportions, statistics.reliability.
"""Intervals of design-based proportions, and the rule for publishing a share."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from centricity.statistics import effective_respondents, korn_graubard, share_decision


@pytest.mark.parametrize(("count", "n"), [(3, 10), (30, 100), (199, 200)])
def test_a_simple_random_sample_gives_clopper_pearson(count, n):
    p = count / n
    # a standard error so small that the cap at n holds
    found = korn_graubard(p, 0.5 * sqrt(p * (1 - p) / n), n, n - 1)
    exact = binomtest(count, n).proportion_ci(0.95, method="exact")
    assert found == pytest.approx((exact.low, exact.high), abs=1e-10)
    assert found._fields == ("ci_low", "ci_high")


def test_none_and_all_have_one_exact_end():
    none, every = korn_graubard(0, 0, 40, 12), korn_graubard(1, 0, 40, 12)
    assert none.ci_low == 0 and every.ci_high == 1
    assert none.ci_high == pytest.approx(1 - 0.025 ** (1 / 40), rel=1e-9)
    assert every.ci_low == pytest.approx(0.025 ** (1 / 40), rel=1e-9)


def test_effective_respondents_fall_with_the_design_effect_and_the_degrees_of_freedom():
    se = sqrt(0.3 * 0.7 / 50)
    assert effective_respondents(0.3, se, 100, 99) == pytest.approx(50)
    assert effective_respondents(0.3, se, 100, 5) < 50
    assert effective_respondents(0.3, se / 2, 100, 99) == 100
    assert effective_respondents(0, 0, 40, 3) == 40


@given(
    st.floats(0, 1),
    st.floats(1e-12, 1e3),
    st.floats(1.5, 1e5),
    st.floats(1, 1e4),
    st.floats(0.5, 0.999),
)
def test_intervals_hold_the_proportion(p, se, n, df, confidence):
    low, high = korn_graubard(p, se, n, df, confidence=confidence)
    assert 0 <= low <= p + 1e-9
    assert p - 1e-9 <= high <= 1


@pytest.mark.parametrize("se", [1e-200, 1e200])
def test_extreme_standard_errors_give_numbers(se):
    low, high = korn_graubard(0.3, se, 100, 99)
    assert 0 <= low < 0.3 < high <= 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1.2, 0.1, 100, 99), "proportion is 1.2"),
        ((-0.1, 0.1, 100, 99), "proportion is -0.1"),
        ((0.3, -0.1, 100, 99), "standard_error is -0.1"),
        ((0.3, 0, 100, 99), "no design gives that"),
        ((0.3, 0.1, 1, 99), "n is 1: .* above 1"),
        ((0.3, 0.1, 100, 0.5), "df is 0.5: .* at least 1"),
        ((0.3, 0.1, 100, np.inf), "df is inf"),
        ((np.nan, 0.1, 100, 99), "proportion is nan"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        korn_graubard(*arguments)


@pytest.mark.parametrize(
    ("arguments", "shown", "footnote", "reason"),
    [
        ((0.5, 0.4, 0.6, 29, 100, 50), False, False, "base_too_small"),
        ((0.5, 0.4, 0.6, 100, 29.9, 50), False, False, "base_too_small"),
        ((0.0, 0.0, 0.03, 29, 29, 50), False, False, "base_too_small"),
        ((0.0, 0.0, 0.03, 100, 100, 50), False, False, "needs_review"),
        ((1.0, 0.97, 1.0, 100, 100, 50), False, False, "needs_review"),
        ((0.5, 0.4, 0.6, 100, 100, 7), False, False, "needs_review"),
        ((0.5, 0.4, 0.6, 30, 30, 8), True, False, None),
        ((0.02, 0.00, 0.05, 100, 100, 50), True, False, None),
        ((0.5, 0.35, 0.65, 100, 100, 50), False, False, "unreliable"),
        ((0.1, 0.02, 0.2, 100, 100, 50), False, False, "unreliable"),
        ((0.9, 0.8, 0.98, 100, 100, 50), True, True, None),
        ((0.5, 0.4, 0.6, 100, 100, 50), True, False, None),
    ],
)
def test_the_rule_for_shares_in_its_order(arguments, shown, footnote, reason):
    assert share_decision(*arguments) == (shown, footnote, reason)
