"""Scores and weights as they are passed: matched by label, and refused with the place where they are wrong."""

import numpy as np
import pandas as pd
import pytest

from centricity.statistics import arguments
from centricity.statistics.scores import dimension_scores

DIMENSIONS = pd.Index(["trust", "ease"])
SCORES = pd.DataFrame({"trust": [80.0, 0.0], "ease": [20.0, 100.0]}, index=["a", "b"])


def weights_of(weights):
    return arguments.weights_of(weights, DIMENSIONS, "scores")


def test_weights_are_matched_by_label_and_have_no_scale():
    assert weights_of({"ease": 1, "trust": 3}).tolist() == [0.75, 0.25]
    assert weights_of(pd.Series({"ease": 5e-3, "trust": 15e-3})).tolist() == pytest.approx([0.75, 0.25])
    assert weights_of([3e200, 1e200]).tolist() == [0.75, 0.25]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"trust": 1}, "weights lacks 'ease': pass the same labels as scores"),
        ({"trust": 1, "ease": 1, "tone": 1}, "weights adds 'tone'"),
        ({"trust": -1, "ease": 1}, r"weights is -1.0 at position 0 \(label 'trust'\): pass values of at least 0"),
        ({"trust": 0, "ease": 0}, "the sum of weights is 0"),
        ({"trust": np.nan, "ease": 0}, r"weights is nan at position 0 \(label 'trust'\)"),
        ([1, 2, 3], "weights has 3 values: pass one for each of the 2"),
        (["1", "2"], "weights is 1 at position 0: pass finite numbers"),
        ([[1, 2]], "weights has 2 dimensions"),
    ],
)
def test_bad_weights_are_named(weights, message):
    with pytest.raises(ValueError, match=message):
        weights_of(weights)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (SCORES + 30, r"scores is 110.0 at position \(0, 0\) \(label 'a', 'trust'\)"),
        (SCORES.replace(0.0, -np.inf), "scores is -inf"),
        (SCORES.replace(0.0, np.nan), "scores is nan"),
    ],
)
def test_bad_scores_are_named(scores, message):
    with pytest.raises(ValueError, match=message):
        dimension_scores("scores", scores)
