"""Raking and design effects: margins met, post-stratification, the cap, and every error with its category."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centricity.statistics import rake

AGE = {"young": 30, "middle": 45, "old": 25}
SEX = {"f": 51, "m": 49}


def people(seed=0, count=200):
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "age": generator.choice(list(AGE), count, p=[0.5, 0.3, 0.2]),
            "sex": generator.choice(list(SEX), count, p=[0.4, 0.6]),
            "base": generator.uniform(0.5, 3, count),
        },
        index=[f"p{i}" for i in range(count)],
    )


def sums(weights, frame, column):
    return weights.groupby(frame[column]).sum()


@given(st.integers(0, 10_000), st.sampled_from([None, "base"]))
def test_every_margin_is_met(seed, base_weight):
    frame = people(seed)
    weights = rake(frame, {"age": AGE, "sex": SEX}, base_weight=base_weight)
    for column, targets in (("age", AGE), ("sex", SEX)):
        assert (sums(weights, frame, column) / pd.Series(targets) - 1).abs().max() < 1e-10
    assert weights.sum() == pytest.approx(100, rel=1e-10)
    assert weights.index.equals(frame.index) and weights.name == "weight"
    assert (weights > 0).all()


def test_one_margin_is_post_stratification():
    frame = people()
    weights = rake(frame, {"age": pd.Series(AGE)}, base_weight="base")
    expected = frame["base"] * frame["age"].map(AGE) / frame.groupby("age")["base"].transform("sum")
    np.testing.assert_allclose(weights, expected, rtol=1e-14)


def test_shares_are_legal_and_only_the_total_changes():
    frame = people()
    counts = rake(frame, {"age": AGE, "sex": SEX})
    shares = rake(frame, {"age": {k: v / 100 for k, v in AGE.items()}, "sex": {"m": 0.49, "f": 0.51}})
    assert shares.sum() == pytest.approx(1, rel=1e-10)
    np.testing.assert_allclose(shares * 100, counts, rtol=1e-9)


def test_totals_that_differ_by_a_rounding_converge():
    weights = rake(people(), {"age": AGE, "sex": {"f": 51.00004, "m": 49}})
    assert weights.sum() == pytest.approx(100, rel=1e-10)


def test_equal_rows_get_equal_weights():
    frame = people()
    weights = rake(frame, {"age": AGE, "sex": SEX}, cap=2.5)
    assert (weights.groupby([frame["age"], frame["sex"]]).nunique() == 1).all()


@given(st.floats(1e-6, 1e6))
def test_the_scale_of_base_weights_does_not_matter(scale):
    frame = people(count=60)
    weights = rake(frame, {"age": AGE, "sex": SEX}, base_weight=frame["base"])
    scaled = rake(frame, {"age": AGE, "sex": SEX}, base_weight=frame["base"] * scale)
    np.testing.assert_allclose(scaled, weights, rtol=1e-8)


def test_base_weights_by_name_by_index_and_by_position():
    frame = people()
    by_name = rake(frame, {"age": AGE}, base_weight="base")
    by_index = rake(frame, {"age": AGE}, base_weight=frame["base"].sample(frac=1, random_state=1))
    by_position = rake(frame, {"age": AGE}, base_weight=frame["base"].to_numpy())
    pd.testing.assert_series_equal(by_name, by_index)
    pd.testing.assert_series_equal(by_name, by_position)


def test_the_cap_and_the_margins_hold_together():
    frame = people()
    plain = rake(frame, {"age": AGE, "sex": SEX}, base_weight="base")
    cap = 0.9 * plain.max() / plain.mean()
    weights = rake(frame, {"age": AGE, "sex": SEX}, base_weight="base", cap=cap)
    assert weights.max() <= cap * weights.mean() * (1 + 1e-9)
    for column, targets in (("age", AGE), ("sex", SEX)):
        assert (sums(weights, frame, column) / pd.Series(targets) - 1).abs().max() < 1e-10


def test_a_cap_out_of_reach_changes_nothing():
    frame = people()
    pd.testing.assert_series_equal(rake(frame, {"age": AGE}, cap=100), rake(frame, {"age": AGE}))


def test_categories_need_no_particular_type():
    frame = pd.DataFrame({"band": pd.Categorical([1, 2, 2, 1], [1, 2, 3]), "is_new": [True, False, True, False]})
    weights = rake(frame, {"band": {1: 10, 2: 30}, "is_new": {True: 20, False: 20}})
    assert weights.tolist() == pytest.approx([5, 15, 15, 5])


def test_inputs_stay_as_they_are():
    frame, margins = people(), {"age": pd.Series(AGE), "sex": SEX}
    before = frame.copy()
    rake(frame, margins, base_weight="base", cap=3)
    pd.testing.assert_frame_equal(frame, before)
    assert margins["age"].to_dict() == AGE


SMALL = pd.DataFrame({"age": ["young", "old", "old"], "sex": ["f", "m", "m"], "w": [1.0, 0, 2]})
FIT = {"young": 1, "old": 2}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rake(SMALL.iloc[:0], {"age": FIT}), "frame has no rows"),
        (lambda: rake(SMALL, {}), "margins is empty"),
        (lambda: rake(SMALL, {"region": FIT}), r"margins\['region'\]: frame has no column"),
        (lambda: rake(SMALL, {"age": [1, 2]}), r"margins\['age'\] is a list: pass a mapping"),
        (lambda: rake(SMALL.assign(age=["young", None, "old"]), {"age": FIT}), r"frame\['age'\] is .* at position 1"),
        (lambda: rake(SMALL, {"age": {"young": 1}}), r"frame\['age'\] is old at position 1: no such category"),
        (lambda: rake(SMALL, {"age": {**FIT, "middle": 3}}), r"margins\['age'\] .*label 'middle'.*no row has"),
        (lambda: rake(SMALL, {"age": {"young": 0, "old": 2}}), r"margins\['age'\] is 0.0 .*label 'young'.*above 0"),
        (lambda: rake(SMALL, {"age": {"young": -1, "old": 2}}), "above 0"),
        (lambda: rake(SMALL, {"age": {"young": np.nan, "old": 2}}), r"margins\['age'\] is nan .*label 'young'"),
        (lambda: rake(SMALL, {"age": FIT, "sex": {"f": 1, "m": 3}}), "scale all margins to one total"),
        (lambda: rake(SMALL, {"age": FIT}, base_weight="w"), "base_weight is 0.0 at position 1"),
        (lambda: rake(SMALL, {"age": FIT}, base_weight="weight"), "frame has no column 'weight'"),
        (lambda: rake(SMALL, {"age": FIT}, base_weight=[1, 2]), "base_weight has 2 values"),
        (lambda: rake(SMALL, {"age": FIT}, base_weight=pd.Series([1, 2], [0, 1])), "is 2 at position 2: not in it"),
        (lambda: rake(SMALL, {"age": FIT}, base_weight=[1, np.inf, 2]), "base_weight is inf at position 1"),
        (lambda: rake(SMALL, {"age": FIT}, cap=1), "cap is 1: .* above 1"),
        (lambda: rake(SMALL, {"age": FIT}, tolerance=0), "tolerance is 0"),
        (
            lambda: rake(SMALL, {"age": FIT, "sex": {"f": 2, "m": 1}}),
            r"margins\['age'\]\['young'\] is \+100.000% off its target after 1,000 cycles",
        ),
        (lambda: rake(SMALL, {"age": {"young": 9, "old": 1}}, cap=1.5), r"margins\['age'\]\['young'\] .* larger cap"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
