# Holds statistics.leagues, statistics.neighbours, statistics.covariance.
"""From rows of scores and covariances to a league table, and to what its sensitivity runs start from."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from centricity.statistics.leagues import league_table, rankabilities, read_leagues
from centricity.statistics.neighbours import neighbour_tests, t_test
from centricity.statistics.runs import Draws, method_factors, read_levels, sensitivity_runs

KEY = {"method_version": "M1", "wave": 2025, "industry": "banks"}
SCORES = {"a": (80.0, 70.0), "b": (75.0, 65.0), "c": (50.0, 60.0)}
WEIGHTS = {"trust": 0.75, "ease": 0.25}
PAIRS = [(c, d) for c in SCORES for d in WEIGHTS]
ROOT = np.random.default_rng(3).normal(size=(6, 9))
COVARIANCE = ROOT @ ROOT.T / 9
DRAWN = Draws(concentration=60, draws=300, most_draws=2_400, sobol_points=64, seed=5)


def score_rows():
    rows = [
        KEY | {"organisation_id": c, "dimension": d, "score": score, "weight": WEIGHTS[d], "df": 99.0 + len(c)}
        for c, both in SCORES.items()
        for d, score in zip(WEIGHTS, both, strict=True)
    ]
    frame = pd.DataFrame(rows)
    index = (frame["score"] * frame["weight"]).groupby(frame["organisation_id"]).transform("sum")
    return frame.assign(index_score=index).sample(frac=1, random_state=1)


def covariance_rows(covariance=COVARIANCE, lower_only=True):
    return pd.DataFrame(
        [
            KEY
            | {"organisation_a": a[0], "dimension_a": a[1], "organisation_b": b[0], "dimension_b": b[1]}
            | {"covariance": covariance[i, j]}
            for i, a in enumerate(PAIRS)
            for j, b in enumerate(PAIRS)
            if j <= i or not lower_only
        ]
    )


def the_league(**how):
    ((key, league),) = read_leagues(score_rows(), covariance_rows(**how))
    assert key == tuple(KEY.values())
    return league


def test_the_index_covariance_is_that_of_the_weighted_sum():
    a = np.kron(np.eye(3), list(WEIGHTS.values()))
    for how in ({"lower_only": True}, {"lower_only": False}):
        found = the_league(**how).index_covariance()
        np.testing.assert_allclose(found, a @ COVARIANCE @ a.T)


def test_a_pair_that_is_not_listed_has_no_covariance_and_a_score_without_variance_is_refused():
    listed = covariance_rows()
    of_one = listed[listed["organisation_a"] == listed["organisation_b"]]
    ((_, league),) = read_leagues(score_rows(), of_one)
    assert league.index_covariance()[0, 1] == 0
    with pytest.raises(ValueError, match="pass that of every score"):
        list(read_leagues(score_rows(), listed[listed["organisation_a"] != "c"]))
    with pytest.raises(ValueError, match="pass that of every score"):
        list(read_leagues(score_rows(), listed.assign(wave=2024)))
    with pytest.raises(ValueError, match="not in scores"):
        list(read_leagues(score_rows(), listed.replace({"dimension_b": {"ease": "index"}})))
    with pytest.raises(ValueError, match="one for each organisation and dimension"):
        list(read_leagues(score_rows().iloc[1:], listed))


def test_a_league_table_has_ranks_sets_tiers_and_neighbours():
    drawn = {"coverage": 0.95, "draws": 2_000, "most_draws": 4_000, "seed": 1}
    table = league_table(the_league(), **drawn)
    assert table["rank"].tolist() == [1, 2, 3]
    assert (table["rank_low"] <= table["rank"]).all() and (table["rank"] <= table["rank_high"]).all()
    assert table["is_in_best_set"].tolist() == [True, False, False]
    assert table["tier"].tolist() == ["top", "middle", "bottom"]
    assert table["next_lead"].tolist()[:2] == pytest.approx([5, 20])
    pd.testing.assert_frame_equal(table, league_table(the_league(), **drawn))


def test_neighbours_are_compared_with_their_covariance_and_holm():
    scores = pd.Series([50.0, 60.0, 54.0], list("abc"))
    covariance = np.array([[4.0, 0, 1], [0, 9, 0], [1, 0, 4]])
    found = neighbour_tests(scores, covariance, pd.Series([10.0, 20, 30], list("abc")))
    first = 2 * student.sf(6 / np.sqrt(13), 20)
    second = 2 * student.sf(4 / np.sqrt(6), 10)
    assert found["next_lead"].fillna(-1).tolist() == [-1, 6, 4]
    expected = [2 * min(first, second), max(2 * min(first, second), max(first, second))]
    assert sorted(found["next_p_value"].dropna()) == pytest.approx(sorted(expected))
    assert found.loc["a"].isna().all()


def test_a_difference_without_error_is_certain():
    assert t_test([0.0, 1.0], [0.0, 0.0], 5).tolist() == [1, 0]


def test_rankability_of_the_index_and_of_each_dimension():
    found = rankabilities(the_league(), moderate_from=0.5, high_above=0.75)
    assert list(found) == ["index", "ease", "trust"]
    assert found["index"].level == "high"


def settled_at_once(found):
    return True


def test_the_runs_share_their_reference_and_each_crowns_one_per_draw():
    runs = sensitivity_runs(the_league(), None, DRAWN, settled_at_once)
    assert list(runs) == [
        *("method_only", "normalisation_goalposts", "normalisation_minmax", "normalisation_zscore"),
        *("normalisation_percentile_rank", "aggregation_arithmetic", "aggregation_geometric"),
        *("sampling_only", "both", "flat_weights"),
    ]
    for run in runs.values():
        assert run.summary["p_win"].sum() == pytest.approx(1)
        assert run.summary["rank"].tolist() == [1, 2, 3]
    # a is ahead of b in both dimensions, whatever their weights
    assert runs["flat_weights"].summary["p_win"].tolist() == [1, 0, 0]
    again = sensitivity_runs(the_league(), None, DRAWN, settled_at_once)
    assert again["both"].summary.equals(runs["both"].summary)


def scenario_rows():
    """Each dimension rests on one indicator; two levels of cleaning and of respondent weights, all alike."""
    levels = [("none", "none"), ("none", "raked"), ("strict", "none"), ("strict", "raked")]
    rows = score_rows()[[*KEY, "organisation_id", "dimension", "score"]]
    rows = rows.assign(indicator=rows["dimension"] + "_item", weight=1.0)
    return pd.concat([rows.assign(cleaning=c, weighting=w) for c, w in levels]).reset_index(drop=True)


def levels_of(rows):
    parameters = {"sensitivity_goalpost_width": 0.2, "sensitivity_inner_concentration": 30.0}
    return read_levels(rows, pd.DataFrame([{"method_version": "M1"} | parameters]))[tuple(KEY.values())]


def test_a_level_of_cleaning_that_leaves_too_little_is_no_choice():
    rows = scenario_rows()
    levels = levels_of(rows)
    assert (levels.cleaning, levels.weighting) == (("none", "strict"), ("none", "raked"))
    assert (method_factors(the_league(), levels, DRAWN)["total"].fillna(0) >= 0).all()
    rows.loc[(rows["cleaning"] == "strict") & (rows["organisation_id"] == "c"), "score"] = np.nan
    assert levels_of(rows).cleaning == ("none",)


def test_draws_of_the_method_are_doubled_until_the_shares_settle_and_no_further():
    settled = sensitivity_runs(the_league(), None, DRAWN, lambda found: len(found.shift) >= 1_000)
    assert len(settled["method_only"].shift) == 1_200
    never = sensitivity_runs(the_league(), None, DRAWN, lambda found: False)
    assert len(never["method_only"].shift) == 2_400
    assert len(never["both"].shift) == 300


def test_single_choices_are_parts_of_the_same_draws():
    runs = sensitivity_runs(the_league(), levels_of(scenario_rows()), DRAWN, settled_at_once)
    for choice, count in (("normalisation_", 4), ("aggregation_", 2)):
        parts = [run for name, run in runs.items() if name.startswith(choice)]
        assert len(parts) == count
        np.testing.assert_allclose(
            sum(len(run.shift) * run.summary["p_win"] for run in parts) / 300, runs["method_only"].summary["p_win"]
        )
