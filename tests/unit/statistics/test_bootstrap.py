# Holds statistics.bootstrap, statistics.full_index, statistics.replicates.
"""Replicates are what one gets by weighing the rows anew, and their spread is the linearised error of any design."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from tests.oracles.survival import kaplan_meier_median
from tests.resampled import errors_of

from centricity.statistics.bootstrap import replicate_moves, replicate_signs, sums_by_cell, survival_medians

STEP = 0.5


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(4)


def draw_signs(random: np.random.Generator, groups: int, replicates: int) -> np.ndarray:
    return 2 * random.integers(0, 2, (groups, replicates)) - 1


def all_signs(groups: int) -> np.ndarray:
    """Every way to give each group a sign, as replicates."""
    return np.array(list(product([-1, 1], repeat=groups))).T


def linearised_variance(values: np.ndarray, strata: np.ndarray) -> float:
    """Method page, section 5; R's `survey` with `survey.lonely.psu="adjust"`."""
    total = 0.0
    for stratum in np.unique(strata):
        z = values[strata == stratum]
        total += z[0] ** 2 if len(z) == 1 else len(z) / (len(z) - 1) * ((z - z.mean()) ** 2).sum()
    return total


def test_a_sign_is_a_bit_from_the_lowest():
    signs = replicate_signs(np.array([[5, 1 << 63], [0, 2**64 - 1]], dtype="uint64"))
    assert signs.shape == (2, 128)
    assert signs[0, :4].tolist() == [1, -1, 1, -1]
    assert signs[0, 64:].tolist() == [-1] * 63 + [1]
    assert signs[1].tolist() == [-1] * 64 + [1] * 64


@pytest.mark.parametrize("sizes", [(2,), (1,), (3,), (2, 2, 2), (1, 1, 1), (2, 1, 3, 1), (5, 2), (7, 1)])
def test_over_all_signs_the_variance_is_the_linearised_one_exactly(random, sizes):
    strata = np.repeat(np.arange(len(sizes)), sizes)
    values = random.normal(3, 1, len(strata))
    moves = replicate_moves(all_signs(len(strata)), strata, STEP)
    totals = values @ moves
    assert totals.mean() == pytest.approx(0, abs=1e-6)
    assert totals.var() / STEP**2 == pytest.approx(linearised_variance(values, strata), rel=1e-5)


def test_strata_keep_their_size_and_every_unit_some_weight(random):
    strata = np.array([0, 0, 1, 2, 2, 2])
    moves = replicate_moves(draw_signs(random, 6, 500), strata, STEP)
    assert np.abs(moves[:2].sum(axis=0)).max() < 1e-6
    assert np.abs(moves[3:].sum(axis=0)).max() < 1e-6
    assert set(np.abs(moves[2])) == {STEP}
    assert moves.min() > -1


def test_sums_are_those_of_the_weighed_rows(random):
    cells, rows = random.integers(0, 3, 50), random.integers(0, 10, 50)
    values, moves = random.random(50), random.random((10, 6)) - 0.5
    found = sums_by_cell(csr_array((values, (cells, rows)), shape=(3, 10)), moves)
    for replicate in range(6):
        expected = np.bincount(cells, values * (1 + moves[rows, replicate]), minlength=3)
        assert found[:, replicate] == pytest.approx(expected)


def test_medians_are_those_of_the_repeated_conversations(random):
    durations, has_ended = random.integers(1, 20, 40), random.random(40) < 0.6
    times = random.poisson(1, (40, 30))
    found = survival_medians(durations.astype(float), has_ended.astype(float), np.ones(40), times - 1)
    expected = []
    for replicate in range(30):
        repeated = np.repeat(np.arange(40), times[:, replicate])
        median = kaplan_meier_median(durations[repeated], has_ended[repeated])
        expected.append(np.nan if median is None else median)
    assert len(set(expected)) > 3
    assert found.tolist() == pytest.approx(expected, nan_ok=True)


def draw_digests(random: np.random.Generator, groups: int) -> list[np.ndarray]:
    return list(random.integers(0, 2**64, (groups, 32), dtype="uint64"))


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
    survey = [row | {"indicator": "ease_item", "evidence": "survey", "group_number": number}
              for number in range(groups)]  # fmt: skip
    cases = [row | {"indicator": "in_promise", "evidence": "process", "group_number": groups + number}
             for number in range(groups)]  # fmt: skip
    sums = pd.DataFrame(survey + cases).assign(
        total=[50.0 + 20 * (-1) ** n for n in range(groups)] + [0, 1] * (groups // 2) + [0] * (groups % 2)
    )
    drawn = pd.DataFrame({"stratum_number": [0] * groups + [1] * groups, "digests": draw_digests(random, 2 * groups)})
    return errors_of(indicators, sums, drawn, replicates=2000, step=STEP)


def test_sources_are_independent(random):
    found = one_dimension(400, random).set_index("figure")
    # half of a mean with sd 20, a quarter of a share of one half, and complaints that are known
    expected = np.hypot(0.5 * 20, 0.25 * 50) / np.sqrt(400)
    assert found.loc["processes", "standard_error"] == pytest.approx(expected, rel=0.05)
    assert found.loc["index", "standard_error"] == found.loc["processes", "standard_error"]
    assert found.loc["index", "df"] == 399
    assert found.loc["index", "ci_low"] < 50 < found.loc["index", "ci_high"]


def test_one_person_has_no_interval(random):
    found = one_dimension(1, random)
    assert found["figure"].tolist() == ["index", "processes"]
    assert found[["standard_error", "ci_low", "ci_high"]].isna().all(axis=None)


def survey_of(answers: pd.DataFrame, random: np.random.Generator, **indicator) -> pd.DataFrame:
    """Full index of organisations that have one indicator; `answers` are its sums, with the groups' strata."""
    groups = answers.groupby("group_number")["stratum"].first()
    described = {
        "wave": 2025, "dimension": "trust", "dimension_weight": 1.0, "indicator": "item", "evidence": "survey",
        "kind": "item_mean", "weight": 1.0, "direction": 1, "goalpost_low": 0.0, "goalpost_high": 100.0,
        "goalpost_scale": "linear", "noise": 0.0,
    } | indicator  # fmt: skip
    sums = answers.assign(**{name: described[name] for name in ("wave", "indicator", "evidence")})
    totals = answers.groupby("organisation_id")[["total", "total_weight"]].sum()
    places = totals["total"] / totals["total_weight"] / described["goalpost_high"]
    scores = (100 * places.clip(0, 1)).reset_index(name="score")
    indicators = scores.assign(dimension_score=scores["score"], index_score=scores["score"], **described)
    drawn = pd.DataFrame({"stratum_number": groups, "digests": draw_digests(random, len(groups))})
    found = errors_of(indicators, sums, drawn, replicates=2000, step=STEP)
    return found[found["figure"] == "index"].set_index("organisation_id")


def clusters(random: np.random.Generator, sizes: tuple[int, ...]) -> pd.DataFrame:
    """Answers of two organisations: `whole` in every cluster, `part` in the first cluster of each stratum only."""
    strata = np.repeat(np.arange(len(sizes)), sizes)
    is_first = np.append(True, np.diff(strata) > 0)
    weights = random.uniform(4, 6, (2, len(strata)))
    whole, part = (
        pd.DataFrame({"group_number": np.arange(len(strata)), "stratum": strata, "total_weight": weight}).assign(
            total=weight * random.normal(60, 5, len(strata)), organisation_id=name, part=""
        )
        for name, weight in zip(("whole", "part"), weights, strict=True)
    )
    return pd.concat([whole, part[is_first]], ignore_index=True)


def test_the_error_is_the_linearised_one(random):
    sizes = (2, 2, 2, 2, 1, 1, 3)
    answers = clusters(random, sizes)
    found = survey_of(answers, random)
    whole = answers[answers["organisation_id"] == "whole"]
    mean = whole["total"].sum() / whole["total_weight"].sum()
    z = ((whole["total"] - mean * whole["total_weight"]) / whole["total_weight"].sum()).to_numpy()
    expected = linearised_variance(z, np.repeat(np.arange(7), sizes)) ** 0.5
    assert found.loc["whole", "standard_error"] == pytest.approx(expected, rel=0.05)
    assert found.loc["whole", "df"] == sum(sizes) - len(sizes)
    # the other has one cluster in every stratum
    assert found.loc["part", "df"] == 0
    assert found.loc["part", ["standard_error", "ci_low", "ci_high"]].isna().all()


def test_no_replicate_is_lost_where_an_organisation_is_in_two_of_many_clusters(random):
    """Drawing clusters would leave it out of a quarter of the replicates."""
    answers = clusters(random, (40,))
    answers = answers[(answers["organisation_id"] == "whole") | (answers["group_number"] < 2)]
    answers.loc[len(answers)] = [1, 0, 5.0, 5 * 70.0, "part", ""]
    found = survey_of(answers, random)
    assert found.loc["part", "df"] == 1
    assert found.loc["part", "standard_error"] > 0


def test_a_score_at_its_goalpost_is_not_certain(random):
    answers = clusters(random, (20, 20))
    free, cut = (survey_of(answers, random, goalpost_high=high).loc["whole"] for high in (100.0, 30.0))
    assert cut["ci_high"] == 100.0
    assert cut["standard_error"] == pytest.approx(free["standard_error"] * 100 / 30, rel=0.08)
