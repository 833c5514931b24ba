"""Adjusted p-values."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centricity.statistics import benjamini_hochberg, holm

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_by_hand():
    p = pd.Series([0.01, 0.04, 0.03, 0.005], index=list("abcd"))
    assert holm(p).to_dict() == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
    assert benjamini_hochberg(p).to_dict() == pytest.approx({"a": 0.02, "b": 0.04, "c": 0.04, "d": 0.02})


@given(P_VALUES, st.randoms(use_true_random=False))
def test_adjusting_keeps_the_order_and_never_helps(p, shuffle):
    order = list(range(len(p)))
    shuffle.shuffle(order)
    for adjust in (holm, benjamini_hochberg):
        adjusted = adjust(p)
        assert (adjusted >= pd.Series(p) - 1e-12).all() and (adjusted <= 1).all()
        assert adjusted.iloc[pd.Series(p).argsort(kind="stable")].is_monotonic_increasing
        assert adjust([p[i] for i in order]).tolist() == adjusted.iloc[order].tolist()
    assert (holm(p) >= benjamini_hochberg(p) - 1e-12).all()


def test_no_tests_need_no_adjustment():
    assert holm([]).empty and benjamini_hochberg([]).empty


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
@pytest.mark.parametrize(("p", "message"), [([0.1, 1.2], "1.2 at position 1"), ([None, 0.1], "nan at position 0")])
def test_bad_input_is_named(adjust, p, message):
    with pytest.raises(ValueError, match=f"p_values is {message}"):
        adjust(p)
