"""Normalisation and aggregation of whole arrays: formulas, middles, ranges, unit and origin."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centricity.statistics.scores import arithmetic, geometric, rank_percentile, rescale, standardise

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12).map(np.array)
MIDDLE = {rescale: 50.5, standardise: 50, rank_percentile: 50}
NORMALISATIONS = list(MIDDLE)


def test_by_hand():
    assert rescale(np.array([2.0, 4, 3])).tolist() == [1, 100, 50.5]
    assert standardise(np.array([2.0, 4, 3])).tolist() == pytest.approx([35, 65, 50])
    assert rank_percentile(np.array([7, 1, 7, 9, 3])).tolist() == [62.5, 0, 62.5, 100, 25]


@pytest.mark.parametrize("normalise", NORMALISATIONS)
def test_every_column_of_every_draw_is_a_scale_of_its_own(normalise):
    draws = np.random.default_rng(1).normal(50, 9, (2, 5, 3))
    found = normalise(draws, axis=-2)
    for draw in range(2):
        for column in range(3):
            assert found[draw, :, column] == pytest.approx(normalise(draws[draw, :, column]), abs=1e-12)


@pytest.mark.parametrize("normalise", NORMALISATIONS)
@pytest.mark.parametrize("values", [[3.3], [0.1] * 7])
def test_without_differences_everyone_is_in_the_middle(normalise, values):
    assert set(normalise(np.array(values)).tolist()) == {MIDDLE[normalise]}


@given(VALUES, st.sampled_from(NORMALISATIONS))
def test_reversal_mirrors_about_the_middle(values, normalise):
    np.testing.assert_allclose(normalise(-values), 2 * MIDDLE[normalise] - normalise(values), atol=1e-9)


@given(VALUES)
def test_ranges_and_moments(values):
    scaled = rescale(values)
    assert ((scaled >= 1) & (scaled <= 100)).all()
    if len(set(values)) > 1:
        assert scaled.min() == 1 and scaled.max() == 100
        standard = standardise(values)
        assert standard.mean() == pytest.approx(50) and standard.std(ddof=1) == pytest.approx(15)
    ranks = rank_percentile(values)
    assert ((ranks >= 0) & (ranks <= 100)).all()


@given(st.lists(st.integers(-500, 500), min_size=2, max_size=10), st.sampled_from(NORMALISATIONS), st.floats(0.1, 10))
def test_unit_and_origin_do_not_matter(values, normalise, unit):
    plain = np.array(values, dtype=float)
    np.testing.assert_allclose(normalise(plain * unit + 3), normalise(plain), rtol=1e-9, atol=1e-6)


def test_tiny_differences_give_numbers():
    assert np.isfinite(standardise(np.array([0, 1e-200]))).all()
    assert np.isfinite(rescale(np.array([0, 5e-324]))).all()


def test_means_by_hand():
    scores = np.array([[80.0, 20.0], [0.0, 100.0]])
    assert arithmetic(scores, np.array([0.75, 0.25])).tolist() == pytest.approx([65, 25])
    assert geometric(scores, np.array([0.5, 0.5])).tolist() == pytest.approx([40, 10])


ROWS = st.lists(st.lists(st.floats(1, 100), min_size=3, max_size=3), min_size=1, max_size=5).map(np.array)
WEIGHTS = st.lists(st.floats(0, 10), min_size=3, max_size=3).filter(lambda weights: sum(weights) > 0)


@given(ROWS, WEIGHTS)
def test_geometric_never_exceeds_arithmetic_and_both_lie_between_the_scores(scores, weights):
    shares = np.array(weights) / sum(weights)
    means, geometric_means = arithmetic(scores, shares), geometric(scores, shares)
    assert (geometric_means <= means).all()
    assert (means <= scores.max(axis=1)).all() and (means >= scores.min(axis=1)).all()
    assert (geometric_means >= scores.min(axis=1) - 1e-9).all()


@given(ROWS, WEIGHTS, st.permutations(range(3)))
def test_the_order_of_the_dimensions_does_not_matter(scores, weights, order):
    shares = np.array(weights) / sum(weights)
    expected = arithmetic(scores, shares)
    np.testing.assert_allclose(arithmetic(scores[:, order], shares[order]), expected, rtol=1e-12)
