"""Dimension scores under other goalposts and other weights inside the dimensions."""

import numpy as np
import pandas as pd
import pytest

from centricity.statistics import rank_sensitivity, rank_shift_sobol
from centricity.statistics.indicator_levels import IndicatorLevels

# dimension, indicator, weight: the order of the rows does not matter
INDICATORS = [("trust", "trust_items", 1.0), ("ease", "ease_item", 0.7), ("ease", "ease_poor", 0.3)]
SCORES = {"a": (80.0, 90, -10), "b": (70.0, 60, 110)}


def rows(cleanings=("m1",)):
    return pd.DataFrame(
        [
            {"organisation_id": unit, "dimension": dimension, "indicator": indicator, "weight": weight}
            | {"cleaning": cleaning, "weighting": "raked", "score": score}
            for cleaning in cleanings
            for unit, scores in SCORES.items()
            for (dimension, indicator, weight), score in zip(INDICATORS, scores, strict=True)
        ]
    ).sample(frac=1, random_state=1)


def of_choice(levels, widths, weights):
    first = np.zeros(1, dtype=int)
    return levels.matrices(first, first, np.array([widths]), np.array([weights]))[0]


def test_the_reference_is_the_weighted_mean_of_what_goalposts_cut_off():
    levels = IndicatorLevels.read(rows(), 0.2, np.inf)
    found = of_choice(levels, np.ones(3), levels.weights)
    np.testing.assert_allclose(found, [[0.7 * 90, 80], [0.7 * 60 + 0.3 * 100, 70]])


def test_wider_goalposts_bring_a_score_nearer_to_the_middle_and_back_within_them():
    levels = IndicatorLevels.read(rows(), 0.2, np.inf)
    found = of_choice(levels, np.array([1, 1.2, 0.8]), levels.weights)
    # -10 is cut off; with goalposts 1.2 times as wide it is 50 - 60/1.2 = 0, 110 is 100
    np.testing.assert_allclose(found, [[0.7 * 90, 50 + 30 / 0.8], [0.7 * 60 + 30, 50 + 20 / 0.8]])
    assert set(levels.drawn_widths(200, np.random.default_rng(1)).ravel()) == {0.8, 1.0, 1.2}


def test_weights_inside_a_dimension_sum_to_one_and_vary_about_their_own():
    levels = IndicatorLevels.read(rows(), 0.2, 30.0)
    drawn = levels.drawn_weights(4_000, np.random.default_rng(1))
    np.testing.assert_allclose(drawn[:, :2].sum(axis=1), 1)
    assert (drawn[:, 2] == 1).all(), "an only indicator keeps all"
    assert drawn[:, 0].mean() == pytest.approx(0.7, abs=0.01)
    assert drawn[:, 0].std() == pytest.approx(np.sqrt(0.21 / 31), rel=0.05)


def test_thin_cleaning_is_no_choice_and_a_missing_row_is_refused():
    frame = rows(("m1", "strict"))
    frame.loc[(frame["cleaning"] == "strict") & (frame["indicator"] == "ease_poor"), "score"] = np.nan
    assert IndicatorLevels.read(frame, 0.2, 30).cleaning == ("m1",)
    with pytest.raises(ValueError, match="one for each unit, indicator and choice"):
        IndicatorLevels.read(rows().iloc[1:], 0.2, 30)


def test_goalposts_alone_can_cost_a_title():
    """Equal weights and the arithmetic mean of scores: a leads by 1 point, and by less than 0 if its lead shrinks."""
    frame = rows().query("indicator != 'ease_poor'").assign(weight=1.0)
    frame["score"] = frame.set_index(["organisation_id", "indicator"]).index.map(
        {("a", "trust_items"): 81, ("a", "ease_item"): 50, ("b", "trust_items"): 50, ("b", "ease_item"): 80}
    )
    scores = pd.DataFrame([[50, 81], [80, 50]], index=["a", "b"], columns=["ease", "trust"])
    shares = [
        rank_sensitivity(scores, {"ease": 1, "trust": 1}, variants=levels, concentration=np.inf).summary["p_win"]["a"]
        for levels in (IndicatorLevels.read(frame, width, np.inf) for width in (0, 0.2))
    ]
    assert shares[0] > shares[1] + 0.03
    found = rank_shift_sobol(
        scores, {"ease": 1, "trust": 1}, variants=IndicatorLevels.read(frame, 0.2, np.inf), concentration=np.inf, n=512
    )
    assert found.loc["goalposts", "total"] > 0.2
    assert found.loc["weights_inside", "total"] == 0
    assert (found >= 0).all(axis=None)
    assert found["total_error"].max() < 0.1
