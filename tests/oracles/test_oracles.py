"""The oracles say what is published elsewhere, and what can be worked out by hand."""

from math import log, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.oracles.nps import nps_interval, weighted_nps_interval
from tests.oracles.scores import arithmetic_mean, geometric_mean, goalpost_score
from tests.oracles.survival import kaplan_meier_median
from tests.oracles.weighting import design_effect, effective_number

COUNT = st.integers(0, 2_000) | st.floats(0.01, 500)
WAITS = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((20, 30, 50), 14.0511, 44.2013), ((0, 0, 20), 69.6833, 100), ((20, 0, 0), -100, -69.6833)],
)
def test_published_intervals_of_an_nps(counts, low, high):
    found = nps_interval(*counts)
    assert (found.ci_low, found.ci_high) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_is_about_unadjusted_figures():
    found = nps_interval(20, 30, 50)
    assert (found.nps, found.count) == (pytest.approx(30), 100)
    assert found.standard_error == pytest.approx(100 * sqrt(0.61 / 100), rel=1e-12)
    assert nps_interval(0, 0, 20).standard_error == 0


@given(COUNT, COUNT, COUNT, st.floats(0.5, 0.999))
def test_intervals_of_an_nps_lie_on_the_scale_and_mirror(d, n, p, confidence):
    assume(d + n + p > 0.5)
    found = nps_interval(d, n, p, confidence=confidence)
    mirrored = nps_interval(p, n, d, confidence=confidence)
    assert -100 <= found.ci_low <= found.ci_high <= 100
    assert (found.ci_low, found.ci_high) == pytest.approx((-mirrored.ci_high, -mirrored.ci_low), abs=1e-5)
    wider = nps_interval(d, n, p, confidence=confidence + 0.0009)
    assert wider.ci_low <= found.ci_low + 1e-7 and wider.ci_high >= found.ci_high - 1e-7


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_equal_weights_give_the_unweighted_interval_of_an_nps(d, n, p):
    count = d + n + p
    assume(count > 2 and 0 < max(d, n, p) < count)
    simple = nps_interval(d, n, p)
    # the design's variance of a mean has n - 1
    error = simple.standard_error * sqrt(count / (count - 1))
    weighted = weighted_nps_interval(d / count, p / count, error, count, count - 1, kish_n=count)
    assert weighted.count == pytest.approx(count)
    assert weighted[2:4] == pytest.approx(simple[2:4], abs=1e-8)


def test_clusters_widen_an_nps_and_no_error_takes_the_kish_n():
    clustered = weighted_nps_interval(0.2, 0.5, 12, 100, 9, kish_n=80)
    simple = nps_interval(20, 30, 50)
    assert clustered.ci_low < simple.ci_low and clustered.ci_high > simple.ci_high
    assert clustered.standard_error == pytest.approx(12)
    assert weighted_nps_interval(0, 1, 0, 20, 19, kish_n=12.5).count == 12.5
    assert weighted_nps_interval(0.2, 0.5, 1e-9, 100, 99, kish_n=80).count == 100


@pytest.mark.parametrize(
    ("durations", "has_ended", "median"),
    [
        ([1, 2, 3, 4], [1, 1, 1, 1], 2),
        ([1, 2, 3, 4], [1, 0, 1, 0], 3),
        ([1, 2, 2, 5], [True, False, True, False], 2),
        ([1, 2, 3], [1, 0, 0], None),
        ([7, 8], [0, 0], None),
        ([5], [True], 5),
        ([3, 1, 2], [1, 1, 1], 2),
    ],
)
def test_medians_by_hand(durations, has_ended, median):
    assert kaplan_meier_median(durations, has_ended) == median


@given(WAITS)
def test_a_median_is_where_the_product_first_reaches_one_half(waits):
    survival, median = 1.0, None
    for time in sorted({time for time, ended in waits if ended}):
        at_risk = sum(other >= time for other, _ in waits)
        survival *= 1 - sum(other == time and ended for other, ended in waits) / at_risk
        if median is None and survival <= 0.5 + 1e-12:
            median = time
    assert kaplan_meier_median(*zip(*waits, strict=True)) == median


def test_goalposts_by_hand():
    assert [goalpost_score(x, 0, 40) for x in (-5, 0, 10, 40, 70)] == [0, 0, 25, 100, 100]
    assert goalpost_score(0.1, 0, 0.4, direction=-1) == pytest.approx(75)
    waits = [goalpost_score(x, 15, 1440, scale="ln", direction=-1) for x in (0, 15, 150, 1440, 5000)]
    assert waits == pytest.approx([100, 100, 100 - 100 * log(10) / log(96), 0, 0])


def test_means_by_hand():
    assert arithmetic_mean([80, 20], [3, 1]) == pytest.approx(65)
    assert geometric_mean([80, 20], [1, 1]) == pytest.approx(40)
    assert geometric_mean([0, 100], [1, 1]) == pytest.approx(10)


@pytest.mark.parametrize(
    ("weights", "effect", "number"),
    [([5.0], 1, 1), ([2, 2, 2, 2], 1, 4), ([1, 3], 1.25, 1.6), ([1, 0, 3, 0], 1.25, 1.6)],
)
def test_design_effects_by_hand(weights, effect, number):
    assert (design_effect(weights), effective_number(weights)) == pytest.approx((effect, number))


@given(st.lists(st.floats(0.001, 1000), min_size=1), st.floats(1e-100, 1e100))
def test_a_design_effect_is_free_of_scale_and_bounded(weights, scale):
    scaled = [weight * scale for weight in weights]
    assert design_effect(scaled) == pytest.approx(design_effect(weights), rel=1e-9)
    assert design_effect(weights) >= 1 - 1e-9 and 1 - 1e-9 <= effective_number(weights) <= len(weights) + 1e-9
