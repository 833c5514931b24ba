"""Months and the twelve up to each: the figures of the wave, on the same sums (see `canonical`).

Amber has one evaluation in January, by an hour, and 99 in October; the others have all theirs in October.
"""

import pytest

INDEX, NPS = "int_index__index_scores", "int_survey__net_promoter_scores"
KINDS = {INDEX: "index_kind = 'survey'", NPS: "evaluation_type = 'relational'"}
MARTS = {"fct_index_month": INDEX, "fct_nps_month": NPS}
EARLIER = [f"2025-{month:02}-01" for month in range(1, 10)]


@pytest.fixture(scope="module")
def build(build):
    """The figures of the version without weights and cleaning."""
    return build.of_version("M0")


def months(build, table: str, organisation: str, window: str, columns: str) -> dict[str, tuple]:
    """As they are computed, or published if the table is a mart."""
    month = "month::varchar" if table in MARTS else "period || '-01'"
    rows = build.rows(
        f"select {month}, {columns} from {table} where organisation_id = '{organisation}' "
        f"and window_kind = '{window}' and {KINDS[MARTS.get(table, table)]}"
    )
    return {month: tuple(rest) for month, *rest in rows}


@pytest.mark.parametrize("table", KINDS)
def test_a_month_without_evaluations_has_only_the_twelve_months_up_to_it(build, table):
    alone = months(build, table, "amber", "month", "count_evaluations")
    assert alone == {"2025-01-01": (1,), "2025-10-01": (99,)}
    up_to_it = months(build, table, "amber", "twelve_months", "count_evaluations")
    assert up_to_it == dict.fromkeys(EARLIER, (1,)) | {"2025-10-01": (100,)}


@pytest.mark.parametrize("mart", MARTS)
def test_of_two_months_the_other_hides_the_small_one(build, mart):
    columns = "count_evaluations, suppression_reason"
    assert months(build, mart, "amber", "month", columns) == {
        "2025-01-01": (None, "base_too_small"),
        "2025-10-01": (None, "secondary"),
    }
    hidden = dict.fromkeys(EARLIER, (None, "base_too_small"))
    assert months(build, mart, "amber", "twelve_months", columns) == hidden | {"2025-10-01": (100, None)}


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
        f"select organisation_id, score is not null, suppression_reason from {INDEX} "
        "where window_kind = 'month' and period = '2025-10' order by all"
    )
    assert rows == [
        ("amber", True, None),
        ("beryl", True, None),
        ("coral", True, None),
        ("dunes", False, "base_too_small"),
    ]
    assert months(build, INDEX, "amber", "month", "suppression_reason")["2025-01-01"] == ("base_too_small",)


def test_amber_in_october_lacks_its_first_evaluation(build):
    # 49 promoters and 20 detractors of 99; 39 used webcare; 9 poor and 30 nine-plus experiences
    nps = 100 * 29 / 99
    consistency = 0.7 * 70 + 0.3 * (100 - 100 * (9 / 99) / 0.4)
    employees = 0.8 * 80 + 0.2 * (100 * (30 / 99) / 0.6)
    score = (80 + consistency + 60 + (nps + 100) / 2 + 90 + employees) / 6
    assert months(build, NPS, "amber", "month", "nps")["2025-10-01"] == (pytest.approx(nps),)
    assert months(build, INDEX, "amber", "month", "score")["2025-10-01"] == (pytest.approx(score),)


def test_touchpoints_have_months_of_their_own(build):
    rows = build.rows(
        "select window_kind, touchpoint, month::varchar, nps from fct_nps_month "
        "where evaluation_type = 'touchpoint' order by all"
    )
    assert rows == [
        ("month", "delivery", "2025-10-01", 100.0),
        ("twelve_months", "delivery", "2025-10-01", 100.0),
    ]
