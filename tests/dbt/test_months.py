"""Months and the twelve up to each: the figures of the wave, on the same sums (see `canonical`).

Amber has one evaluation in January, by an hour, and 99 in October; the others have all theirs in October.
"""

import pytest

MARTS = {"fct_index_month": "index_kind = 'survey'", "fct_nps_month": "evaluation_type = 'relational'"}
EARLIER = [f"2025-{month:02}-01" for month in range(1, 10)]


@pytest.fixture(scope="module")
def build(build):
    """The figures of the version without weights and cleaning."""
    return build.of_version("M0")


def months(build, mart: str, organisation: str, window: str, columns: str) -> dict[str, tuple]:
    rows = build.rows(
        f"select month::varchar, {columns} from {mart} where organisation_id = '{organisation}' "
        f"and window_kind = '{window}' and {MARTS[mart]}"
    )
    return {month: tuple(rest) for month, *rest in rows}


@pytest.mark.parametrize("mart", MARTS)
def test_a_month_without_evaluations_has_only_the_twelve_months_up_to_it(build, mart):
    alone = months(build, mart, "amber", "month", "count_evaluations")
    assert alone == {"2025-01-01": (1,), "2025-10-01": (99,)}
    up_to_it = months(build, mart, "amber", "twelve_months", "count_evaluations")
    assert up_to_it == dict.fromkeys(EARLIER, (1,)) | {"2025-10-01": (100,)}


@pytest.mark.parametrize("organisation", ["amber", "beryl", "coral", "dunes"])
def test_twelve_months_that_are_the_wave_have_its_figures(build, organisation):
    columns = "score, score_geometric, count_evaluations, dimensions_used, is_proxy, suppression_reason"
    wave = build.row(
        f"select {columns} from fct_index_score where organisation_id = '{organisation}' and index_kind = 'survey'"
    )
    assert months(build, "fct_index_month", organisation, "twelve_months", columns)["2025-10-01"] == wave
    columns = "count_evaluations, count_promoters, count_passives, count_detractors, nps, standard_error, ci_low"
    wave = build.row(
        f"select {columns} from fct_nps where organisation_id = '{organisation}' and evaluation_type = 'relational'"
    )
    assert months(build, "fct_nps_month", organisation, "twelve_months", columns)["2025-10-01"] == wave


def test_an_index_of_one_month_needs_thirty_evaluations_and_five_for_each_indicator(build):
    rows = build.rows(
        "select organisation_id, score is not null, suppression_reason from fct_index_month "
        "where window_kind = 'month' and month = '2025-10-01' order by all"
    )
    assert rows == [
        ("amber", True, None),
        ("beryl", True, None),
        ("coral", True, None),
        ("dunes", False, "base_too_small"),
    ]
    assert months(build, "fct_index_month", "amber", "month", "suppression_reason")["2025-01-01"] == ("base_too_small",)


def test_amber_in_october_lacks_its_first_evaluation(build):
    # 49 promoters and 20 detractors of 99; 39 used webcare; 9 poor and 30 nine-plus experiences
    nps = 100 * 29 / 99
    consistency = 0.7 * 70 + 0.3 * (100 - 100 * (9 / 99) / 0.4)
    employees = 0.8 * 80 + 0.2 * (100 * (30 / 99) / 0.6)
    score = (80 + consistency + 60 + (nps + 100) / 2 + 90 + employees) / 6
    assert months(build, "fct_nps_month", "amber", "month", "nps")["2025-10-01"] == (pytest.approx(nps),)
    assert months(build, "fct_index_month", "amber", "month", "score")["2025-10-01"] == (pytest.approx(score),)


def test_touchpoints_have_months_of_their_own(build):
    rows = build.rows(
        "select window_kind, touchpoint, month::varchar, nps from fct_nps_month "
        "where evaluation_type = 'touchpoint' order by all"
    )
    assert rows == [
        ("month", "delivery", "2025-10-01", 100.0),
        ("twelve_months", "delivery", "2025-10-01", 100.0),
    ]
