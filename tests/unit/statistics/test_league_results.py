# Holds statistics.league_results, statistics.judges.
"""Every league at once: from tables to a row per organisation, per run, and per industry."""

import numpy as np
import pandas as pd
import pytest
from benchmarks.title_seeds import verdicts_of

from centricity.statistics.league_results import confidence_sets, sensitivity, verdicts

PARAMETERS = pd.DataFrame(
    [
        {
            "method_version": "M1",
            "confidence": 0.95,
            "rank_draws": 512.0,
            "rank_draws_maximum": 4_096.0,
            "random_seed": 7.0,
            "sensitivity_draws": 200.0,
            "sensitivity_draws_maximum": 3_200.0,
            "sensitivity_goalpost_width": 0.2,
            "sensitivity_inner_concentration": 30.0,
            "sensitivity_concentration": 60.0,
            "sobol_samples": 32.0,
            "clear_winner_method_share": 0.9,
            "winner_method_share": 0.5,
            "rankability_low": 0.5,
            "rankability_high": 0.75,
        }
    ]
)
# far apart; leading in one dimension only; all alike; alone; no error at all
LEAGUES = {
    "apart": [("a", 90, 80), ("b", 60, 50), ("c", 30, 20)],
    "lopsided": [("d", 99, 45), ("e", 63, 65), ("f", 0, 0)],
    "alike": [("g", 60, 60), ("h", 60.1, 60), ("i", 60, 59.9)],
    "alone": [("j", 50, 50)],
    "certain": [("k", 50, 50), ("l", 50, 50)],
}
NO_SCENARIOS = pd.DataFrame(
    columns=[
        *("method_version", "wave", "industry", "organisation_id", "dimension"),
        *("indicator", "cleaning", "weighting", "weight", "score"),
    ]
)


def score_rows():
    return pd.DataFrame(
        [
            {"method_version": "M1", "wave": 2025, "industry": industry, "organisation_id": unit, "df": 99.0}
            | {"dimension": dimension, "score": score, "weight": 0.5, "index_score": (x + y) / 2}
            | {"index_geometric": (x * y) ** 0.5}
            for industry, units in LEAGUES.items()
            for unit, x, y in units
            for dimension, score in (("ease", x), ("trust", y))
        ]
    )


def interval_rows():
    """The ranked; one behind the first of `apart`, and one that reaches the first of `lopsided`."""
    grain = ["method_version", "wave", "industry", "organisation_id"]
    ranked = score_rows().drop_duplicates(grain)[[*grain, "index_score"]].rename(columns={"index_score": "score"})
    ranked = ranked.assign(unranked_reason=None, ci_low=ranked["score"] - 2, ci_high=ranked["score"] + 2)
    unranked = {"method_version": "M1", "wave": 2025, "unranked_reason": "base_too_small"}
    others = [("apart", "x", 70.0, 80.0), ("lopsided", "y", 60.0, 75.0), ("alike", "z", 60.0, 99.0)]
    others += [("apart", "v", None, None)]
    rows = [
        unranked | dict(zip(("industry", "organisation_id", "score", "ci_high"), row, strict=True)) for row in others
    ]
    return pd.concat([ranked, pd.DataFrame(rows)])


def covariance_rows():
    """Independent scores, each with a standard error of 1; none where all are certain."""
    rows = score_rows()
    variance = np.where(rows["industry"] == "certain", 0.0, 1.0)
    sides = {
        f"{part}_{side}": rows[column]
        for part, column in (("organisation", "organisation_id"), ("dimension", "dimension"))
        for side in "ab"
    }
    return rows[["method_version", "wave", "industry"]].assign(covariance=variance, **sides)


@pytest.fixture(scope="module")
def results():
    given = score_rows(), covariance_rows()
    sets = confidence_sets(*given, PARAMETERS)
    runs = sensitivity(*given, NO_SCENARIOS, sets, interval_rows(), PARAMETERS)
    return sets, runs, verdicts(*given, NO_SCENARIOS, sets, runs, interval_rows(), PARAMETERS).set_index("industry")


def test_each_industry_gets_its_verdict(results):
    assert results[2]["verdict"].to_dict() == {
        "alike": "tiers only",
        "alone": "not ranked",
        "apart": "clear winner",
        "certain": "tiers only",
        "lopsided": "undecided",
    }
    assert results[2].loc["lopsided", "rivals"] == ["y"]
    assert results[2].loc["apart", "rivals"] == []
    assert results[2].loc["apart", "leaders"] == ["a"]
    assert results[2].loc["apart", "method_share"] == 1
    assert 0.5 < results[2].loc["lopsided", "method_share"] < 0.9
    assert results[2].loc["alike", "best_set"] == ["h", "g", "i"]


def test_another_seed_gives_the_same_verdicts(results):
    found = verdicts_of(8, [score_rows(), covariance_rows(), NO_SCENARIOS, interval_rows(), PARAMETERS])
    assert found.set_index("industry")["verdict"].to_dict() == results[2]["verdict"].to_dict()


def test_the_verdict_says_what_it_rests_on(results):
    assert [row["dimension"] for row in results[2].loc["apart", "dimension_rankability"]] == ["ease", "trust"]
    assert [row["factor"] for row in results[2].loc["lopsided", "method_factors"]] == [
        "weights", "normalisation", "aggregation", "cleaning", "respondent_weights", "goalposts", "weights_inside",
    ]  # fmt: skip
    assert results[2].loc["apart", "method_factors"] is None, "the ranking never changes"


def test_every_organisation_has_a_set_and_its_runs_unless_it_is_alone(results):
    sets, runs, _ = results
    assert sets.groupby("industry").size().to_dict() == {name: len(units) for name, units in LEAGUES.items()}
    assert runs.groupby("industry").size().to_dict() == {
        name: 10 * len(units) for name, units in LEAGUES.items() if len(units) > 1
    }
    assert [row["organisation_id"] for row in runs.query("organisation_id == 'b'")["ahead_of"].iloc[0]] == ["a", "c"]


def test_nothing_to_rank_is_an_empty_table():
    assert confidence_sets(score_rows()[:0], covariance_rows()[:0], PARAMETERS).empty
