"""Replicates are what one gets by repeating the rows, and their spread is the textbook's error."""

import numpy as np
import pandas as pd
import pytest

from centricity.statistics import full_index_errors, kaplan_meier_median
from centricity.statistics.bootstrap import bootstrap_error, rescale_strata, sums_by_cell, survival_medians


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(4)


def test_sums_are_those_of_the_repeated_rows(random):
    cells, rows = random.integers(0, 3, 50), random.integers(0, 10, 50)
    values, drawn = random.random(50), random.poisson(1, (10, 6))
    found = sums_by_cell(cells, rows, values, drawn)
    for replicate in range(6):
        repeated = np.repeat(np.arange(50), drawn[rows, replicate])
        expected = np.bincount(cells[repeated], values[repeated], minlength=3)
        assert found[:, replicate] == pytest.approx(expected)


def test_medians_are_those_of_the_repeated_conversations(random):
    durations, has_ended = random.integers(1, 20, 40), random.random(40) < 0.6
    drawn = random.poisson(1, (40, 30))
    found = survival_medians(durations.astype(float), has_ended.astype(float), np.ones(40), drawn)
    expected = []
    for replicate in range(30):
        repeated = np.repeat(np.arange(40), drawn[:, replicate])
        median = kaplan_meier_median(durations[repeated], has_ended[repeated])
        expected.append(np.nan if median is None else median)
    assert len(set(expected)) > 3
    assert found.tolist() == pytest.approx(expected, nan_ok=True)


def test_every_stratum_keeps_its_weight(random):
    weights = pd.DataFrame(
        {"stratum_id": [5, 5, 9, 9, 9], "group_number": [0, 1, 1, 2, 3], "total_weight": [1, 2, 3, 4, 5]}
    )
    scaled = rescale_strata(np.array([[1, 0], [2, 0], [0, 1], [1, 3]]), weights)
    assert weights["total_weight"].to_numpy()[:2] @ scaled[:2, 0] == pytest.approx(3)
    assert weights["total_weight"].to_numpy()[2:] @ scaled[2:] == pytest.approx([12, 12])
    assert np.isnan(scaled[:2, 1]).all()


def test_the_error_of_a_mean_is_the_textbooks(random):
    values, drawn = random.normal(50, 10, 500), random.poisson(1, (500, 4000))
    error = bootstrap_error(values @ drawn / drawn.sum(axis=0), 500)
    assert error == pytest.approx(values.std(ddof=1) / np.sqrt(500), rel=0.05)


@pytest.mark.parametrize(("replicates", "groups"), [([1.0, 2.0], 1), ([1.0, np.nan], 9), ([np.nan, np.nan], 9)])
def test_what_does_not_vary_has_no_error(replicates, groups):
    assert bootstrap_error(np.array(replicates), groups) is None


def one_dimension(groups: int, random: np.random.Generator) -> pd.DataFrame:
    """Full scores of one organisation that has a survey and cases, each group a person with one answer."""
    indicators = pd.DataFrame(
        {
            "organisation_id": "a", "wave": 2025, "dimension": "processes", "dimension_weight": 1.0,
            "dimension_score": 50.0, "index_score": 50.0, "indicator": ["ease_item", "in_promise", "complaints"],
            "evidence": ["survey", "process", "reference"], "kind": ["item_mean", "rate", "rate"],
            "weight": [0.5, 0.25, 0.25], "score": [50.0, 50.0, 50.0], "direction": [1, 1, -1], "goalpost_low": 0.0,
            "goalpost_high": [100.0, 1.0, 20.0], "goalpost_scale": "linear", "noise": np.nan,
        }
    )  # fmt: skip
    row = {"organisation_id": "a", "wave": 2025, "part": "", "total_weight": 1.0}
    survey = [row | {"indicator": "ease_item", "evidence": "survey", "stratum_id": 1, "group_number": number}
              for number in range(groups)]  # fmt: skip
    cases = [row | {"indicator": "in_promise", "evidence": "process", "stratum_id": 0, "group_number": groups + number}
             for number in range(groups)]  # fmt: skip
    sums = pd.DataFrame(survey + cases).assign(
        total=[50.0 + 20 * (-1) ** n for n in range(groups)] + [0, 1] * (groups // 2) + [0] * (groups % 2)
    )
    weights = pd.DataFrame({"stratum_id": 1, "group_number": range(groups), "total_weight": 1.0})
    waits = pd.DataFrame(
        columns=["organisation_id", "wave", "group_number", "duration", "count_ended", "count_observed"]
    )
    return full_index_errors(indicators, sums, weights, waits, random.poisson(1, (2 * groups, 800)))


def test_sources_are_independent(random):
    found = one_dimension(400, random).set_index("figure")
    # half of a mean with sd 20, a quarter of a share of one half, and complaints that are known
    expected = np.hypot(0.5 * 20, 0.25 * 50) / np.sqrt(400)
    assert found.loc["processes", "standard_error"] == pytest.approx(expected, rel=0.1)
    assert found.loc["index", "standard_error"] == found.loc["processes", "standard_error"]
    assert found.loc["index", "df"] == 399
    assert found.loc["index", "ci_low"] < 50 < found.loc["index", "ci_high"]


def test_one_person_has_no_interval(random):
    found = one_dimension(1, random)
    assert found["figure"].tolist() == ["index", "processes"]
    assert found[["standard_error", "ci_low", "ci_high"]].isna().all(axis=None)
