"""Kinds of organisations: the two questions, against least squares with dummies, and no claim where they disagree."""

import numpy as np
import pandas as pd
import pytest

from centricity.statistics.contrasts import (
    Contrast,
    claim,
    group_contrasts,
    industry_contrast,
    t_interval,
    welch_contrast,
)

SCORES = [70.0, 72, 60, 55, 66, 61, 58, 80]
ONLINE = [True, True, False, False, True, False, False, True]
INDUSTRIES = list("aaabbbcc")


def test_welch_is_the_textbook_one():
    a, b = np.array([70.0, 72, 66, 80]), np.array([60.0, 55, 61, 58])
    va, vb = a.var(ddof=1) / 4, b.var(ddof=1) / 4
    found = welch_contrast(SCORES, ONLINE)
    assert found.difference == pytest.approx(a.mean() - b.mean())
    assert found.standard_error == pytest.approx(np.sqrt(va + vb))
    assert found.df == pytest.approx((va + vb) ** 2 / (va**2 / 3 + vb**2 / 3))
    assert 0 < found.p_value < 0.05


def test_industry_intercepts_are_least_squares_with_dummies():
    dummies = np.array([[i == j for j in "abc"] for i in INDUSTRIES], dtype=float)
    design = np.column_stack([np.array(ONLINE, dtype=float), dummies])
    beta, (residual,), *_ = np.linalg.lstsq(design, np.array(SCORES), rcond=None)
    error = np.sqrt(residual / 4 * np.linalg.inv(design.T @ design)[0, 0])
    found = industry_contrast(SCORES, ONLINE, INDUSTRIES)
    assert found[:3] == pytest.approx((beta[0], error, 4))


def test_what_cannot_be_estimated_is_missing():
    assert np.isnan(welch_contrast([1.0, 2.0], [True, True]).difference)
    assert np.isnan(welch_contrast([1.0, 2.0], [True, False]).p_value)
    assert np.isnan(industry_contrast([1.0, 2, 3, 4], [True, True, False, False], list("aabb")).difference)
    assert np.isnan(industry_contrast([1.0, 2], [True, False], list("aa")).p_value)
    assert welch_contrast([5.0, 5, 5, 5], [True, True, False, False]).p_value == 1
    with pytest.raises(ValueError, match="one for each of the 2 scores"):
        welch_contrast([1.0, 2], [True])


@pytest.mark.parametrize(
    ("general", "within", "said"),
    [
        (Contrast(4, 1, 9, 0.01), Contrast(3, 1, 9, 0.02), "first_higher"),
        (Contrast(-4, 1, 9, 0.01), Contrast(-3, 1, 9, 0.02), "second_higher"),
        (Contrast(0.5, 0.1, 9, 0.01), Contrast(0.5, 0.1, 9, 0.02), "first_higher"),
        (Contrast(4, 1, 9, 0.01), Contrast(1, 1, 9, 0.4), "only_over_organisations"),
        (Contrast(4, 4, 9, 0.3), Contrast(1, 1, 9, 0.01), "only_within_industries"),
        (Contrast(4, 4, 9, 0.3), Contrast(1, 1, 9, 0.3), "not_significant"),
        (Contrast(4, 1, 9, 0.01), Contrast(-1, 1, 9, 0.01), "signs_differ"),
        (Contrast(4, 4, 9, np.nan), Contrast(1, 1, 9, 0.01), "too_few"),
        (Contrast(4, 1, 9, 0.01), Contrast(1, np.nan, 0, np.nan), "too_few"),
    ],
)
def test_a_claim_needs_both(general, within, said):
    assert claim(general, within) == said


def test_intervals_use_t():
    low, high = t_interval([10.0], [2.0], [4.0], 0.95)
    assert (low[0], high[0]) == pytest.approx((10 - 2 * 2.776445105, 10 + 2 * 2.776445105))


def test_both_questions_of_every_contrast():
    members = pd.DataFrame(
        {"method_version": "M1", "wave": 2025, "contrast": "online_offline", "is_first": ONLINE}
        | {"organisation_id": list("abcdefgh"), "industry": INDUSTRIES, "score": SCORES}
    )
    variances = pd.DataFrame(
        [{"method_version": "M1", "wave": 2025, "contrast": "online_offline", "variance": 4.0, "df": 50.0}]
    )
    parameters = pd.DataFrame([{"method_version": "M1", "confidence": 0.95}])
    (row,) = group_contrasts(members, variances, parameters).to_dict("records")
    assert (row["count_first"], row["count_second"], row["difference"]) == (4, 4, pytest.approx(13.5))
    assert (row["standard_error"], row["ci_low"]) == pytest.approx((2, 13.5 - 2.008559112 * 2))
    assert row["kind_p_value"] == pytest.approx(welch_contrast(SCORES, ONLINE).p_value)
    assert row["within_industry_difference"] == pytest.approx(industry_contrast(SCORES, ONLINE, INDUSTRIES).difference)
    assert row["claim"] == "first_higher"
    (stricter,) = group_contrasts(members, variances, parameters.assign(confidence=1 - 1e-9)).to_dict("records")
    assert stricter["claim"] == "not_significant"
    (without,) = group_contrasts(members, variances[:0], parameters).to_dict("records")
    assert np.isnan(without["standard_error"]) and without["kind_p_value"] == row["kind_p_value"]
