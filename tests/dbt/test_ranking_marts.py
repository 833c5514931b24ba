"""Verdicts and what they rest on, on the canonical delivery: two banks are ranked, one without any error at all."""

import pytest

# points that each dimension adds to amber's lead on beryl, of 14.25 in all
LEADS = {"trust": 20, "consistency": 6.5, "webcare": 10, "recommendation": 15, "processes": 40, "employees": -6}


def test_an_industry_has_its_verdict_and_one_without_ranks_says_so(build):
    rows = build.rows(
        "select industry, verdict, leaders, best_set, count_ranked, method_share, expected_wrong_statements "
        "from fct_industry_verdict where method_version = 'M1' order by industry"
    )
    assert rows == [
        ("banks", "clear winner", "amber", "amber", 2, 1.0, pytest.approx(0.05)),
        ("shops", "not ranked", None, None, 0, None, pytest.approx(0.05)),
    ]


def test_a_verdict_says_how_far_it_lies_from_its_limits(build):
    row = build.row(
        "select nearest_statement, is_settled, verdict_margin, count_rank_draws, count_method_draws "
        "from fct_industry_verdict where method_version = 'M1' and industry = 'banks'"
    )
    # all 2,000 scenarios crown amber, and the limit is .9; without any error nothing else is simulated
    assert row == ("clear_share", True, pytest.approx(0.1 / (0.09 / 2000) ** 0.5), 4096, 2000)
    assert build.row(
        "select verdict_margin, is_settled from fct_industry_verdict where industry = 'shops' and method_version = 'M1'"
    ) == (None, True)


def test_a_place_has_its_range_its_tier_and_its_lead_on_the_next(build):
    rows = build.rows(
        "select organisation_id, rank, rank_low, rank_high, tier, is_leader, method_share, next_lead "
        "from fct_award_ranking where method_version = 'M1' and rank is not null order by rank"
    )
    assert rows == [
        ("amber", 1, 1, 1, "top", True, 1.0, 14.25),
        ("beryl", 2, 2, 2, "bottom", False, 0.0, None),
    ]


def test_a_version_without_inference_has_ranks_alone(build):
    rows = build.rows(
        "select rank, rank_low, verdict, method_share from fct_award_ranking "
        "where method_version = 'M0' and rank is not null order by rank"
    )
    assert rows == [(1, None, None, None), (2, None, None, None)]
    assert build.rows("select distinct method_version from fct_industry_verdict") == [("M1",)]


def test_every_run_crowns_one(build):
    rows = build.rows("select run, sum(p_win), count(*) from fct_sensitivity where method_version = 'M1' group by run")
    assert {run for run, *_ in rows} == {
        *("method_only", "sampling_only", "both", "flat_weights", "without_experience"),
        *(f"normalisation_{name}" for name in ("goalposts", "minmax", "zscore", "percentile_rank")),
        *("aggregation_arithmetic", "aggregation_geometric"),
        *(f"without_{dimension}" for dimension in LEADS),
    }
    assert {(total, count) for _, total, count in rows} == {(1.0, 2)}


def test_a_dimension_weighs_what_it_adds_to_the_differences(build):
    rows = build.rows("select dimension, effective_weight from fct_effective_weight where method_version = 'M1'")
    assert dict(rows) == pytest.approx({name: lead / sum(LEADS.values()) for name, lead in LEADS.items()}, abs=1e-8)


def test_what_cannot_be_compared_says_why(build):
    assert build.rows("select distinct delta, change_reason from fct_index_change") == [(None, "no_earlier_wave")]
    assert build.rows("select distinct delta, change_reason from fct_overall_grade") == [(None, "no_earlier_wave")]
    assert build.rows("select distinct contrast, claim from fct_group_contrast order by contrast") == [
        ("large_small", "too_few"),
        ("online_offline", "too_few"),
    ]
