"""Errors depend on what was answered and how the sample was drawn: not on order, scale or the number of threads."""

from random import Random
from statistics import mean, stdev

import pytest
from tests.dbt.builds import Build, BuildInput, run_dbt, select
from tests.dbt.canonical import answer

from centricity.statistics import korn_graubard

FIGURES = "select organisation_id, dimension, score, standard_error, df, ci_low, ci_high from fct_dimension_score"
PLAIN, SCALED, ALONE, CLUSTER = 2022, 2023, 2024, 2025


def evaluations(wave: int, scale: float, organisations: tuple[str, ...], **columns) -> list[dict]:
    """The same answers and weights in every wave, but for the weights' scale."""
    random = Random(7)  # noqa: S311
    rows = []
    for number in range(120):
        level, weight, stratum = random.gauss(7, 2), random.lognormvariate(0, 1), random.choice("nsw")
        marks = {item: min(10, max(0, round(level + random.gauss(0, 1)))) for item in ("recommend", "ease_1")}
        rows += [
            {
                "record_key": f"{wave}-{organisation}-{number}",
                "evaluation_id": f"{wave}-{organisation}-{number}",
                "respondent_id": f"{wave}-{number}",
                "organisation_id": organisation,
                "wave": wave,
                "completed_at": f"{wave}-05-01 12:00:00",
                "evaluation_type": "relational",
                "base_weight": weight * scale,
                "count_qualified": 1,
                "has_final_weight": True,
                "stratum": stratum,
                "cluster_id": f"{wave}-{number // 6}",
                "answers": [answer(item, mark if shift == 0 else 10 - mark) for item, mark in marks.items()],
                **columns,
            }
            for shift, organisation in enumerate(organisations)
        ]
    return rows


@pytest.fixture(scope="module")
def inferred(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("inference")
    build_input = BuildInput(folder / "input")
    described = [
        {"record_key": name, "organisation_id": name, "name": name, "industry": industry}
        for name, industry in (("one", "pair"), ("two", "pair"), ("sole", "single"), ("flock", "single_cluster"))
    ]
    build_input.add("organisations", "load-0", described)
    build_input.add("evaluations", "load-1", evaluations(PLAIN, 1, ("one", "two")))
    build_input.add("evaluations", "load-2", reversed(evaluations(SCALED, 1e5, ("one", "two"))))
    simple = {"base_weight": 1.0, "stratum": None, "cluster_id": None, "respondent_id": None}
    build_input.add("evaluations", "load-3", evaluations(ALONE, 1, ("sole",), **simple))
    one_cluster = {"stratum": None, "cluster_id": "the only one"}
    build_input.add("evaluations", "load-4", evaluations(CLUSTER, 1, ("flock",), **one_cluster))
    threads = [
        {"record_key": f"m{n}", "message_id": f"m{n}", "organisation_id": "sole", "is_from_organisation": False}
        | {"sent_at": f"{ALONE}-05-{1 + n // 10:02d} 12:00:00", "author_id": f"author {n // 2}", "channel": "x"}
        for n in range(120)
    ]
    replies = [
        {"record_key": f"r{n}", "message_id": f"r{n}", "in_reply_to_id": f"m{n}", "organisation_id": "sole"}
        | {"is_from_organisation": True, "sent_at": f"{ALONE}-06-01 12:00:00", "is_automated": False}
        for n in range(120)
        if n % 3
    ]
    build_input.add("messages", "load-5", threads + replies)
    selected = select("fct_dimension_score", "fct_nps", "fct_webcare_performance")
    return run_dbt(folder, build_input.freeze(), ["build", *selected, "--exclude-resource-type", "unit_test", "test"])


def figures(build: Build, wave: int) -> dict[tuple, tuple]:
    rows = build.rows(
        f"{FIGURES} where method_version = 'M1' and index_kind = 'survey' and wave = {wave} and score is not null"
    )
    return {(organisation, dimension): tuple(rest) for organisation, dimension, *rest in rows}


def test_neither_order_nor_scale_of_the_weights_matters(inferred):
    plain, scaled = figures(inferred, PLAIN), figures(inferred, SCALED)
    assert sorted(plain) == sorted(scaled)
    assert len(plain) == 4
    for key, expected in plain.items():
        assert scaled[key] == pytest.approx(expected, rel=1e-9)


def test_a_simple_random_sample_has_the_textbooks_error(inferred):
    values = [10 * row["answers"][1]["value"] for row in evaluations(ALONE, 1, ("sole",))]
    score, error, df, low, high = figures(inferred, ALONE)["sole", "processes"]
    assert score == pytest.approx(mean(values), rel=1e-9)
    assert error == pytest.approx(stdev(values) / 120**0.5, rel=1e-9)
    assert df == 119
    assert (low, high) == pytest.approx((score - 1.980099876 * error, score + 1.980099876 * error), rel=1e-8)


def test_one_cluster_gives_a_score_without_an_interval(inferred):
    found = inferred.rows(
        "select score is not null, is_suppressed, suppression_reason, standard_error, df, ci_low, ci_high "
        "from fct_dimension_score where method_version = 'M1' and organisation_id = 'flock' and is_in_use "
        f"and wave = {CLUSTER} and index_kind = 'survey' union all "
        "select nps is not null, is_suppressed, suppression_reason, standard_error, df, ci_low, ci_high "
        "from fct_nps where method_version = 'M1' and organisation_id = 'flock'"
    )
    assert found == [(True, False, "one_cluster", None, 0, None, None)] * 3


def test_conversations_of_an_author_count_together(inferred):
    """Every third is not answered, so of three authors two have one of their two answered."""
    found = inferred.row(
        "select response_rate, response_rate_ci_low, response_rate_ci_high from fct_webcare_performance "
        "where method_version = 'M1' and channel = 'all'"
    )
    # deviations -1/3, -1/3 and 2/3 of 60 authors, over 120 conversations
    error = (60 / 59 * 20 * (1 / 9 + 1 / 9 + 4 / 9)) ** 0.5 / 120
    assert found == pytest.approx((2 / 3, *korn_graubard(2 / 3, error, 120, 59)), rel=1e-6)
