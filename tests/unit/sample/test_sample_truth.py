"""The truth is what the survey index estimates: exact, spread enough to be found, and found."""

import numpy as np
import pandas as pd
import pytest

from centricity.sample.answers import ITEMS, LENIENCY_SD, draw_marks
from centricity.sample.organisations import list_organisations
from centricity.sample.qualities import AVERAGE_LEVEL, TRAITS
from centricity.sample.truth import DIMENSIONS, true_scores

COLUMNS = {item.name: item.column for item in ITEMS}


def estimate(marks: pd.DataFrame) -> pd.Series:
    """The survey index of one organisation and wave, written from the method page; missing marks are NaN."""

    def mean(*items: str) -> float:
        answers = marks[list(items)]
        enough = 3 * answers.notna().sum(axis=1) >= 2 * len(items)
        return 10 * answers.mean(axis=1)[enough].mean()

    experience, recommend = marks["experience"].dropna(), marks["recommend"].dropna()
    poor, nine_plus = (experience <= 5).mean(), (experience >= 9).mean()
    nps = 100 * ((recommend >= 9).mean() - (recommend <= 6).mean())
    scores = pd.Series(
        {
            "trust": mean("trust_1", "trust_2", "trust_3"),
            "consistency": 0.7 * mean("consistency_1") + 0.3 * (100 - 100 * min(poor / 0.4, 1)),
            "webcare": mean("webcare_1"),
            "recommendation": (nps + 100) / 2,
            "processes": mean("ease_1"),
            "employees": 0.8 * mean("employee_1", "employee_2", "employee_3") + 0.2 * 100 * min(nine_plus / 0.6, 1),
        }
    )
    scores["index_score"] = scores.mean()
    return scores


@pytest.fixture(scope="module")
def estimates(survey):
    marks = survey[list(COLUMNS.values())].apply(pd.to_numeric, errors="coerce").set_axis(list(COLUMNS), axis=1)
    return marks.groupby([survey["organisation_id"], survey["wave"]]).apply(estimate)


def centred(scores: pd.Series, industries: pd.Series) -> pd.Series:
    """Scores less the mean of their industry and wave."""
    return scores - scores.groupby([industries, scores.index.get_level_values("wave")]).transform("mean")


def test_truth_has_every_organisation_and_wave_once(truth):
    assert len(truth) == len(truth[["organisation_id", "wave"]].drop_duplicates()) == 132
    assert list(truth.columns) == ["organisation_id", "wave", "industry", *DIMENSIONS, "index_score"]


def test_scores_lie_between_0_and_100_and_the_index_is_their_mean(truth):
    assert truth[list(DIMENSIONS)].stack().between(10, 95).all()
    assert np.allclose(truth[list(DIMENSIONS)].mean(axis=1), truth["index_score"], atol=1e-5)


def test_organisations_of_an_industry_differ_enough_to_be_ranked(truth):
    spread = truth.groupby(["industry", "wave"])["index_score"].std()
    assert 3.5 < np.sqrt((spread**2).mean()) < 6


def test_organisations_differ_by_dimension_and_move_between_waves(truth):
    centred_scores = truth[list(DIMENSIONS)] - truth[list(DIMENSIONS)].mean()
    assert centred_scores.corr().to_numpy()[np.triu_indices(6, 1)].max() < 0.95
    index = truth.pivot(index="organisation_id", columns="wave", values="index_score")
    assert 0.5 < (index[2026] - index[2025]).std() < 3


# The second is so poor, the third so good, that the shares pass their goalposts.
@pytest.mark.parametrize("shift", [0.0, -2.5, 2.5])
def test_truth_is_the_limit_of_the_estimate(shift):
    rng = np.random.default_rng(3)
    index = pd.MultiIndex.from_tuples([("ENE1", 2025)], names=["organisation_id", "wave"])
    qualities = pd.DataFrame([AVERAGE_LEVEL], index=index)[list(TRAITS)] + shift
    truth = true_scores(list_organisations(), qualities).iloc[0]
    leniency = rng.normal(0, LENIENCY_SD, 400_000)
    levels = {item.name: np.full(len(leniency), qualities[item.trait].iloc[0] + item.shift) for item in ITEMS}
    found = estimate(pd.DataFrame({name: draw_marks(rng, level, leniency) for name, level in levels.items()}))
    assert np.allclose(found, truth[found.index].astype(float), atol=0.25)


def test_index_of_the_delivered_answers_recovers_the_truth(estimates, truth):
    true = truth.set_index(["organisation_id", "wave"])
    found = centred(estimates["index_score"], true["industry"])
    assert found.corr(centred(true["index_score"], true["industry"]), method="spearman") > 0.92


def test_shuffled_scores_do_not_recover_the_truth(estimates, truth):
    true = truth.set_index(["organisation_id", "wave"])
    shuffled = estimates["index_score"].sample(frac=1, random_state=1).set_axis(estimates.index)
    found = centred(shuffled, true["industry"])
    assert abs(found.corr(centred(true["index_score"], true["industry"]), method="spearman")) < 0.3
