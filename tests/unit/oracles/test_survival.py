"""The Kaplan-Meier median."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centricity.statistics import kaplan_meier_median

THREADS = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30)


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


@given(THREADS)
def test_median_is_where_the_product_first_reaches_one_half(threads):
    survival, median = 1.0, None
    for time in sorted({time for time, ended in threads if ended}):
        at_risk = sum(other >= time for other, _ in threads)
        survival *= 1 - sum(other == time and ended for other, ended in threads) / at_risk
        if median is None and survival <= 0.5 + 1e-12:
            median = time
    assert kaplan_meier_median(*zip(*threads, strict=True)) == median


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], []), "at least one"),
        (([1, 2], [1]), "pass as many of each"),
        (([-1], [1]), "durations is -1.0 at position 0"),
        (([1], [2]), "has_ended is 2.0 at position 0: pass True or False"),
        (([1], [None]), "has_ended is nan"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        kaplan_meier_median(*arguments)
