"""NPS intervals: the published numbers, the ends of the scale, and what must hold for any counts."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm

from centricity.statistics import nps_difference, nps_interval, weighted_nps_interval

COUNT = st.integers(0, 2_000) | st.floats(0.01, 500)
METHODS = ("wald", "adjusted_wald", "score")


@pytest.mark.parametrize(
    ("counts", "method", "low", "high"),
    [
        ((20, 30, 50), "wald", 14.6922, 45.3078),
        ((20, 30, 50), "adjusted_wald", 14.0511, 44.2013),
        ((0, 0, 20), "wald", 100, 100),
        ((0, 0, 20), "adjusted_wald", 69.6833, 100),
        ((0, 20, 0), "wald", 0, 0),
        ((0, 20, 0), "score", -16.1125, 16.1125),
    ],
)
def test_published_intervals(counts, method, low, high):
    found = nps_interval(*counts, method=method)
    assert (found.ci_low, found.ci_high) == pytest.approx((low, high), abs=5e-5)


def test_the_default_is_the_adjusted_interval_about_unadjusted_figures():
    found = nps_interval(20, 30, 50)
    assert found == nps_interval(20, 30, 50, method="adjusted_wald")
    assert found._fields == ("nps", "standard_error", "ci_low", "ci_high", "count")
    assert found.nps == 30
    assert found.standard_error == pytest.approx(100 * sqrt(0.61 / 100), rel=1e-12)
    assert found.count == 100


def test_all_promoters_reach_exactly_the_upper_end():
    assert nps_interval(0, 0, 20, method="score").ci_high == 100
    assert nps_interval(20, 0, 0, method="score").ci_low == -100
    assert nps_interval(0, 0, 20).standard_error == 0


@pytest.mark.parametrize("counts", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
@pytest.mark.parametrize("method", METHODS)
def test_one_answer_is_legal(counts, method):
    found = nps_interval(*counts, method=method)
    assert np.isfinite(found).all()
    assert -100 <= found.ci_low <= found.ci_high <= 100
    assert found.nps in (-100, 0, 100)


@given(COUNT, COUNT, COUNT, st.floats(0.5, 0.999), st.sampled_from(METHODS))
def test_intervals_lie_on_the_scale_and_mirror(d, n, p, confidence, method):
    assume(d + n + p > 0.5)
    found = nps_interval(d, n, p, confidence=confidence, method=method)
    mirrored = nps_interval(p, n, d, confidence=confidence, method=method)
    assert -100 <= found.ci_low <= found.ci_high <= 100
    assert (found.ci_low, found.ci_high) == pytest.approx((-mirrored.ci_high, -mirrored.ci_low), abs=1e-5)
    if method != "adjusted_wald":
        assert found.ci_low - 1e-6 <= found.nps <= found.ci_high + 1e-6


@given(COUNT, COUNT, COUNT)
def test_more_confidence_widens(d, n, p):
    assume(d + n + p > 0.5)
    for method in METHODS:
        inner, outer = (nps_interval(d, n, p, confidence=level, method=method) for level in (0.8, 0.95))
        assert outer.ci_low <= inner.ci_low + 1e-7
        assert outer.ci_high >= inner.ci_high - 1e-7


def test_score_ends_are_where_the_likelihood_test_stops_rejecting():
    """Independent of Tango's closed form: the constrained shares are found by maximising the likelihood."""
    d, n, p = 7, 11, 22
    total = d + n + p
    for end in nps_interval(d, n, p, method="score")[2:4]:
        nps = end / 100
        q = np.linspace(max(0, -nps) + 1e-9, (1 - nps) / 2 - 1e-9, 2_000_001)
        best = q[np.argmax(d * np.log(q) + p * np.log(q + nps) + n * np.log(1 - 2 * q - nps))]
        z = ((p - d) / total - nps) / sqrt((2 * best + nps - nps**2) / total)
        assert abs(z) == pytest.approx(norm.ppf(0.975), abs=1e-5)


def test_difference_of_two_groups():
    found = nps_difference((20, 30, 50), (30, 30, 40))
    assert found.difference == pytest.approx(20)
    assert (found.ci_low + found.ci_high) / 2 == pytest.approx(19.417, abs=5e-4)
    assert found.statistic == pytest.approx(19.417476 / found.standard_error, rel=1e-6)
    assert found.p_value == pytest.approx(2 * norm.sf(found.statistic), rel=1e-12)


def test_difference_reaches_and_never_passes_200():
    found = nps_difference((0, 0, 8), (8, 0, 0), confidence=0.9999)
    assert found.difference == 200
    assert found.ci_high == 200
    assert nps_difference((8, 0, 0), (0, 0, 8), confidence=0.9999).ci_low == -200


def test_labelled_counts_are_matched_by_label():
    expected = nps_difference((20, 30, 50), (30, 30, 40))
    shuffled = pd.Series({"promoters": 50, "detractors": 20, "passives": 30})
    assert nps_difference(shuffled, {"passives": 30, "promoters": 40, "detractors": 30}) == expected
    assert nps_difference(np.array([20, 30, 50]), pd.Series([30, 30, 40])) == expected


@given(st.tuples(COUNT, COUNT, COUNT), st.tuples(COUNT, COUNT, COUNT))
def test_difference_turns_its_sign_with_the_groups(a, b):
    assume(sum(a) > 0.5 and sum(b) > 0.5)
    forth, back = nps_difference(a, b), nps_difference(b, a)
    assert forth.difference == pytest.approx(-back.difference, abs=1e-9)
    assert forth.ci_low == pytest.approx(-back.ci_high, abs=1e-9)
    assert 0 <= forth.p_value <= 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nps_interval(-1, 2, 3), "detractors is -1: .* at least 0"),
        (lambda: nps_interval(1, np.nan, 3), "passives is nan: pass one finite number"),
        (lambda: nps_interval(1, 2, np.inf), "promoters is inf"),
        (lambda: nps_interval(1, 2, "3"), "promoters is '3'"),
        (lambda: nps_interval(1, 2, None), "promoters is None"),
        (lambda: nps_interval([1, 2], 2, 1), "detractors is"),
        (lambda: nps_interval(0, 0, 0), "pass at least one answer"),
        (lambda: nps_interval(1, 2, 3, method="exact"), "'wald', 'adjusted_wald', 'score'"),
        (lambda: nps_interval(1, 2, 3, method=["wald"]), "'wald', 'adjusted_wald', 'score'"),
        (lambda: nps_interval(1, 2, 3, confidence=1), "confidence is 1: .* below 1"),
        (lambda: nps_interval(1, 2, 3, confidence=95), "confidence is 95"),
        (lambda: nps_difference((1, 2), (1, 2, 3)), "a has 2 values: pass the three counts"),
        (lambda: nps_difference((1, 2, 3), (1, -2, 3)), "b: passives is -2"),
        (lambda: nps_difference((1, 2, 3), (1, 2, np.nan)), "b is nan at position 2"),
        (lambda: nps_difference((0, 0, 0), (1, 2, 3)), "a: .* pass at least one answer"),
        (lambda: nps_difference({"d": 1, "n": 2, "p": 3}, (1, 2, 3)), "a lacks 'detractors'"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_equal_weights_give_the_unweighted_interval(d, n, p):
    count = d + n + p
    assume(count > 2 and 0 < max(d, n, p) < count)
    simple = nps_interval(d, n, p)
    # the design's variance of a mean has n - 1
    se = simple.standard_error * sqrt(count / (count - 1))
    weighted = weighted_nps_interval(d / count, p / count, se, count, count - 1, kish_n=count)
    assert weighted.count == pytest.approx(count)
    assert weighted[2:4] == pytest.approx(simple[2:4], abs=1e-8)


def test_clusters_widen_and_no_error_takes_the_kish_n():
    clustered = weighted_nps_interval(0.2, 0.5, 12, 100, 9, kish_n=80)
    simple = nps_interval(20, 30, 50)
    assert clustered.ci_low < simple.ci_low and clustered.ci_high > simple.ci_high
    assert clustered.standard_error == pytest.approx(12)
    assert weighted_nps_interval(0, 1, 0, 20, 19, kish_n=12.5).count == 12.5
    assert weighted_nps_interval(0.2, 0.5, 1e-9, 100, 99, kish_n=80).count == 100


def test_shares_above_one_are_refused():
    with pytest.raises(ValueError, match="1 - detractor_share - promoter_share"):
        weighted_nps_interval(0.6, 0.5, 5, 100, 99, kish_n=100)
