"""Which of two answers counts, and what may be said where little was asked: from deliveries to marts, in one build."""

from datetime import datetime

import numpy as np
import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt
from tests.dbt.test_sparse_deliveries import failed_expectations
from tests.dbt.test_weighting import SKIPPED_TESTS

ITEMS = ("recommend", "experience", "trust_1", "consistency_1", "ease_1", "employee_1")
# By industry, and organisation: evaluations, the level of its marks, and how far they lie apart.
SPREAD = {
    "ahead": {"alfa": (100, 8, 1), "bravo": (100, 4, 1), "low": (40, 3, 1)},
    "reached": {"first": (100, 8, 1), "second": (100, 4, 1), "few": (40, 8, 1)},
}
PETS = {f"pet-{n}": 150 if n < 2 else 45 for n in range(10)}
FEBRUARY, JUNE, NOVEMBER, DECEMBER = (datetime(2026, month, 1, 9) for month in (2, 6, 11, 12))


def evaluation(organisation: str, number: int, answers: list[dict], **columns) -> dict:
    person = {"respondent_id": f"{organisation}-{number}", "completed_at": JUNE, "answers": answers}
    return canonical.evaluation(organisation, number, {"trust": None, "employee": None}) | person | columns


def varied(organisation: str, count: int, level: int, spread: int) -> list[dict]:
    drawn = level + spread * np.random.default_rng(7).integers(-1, 2, size=(count, len(ITEMS)))
    return [
        evaluation(organisation, n, [canonical.answer(item, mark) for item, mark in zip(ITEMS, marks, strict=True)])
        for n, marks in enumerate(drawn.tolist())
    ]


def starred(organisation: str, count: int) -> list[dict]:
    """One column of one to five stars, mapped to several items; the first organisation has the most fives.

    Twice the stars are the marks out of ten, which lie elsewhere on their scale.
    """
    drawn = np.random.default_rng(int(organisation[-1]))
    stars = np.where(drawn.random(count) < 0.8 - 0.05 * int(organisation[-1]), 5, drawn.integers(1, 5, count))
    return [
        evaluation(
            organisation,
            n,
            [
                canonical.answer(item, 2 * mark) if item == "recommend" else canonical.answer(item, mark, (1, 5))
                for item in ITEMS
            ],
        )
        for n, mark in enumerate(stars.tolist())
    ]


def repeated(
    organisation: str, *moments: tuple[datetime, int, int], items: tuple[str, ...] = ITEMS, persons: int = 40
) -> list[dict]:
    """Each person at some moments, with one mark on the first so many items."""
    return [
        evaluation(organisation, n, [canonical.answer(item, mark if place < answered else None)
                                     for place, item in enumerate(items)],
                   completed_at=moment, record_key=f"{organisation}-{n}-{moment}", evaluation_id=f"{n}-{moment}")
        for n in range(persons)
        for moment, mark, answered in moments
    ]  # fmt: skip


def repeated_by_few(organisation: str) -> list[dict]:
    """100 persons in June; 40 of them again in November, and three in December."""
    again = repeated(organisation, (NOVEMBER, 9, 6)) + repeated(organisation, (DECEMBER, 9, 6), persons=3)
    return repeated(organisation, (JUNE, 3, 6), persons=100) + again


def deliver(build_input: BuildInput) -> None:
    industries = {industry: list(organisations) for industry, organisations in SPREAD.items()}
    industries |= {"pets": list(PETS), "single": ["one"], "repeats": ["twice", "broken", "late", "few-again"]}
    build_input.add("organisations", "load-1", [
        {"record_key": name, "organisation_id": name, "wave": 2026, "name": name, "industry": industry}
        for industry, names in industries.items()
        for name in names
    ])  # fmt: skip
    rows = [row for names in SPREAD.values() for name, given in names.items() for row in varied(name, *given)]
    rows += [evaluation("one", n, [canonical.answer("experience", 9 + n % 2)]) for n in range(300)]
    build_input.add("evaluations", "load-2", rows)
    stars = [row for name, count in PETS.items() for row in starred(name, count)]
    build_input.add("evaluations", "load-3", stars, feed="stars")
    twice = repeated("twice", (FEBRUARY, 3, 6), (NOVEMBER, 9, 6))
    broken = repeated("broken", (FEBRUARY, 3, 2), (JUNE, 9, 6), (NOVEMBER, 5, 6))
    build_input.add("evaluations", "load-4", twice + broken, feed="panel")
    late = repeated("late", (FEBRUARY, 3, 2), (JUNE, 9, 6), items=ITEMS[::-1])
    build_input.add("evaluations", "load-5", late + repeated_by_few("few-again"), feed="panel_of_late")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("evidence")
    build_input = BuildInput(folder / "input")
    deliver(build_input)
    checks = ["--exclude-resource-type", "unit_test"]
    return run_dbt(folder, build_input.freeze(), ["build", *SKIPPED_TESTS], ["test", *checks]).of_version("M1")


def test_it_builds_and_adds_up(evidence):
    assert "error" not in evidence.statuses.values() and "fail" not in evidence.statuses.values()
    assert evidence.statuses["evaluations_add_up"] == "pass"
    assert failed_expectations(evidence) == []


def test_a_winner_is_one_of_those_that_can_be_ranked_and_nobody_that_cannot_reaches_it(evidence):
    rows = evidence.rows(
        "select industry, verdict, leaders, rivals, count_ranked, count_organisations from fct_industry_verdict "
        "where industry in ('ahead', 'reached') order by industry"
    )
    assert rows == [
        ("ahead", "clear winner", "alfa", None, 2, 3),
        ("reached", "undecided", "first", "few", 2, 3),
    ]
    named = evidence.rows("select organisation_id from fct_award_ranking where is_rival")
    assert named == [("few",)]


def test_one_star_column_crowns_nobody_however_many_dimensions_it_fills(evidence):
    rows = evidence.rows(
        "select distinct verdict, count_ranked, count_organisations from fct_award_ranking where industry = 'pets'"
    )
    assert rows == [("not ranked", 0, 10)]
    rows = evidence.rows(
        "select distinct is_narrow, count_items, unranked_reason, score is not null, dimensions_used "
        "from fct_index_score where industry = 'pets' and index_kind = 'survey'"
    )
    used = "trust,consistency,recommendation,processes,employees"
    assert rows == [(True, 1, "narrow", True, used)]
    assert evidence.rows("select distinct is_proxy from fct_index_score where industry = 'pets'") == [(True,)]


def test_one_question_makes_no_dimension_that_is_mostly_of_others(evidence):
    rows = evidence.rows(
        "select distinct dimension, score, suppression_reason from fct_dimension_score "
        "where organisation_id = 'one' and index_kind = 'survey' and dimension in ('consistency', 'employees')"
    )
    assert sorted(rows) == [("consistency", None, "not_in_use"), ("employees", None, "not_in_use")]
    assert evidence.row(
        "select score, suppression_reason, unranked_reason from fct_index_score "
        "where organisation_id = 'one' and index_kind = 'survey'"
    ) == (None, "incomplete_dimensions", "no_index")


def test_the_first_complete_answer_counts_in_the_wave_and_every_month_shows_its_own(evidence):
    assert evidence.rows(
        "select organisation_id, count_evaluations, count_promoters from fct_nps "
        "where organisation_id in ('twice', 'broken') order by all"
    ) == [("broken", 40, 40), ("twice", 40, 0)]
    assert evidence.rows(
        "select organisation_id, month(month), count_evaluations, nps from fct_nps_month "
        "where organisation_id in ('twice', 'broken') and window_kind = 'month' order by all"
    ) == [
        ("broken", 2, 40, -100.0),
        ("broken", 6, 40, 100.0),
        ("broken", 11, 40, -100.0),
        ("twice", 2, 40, -100.0),
        ("twice", 11, 40, 100.0),
    ]


def test_who_broke_off_before_the_recommendation_hides_no_figure_of_the_wave(evidence):
    """Of a month in which nobody recommends, no recommendation can be given away."""
    assert evidence.rows(
        "select count_evaluations, count_promoters, suppression_reason from fct_nps where organisation_id = 'late'"
    ) == [(40, 40, None)]
    assert evidence.rows(
        "select month(month), count_evaluations from fct_index_month "
        "where organisation_id = 'late' and window_kind = 'month' order by all"
    ) == [(2, 40), (6, 40)]


def test_three_who_answer_again_in_a_month_of_their_own_stop_nothing(evidence):
    assert evidence.rows(
        "select score is not null, count_evaluations, suppression_reason from fct_index_score "
        "where organisation_id = 'few-again' and index_kind = 'survey'"
    ) == [(True, None, "secondary")]


def test_what_the_wave_leaves_out_is_counted_with_its_reason(evidence):
    assert evidence.rows(
        "select organisation_id, count_evaluations, count_excluded, count_duplicates from fct_index_score "
        "where organisation_id in ('twice', 'broken') and index_kind = 'survey' order by all"
    ) == [("broken", 40, 80, 80), ("twice", 40, 40, 40)]
    assert evidence.rows(
        "select organisation_id, month(month), count_evaluations, count_beyond_wave, count_excluded "
        "from fct_index_month where organisation_id in ('twice', 'broken') and window_kind = 'month' order by all"
    ) == [
        ("broken", 2, 40, 40, 0),
        ("broken", 6, 40, 0, 0),
        ("broken", 11, 40, 40, 0),
        ("twice", 2, 40, 0, 0),
        ("twice", 11, 40, 40, 0),
    ]


def test_what_nobody_is_asked_is_said(evidence):
    rows = evidence.rows("select dimension, items_not_asked from dim_dimension where items_not_asked is not null")
    assert dict(rows) == {"trust": "trust_2, trust_3", "webcare": "webcare_1", "employees": "employee_2, employee_3"}
