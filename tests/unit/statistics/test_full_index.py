"""Errors of scores that are no straight line in their figures: logarithms, and the gap between channels."""

import numpy as np
import pandas as pd
import pytest
from tests.resampled import errors_of

REPLICATES = 2048
PEOPLE = 400


@pytest.fixture
def answers() -> pd.DataFrame:
    """One answer of each person: most by telephone, where they are happier; weights differ."""
    random = np.random.default_rng(5)
    channels = np.array(["phone"] * 300 + ["web"] * 100)
    values = np.where(channels == "phone", 8, 5) + random.normal(0, 1, PEOPLE)
    return pd.DataFrame({"part": channels, "value": values, "weight": random.uniform(0.5, 1.5, PEOPLE)})


def error_of(answers: pd.DataFrame, **indicator) -> float:
    """Of an index of this one indicator of one organisation, whose score lies in the middle."""
    place = {"organisation_id": "a", "wave": 2025, "indicator": "item", "evidence": "survey"}
    described = {
        "dimension": "d", "dimension_weight": 1.0, "dimension_score": 50.0, "index_score": 50.0, "kind": "item_mean",
        "weight": 1.0, "score": 50.0, "direction": 1, "goalpost_low": 0.0, "goalpost_high": 10.0,
        "goalpost_scale": "linear", "noise": 0.0,
    } | indicator  # fmt: skip
    sums = answers.assign(
        **place, group_number=range(PEOPLE), total_weight=answers["weight"], total=answers["weight"] * answers["value"]
    )
    signs = np.random.default_rng(6).integers(0, 2**64, (PEOPLE, REPLICATES // 64), dtype="uint64")
    groups = pd.DataFrame({"stratum_number": [0] * PEOPLE, "digests": list(signs)})
    found = errors_of(pd.DataFrame([place | described]), sums, groups, replicates=REPLICATES, step=0.05)
    return found.set_index("figure").loc["index", "standard_error"]


def jackknifed(answers: pd.DataFrame, figure) -> float:
    """√((n-1)/n · Σ (x_(i) - x̄)²), each answer left out once."""
    left_out = [figure(answers.drop(index=row)) for row in answers.index]
    return np.std(left_out) * np.sqrt(len(answers) - 1)


def mean(answers: pd.DataFrame) -> float:
    return np.average(answers["value"], weights=answers["weight"])


def gap(answers: pd.DataFrame, noise: float) -> float:
    channels = [(own["weight"].sum(), mean(own)) for _, own in answers.groupby("part")]
    weights, means = zip(*channels, strict=True)
    overall = np.average(means, weights=weights)
    return np.sqrt(np.average((np.array(means) - overall) ** 2, weights=weights) - noise)


def test_the_error_of_a_logarithm_is_that_of_the_mean_over_the_mean(answers):
    expected = 100 * jackknifed(answers, mean) / (mean(answers) * np.log(100 / 2))
    found = error_of(answers, goalpost_scale="ln", goalpost_low=2.0, goalpost_high=100.0, direction=-1)
    assert found == pytest.approx(expected, rel=0.05)


def test_below_the_lowest_goalpost_a_logarithm_goes_on_as_its_tangent(answers):
    expected = 100 * jackknifed(answers, mean) / (20 * np.log(100 / 20))
    found = error_of(answers, goalpost_scale="ln", goalpost_low=20.0, goalpost_high=100.0)
    assert found == pytest.approx(expected, rel=0.05)


def test_the_error_of_a_gap_is_that_of_its_channels_means_and_shares(answers):
    expected = 100 / 4 * jackknifed(answers, lambda rest: gap(rest, noise=0.5))
    found = error_of(answers, kind="channel_gap", goalpost_high=4.0, direction=-1, noise=0.5)
    assert found == pytest.approx(expected, rel=0.05)
