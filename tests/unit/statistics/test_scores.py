"""Normalisation and aggregation: formulas, middles, reversal, missing scores, labels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centricity.statistics import aggregate, normalise

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12)
RELATIVE = ("minmax", "zscore", "percentile_rank")
MIDDLE = {"minmax": 50.5, "zscore": 50, "percentile_rank": 50}


def test_goalposts_cut_at_both_ends():
    found = normalise([-5, 0, 10, 40, 70], how="goalposts", low=0, high=40)
    assert found.tolist() == [0, 0, 25, 100, 100]
    assert normalise([0.1], how="goalposts", low=0, high=0.4, direction=-1).tolist() == pytest.approx([75])


def test_logarithmic_goalposts_floor_at_the_lower_end():
    found = normalise([0, 15, 150, 1440, 5000], how="goalposts", low=15, high=1440, scale="ln", direction=-1)
    half = 100 - 100 * np.log(10) / np.log(96)
    assert found.tolist() == pytest.approx([100, 100, half, 0, 0])


def test_the_other_three():
    assert normalise([2, 4, 3], how="minmax").tolist() == [1, 100, 50.5]
    assert normalise([2, 4, 3], how="minmax", to=(0, 10)).tolist() == [0, 10, 5]
    assert normalise([2, 4, 3], how="zscore").tolist() == pytest.approx([35, 65, 50])
    assert normalise([2, 4, 3], how="zscore", mean=0, sd=1).tolist() == pytest.approx([-1, 1, 0])
    assert normalise([7, 1, 7, 9, 3], how="percentile_rank").tolist() == [62.5, 0, 62.5, 100, 25]


@pytest.mark.parametrize("how", RELATIVE)
@pytest.mark.parametrize("values", [[3.3], [0.1] * 7, [np.nan, 5, 5]])
def test_without_differences_everyone_is_in_the_middle(how, values):
    assert normalise(values, how=how).dropna().unique().tolist() == [MIDDLE[how]]


@pytest.mark.parametrize("how", [*RELATIVE, "goalposts"])
def test_missing_values_stay_missing_and_count_nowhere(how):
    posts = {"low": 0, "high": 10} if how == "goalposts" else {}
    values = pd.Series([4, np.nan, 1, 9], index=list("dabc"), name="x")
    found = normalise(values, how=how, **posts)
    assert found.index.tolist() == list("dabc") and found.isna().tolist() == [False, True, False, False]
    assert found.dropna().tolist() == normalise(values.dropna(), how=how, **posts).tolist()
    assert normalise(pd.Series([np.nan, None], dtype="Float64"), how=how, **posts).isna().all()
    assert normalise([], how=how, **posts).empty


@given(VALUES, st.sampled_from(RELATIVE))
def test_reversal_mirrors_about_the_middle(values, how):
    forth, back = normalise(values, how=how), normalise(values, how=how, direction=-1)
    np.testing.assert_allclose(back, 2 * MIDDLE[how] - forth, atol=1e-9)


@given(VALUES)
def test_ranges_and_moments(values):
    scaled = normalise(values, how="minmax")
    assert scaled.between(1, 100).all()
    if len(set(values)) > 1:
        assert scaled.min() == 1 and scaled.max() == 100
        standard = normalise(values, how="zscore")
        assert standard.mean() == pytest.approx(50) and standard.std() == pytest.approx(15)
    assert normalise(values, how="percentile_rank").between(0, 100).all()


@given(st.lists(st.integers(-500, 500), min_size=2, max_size=10), st.sampled_from(RELATIVE), st.floats(0.1, 10))
def test_unit_and_origin_do_not_matter(values, how, unit):
    np.testing.assert_allclose(
        normalise(np.array(values) * unit + 3, how=how), normalise(values, how=how), rtol=1e-9, atol=1e-6
    )


def test_tiny_differences_give_numbers():
    assert np.isfinite(normalise([0, 1e-200], how="zscore")).all()
    assert np.isfinite(normalise([0, 5e-324], how="minmax")).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"how": "rank"}, "how is 'rank': choose one of 'goalposts', 'minmax', 'zscore', 'percentile_rank'"),
        ({"how": "goalposts"}, "low is None"),
        ({"how": "goalposts", "low": 0}, "high is None"),
        ({"how": "goalposts", "low": 5, "high": 5}, "high is 5: .* above 5"),
        ({"how": "goalposts", "low": 0, "high": 5, "scale": "ln"}, "low is 0: .* above 0"),
        ({"how": "goalposts", "low": 0, "high": 5, "scale": "log"}, "scale is 'log': choose one of 'linear', 'ln'"),
        ({"how": "goalposts", "low": 0, "high": 5, "sd": 10}, "sd is 10: it belongs to how='zscore'"),
        ({"how": "minmax", "low": 0}, "low is 0: it belongs to how='goalposts'"),
        ({"how": "minmax", "to": (100, 1)}, "pass two rising numbers"),
        ({"how": "minmax", "to": (1, 2, 3)}, "pass two rising numbers"),
        ({"how": "minmax", "to": 5}, "to has 0 dimensions"),
        ({"how": "zscore", "to": (0, 1)}, r"to is \(0, 1\): it belongs to how='minmax'"),
        ({"how": "zscore", "scale": "ln"}, "scale is 'ln': it belongs to how='goalposts'"),
        ({"how": "percentile_rank", "mean": 0}, "mean is 0: it belongs to how='zscore'"),
        ({"how": "zscore", "sd": 0}, "sd is 0: .* above 0"),
        ({"how": "zscore", "direction": 0}, "direction is 0: choose one of 1, -1"),
    ],
)
def test_bad_parameters_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        normalise([1, 2, 3], **arguments)


def test_an_infinity_is_refused():
    with pytest.raises(ValueError, match=r"values is inf at position 1 \(label 'b'\)"):
        normalise(pd.Series([1, np.inf], ["a", "b"]), how="minmax")


SCORES = pd.DataFrame({"trust": [80.0, 0.0, 50.0], "ease": [20.0, 100.0, np.nan]}, index=["a", "b", "c"])


def test_means_by_hand():
    assert aggregate(SCORES, {"ease": 1, "trust": 3})[["a", "b"]].tolist() == pytest.approx([65, 25])
    found = aggregate(SCORES, pd.Series({"ease": 0.5, "trust": 0.5}), how="geometric")
    assert found[["a", "b"]].tolist() == pytest.approx([40, 10])


def test_a_missing_score_is_not_imputed():
    for weights in ({"trust": 1, "ease": 1}, {"trust": 1, "ease": 0}):
        assert aggregate(SCORES, weights).isna().tolist() == [False, False, True]


ROWS = st.lists(st.lists(st.floats(1, 100), min_size=3, max_size=3), min_size=1, max_size=5)
WEIGHTS = st.lists(st.floats(0, 10), min_size=3, max_size=3).filter(lambda weights: sum(weights) > 0)


@given(ROWS, WEIGHTS)
def test_geometric_never_exceeds_arithmetic_and_both_lie_between_the_scores(rows, weights):
    scores = pd.DataFrame(rows, columns=list("xyz"))
    shares = dict(zip("xyz", weights, strict=True))
    arithmetic, geometric = aggregate(scores, shares), aggregate(scores, shares, how="geometric")
    assert (geometric <= arithmetic).all()
    assert (arithmetic <= scores.max(axis=1)).all() and (arithmetic >= scores.min(axis=1)).all()
    assert (geometric >= scores.min(axis=1) - 1e-9).all()


@given(ROWS, WEIGHTS, st.floats(1e-3, 1e3), st.permutations("xyz"))
def test_weights_have_no_scale_and_columns_no_order(rows, weights, scale, order):
    scores = pd.DataFrame(rows, columns=list("xyz"))
    shares = pd.Series(weights, index=list("xyz"))
    expected = aggregate(scores, shares)
    np.testing.assert_allclose(aggregate(scores[list(order)], shares * scale), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("scores", "weights", "message"),
    [
        (SCORES, {"trust": 1}, "weights lacks 'ease': pass the same labels as scores"),
        (SCORES, {"trust": 1, "ease": 1, "tone": 1}, "weights adds 'tone'"),
        (SCORES, {"trust": -1, "ease": 1}, r"weights is -1.0 at position 0 \(label 'trust'\)"),
        (SCORES, {"trust": 0, "ease": 0}, "the sum of weights is 0"),
        (SCORES, {"trust": np.nan, "ease": 0}, "weights is nan"),
        (SCORES, [1, 2, 3], "weights has 3 values: pass one for each of the 2"),
        (
            SCORES.fillna(1) + 30,
            {"trust": 1, "ease": 1},
            r"scores is 110.0 at position \(0, 0\) \(label 'a', 'trust'\)",
        ),
        (SCORES.replace(0.0, -np.inf), {"trust": 1, "ease": 1}, "scores is -inf"),
    ],
)
def test_bad_input_is_named(scores, weights, message):
    with pytest.raises(ValueError, match=message):
        aggregate(scores, weights)


def test_an_unknown_aggregation_is_refused():
    with pytest.raises(ValueError, match="'arithmetic', 'geometric'"):
        aggregate(SCORES, {"trust": 1, "ease": 1}, how="median")
