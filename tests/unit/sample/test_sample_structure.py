"""What is built in on purpose is there, in every sample: equals, a leader, a lopsided one, channels, customers."""

import numpy as np
import pytest

from centricity_sample import survey_frame, true_scores
from centricity_sample.organisations import list_organisations
from centricity_sample.truth import DIMENSIONS
from centricity_sample.world import draw_world

SEEDS = (2012, 1, 2, 3, 4)
WEAK_IN_FOUR = ["trust", "consistency", "processes", "employees"]


@pytest.fixture(scope="module", params=SEEDS)
def scores(request):
    return true_scores(request.param)


def industry(scores, name):
    """Per wave, the industry's scores by organisation."""
    rows = scores[scores["industry"] == name]
    assert rows["wave"].nunique() == 2
    return [wave.set_index("organisation_id") for _, wave in rows.groupby("wave")]


def test_organisations_enter_and_leave(scores):
    waves = scores.groupby("wave")["organisation_id"].agg(set)
    assert len(waves[2025]) == len(waves[2026]) == 64
    assert len(waves[2025] - waves[2026]) == len(waves[2026] - waves[2025]) == 2
    assert len(waves[2025] | waves[2026]) == len(list_organisations()) == 66


def test_the_equal_industry_is_truly_equal(scores):
    for wave in industry(scores, "Pensioenfondsen"):
        assert len(wave) == 5
        assert (wave[[*DIMENSIONS, "index_score", "index_geometric"]].nunique() == 1).all()


def test_no_other_industry_is_equal(scores):
    others = scores[scores["industry"] != "Pensioenfondsen"]
    assert not others.duplicated(["wave", "industry", "index_score"]).any()


def test_one_industry_has_a_leader_by_8_points(scores):
    for wave in industry(scores, "Telecom"):
        best, second = wave["index_score"].nlargest(2)
        assert best - second >= 8
        assert wave["index_score"].idxmax() == "TEL4"


def test_one_leader_is_strong_in_two_dimensions_and_weak_in_four(scores):
    for wave in industry(scores, "Banken"):
        assert wave["index_score"].idxmax() == "BAN4"
        ranks = wave[list(DIMENSIONS)].rank(ascending=False).loc["BAN4"]
        assert (ranks[["webcare", "recommendation"]] == 1).all()
        assert (ranks[WEAK_IN_FOUR] == len(wave)).all()
        percentiles = wave[list(DIMENSIONS)].rank().mean(axis=1)
        assert percentiles.idxmax() != "BAN4", "another method crowns another"


def test_one_leader_is_ahead_for_certain_but_not_by_every_method(scores):
    for wave in industry(scores, "Zorgverzekeraars"):
        best, second = wave["index_score"].nlargest(2)
        assert wave["index_score"].idxmax() == wave["index_geometric"].idxmax() == "ZOR3"
        assert best - second > 5.5
        assert wave[list(DIMENSIONS)].rank().mean(axis=1).idxmax() == "ZOR1"


def test_channels_differ_for_some_organisations():
    """Of the experience alone, by what is built in."""
    world, frame = draw_world(1), survey_frame(1, careless_share=0)
    assert 10 < (world.gaps > 0).sum() < 40
    uneven = frame["organisation_id"].map(world.gaps) > 0.5
    by_channel = frame[uneven].groupby("channel")[["experience", "recommend"]].mean()
    difference = by_channel.loc["website"] - by_channel.loc["app"]
    assert difference["experience"] > 0.8
    assert abs(difference["recommend"]) < 0.3
    even = frame[frame["organisation_id"].map(world.gaps) == 0].groupby("channel")["experience"].mean()
    assert abs(even["website"] - even["app"]) < 0.3


def test_customers_of_organisations_differ_beyond_chance():
    frame = survey_frame(1, careless_share=0)
    is_young = frame["age_sex"].str.contains("18-34")
    by_organisation = is_young.groupby(frame["organisation_id"]).agg(["mean", "size"])
    chance = (is_young.mean() * (1 - is_young.mean()) / by_organisation["size"]).mean() ** 0.5
    assert by_organisation["mean"].std() > 1.5 * chance


def test_the_older_and_the_higher_educated_mark_more_strictly():
    frame = survey_frame(1, careless_share=0)
    by_age = frame.groupby(frame["age_sex"].str.split(" ").str[1])["recommend"].mean()
    by_education = frame.groupby("education")["recommend"].mean()
    assert by_age["18-34"] > by_age["65+"] + 0.4
    assert by_education["laag"] > by_education["hoog"] + 0.25
    assert np.isfinite(by_education[""])
