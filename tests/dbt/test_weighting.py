"""Cleaning and weighting from deliveries to marts, worked by hand.

Of 200 careful persons 150 live in the north and 50 in the south, half of each rate amber, half beryl. The population
has 40, 10 and 50 in north, east and south; nobody is from the east, so it joins the south. Weights: .4 · 200 / 150
in the north, .6 · 200 / 50 in the south. Amber's north promotes, its south detracts. Ten more answer about amber in no
time and contradict themselves.
"""

from pathlib import Path

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt, select

NORTH, SOUTH = 0.4 * 200 / 150, 0.6 * 200 / 50
MARKS = canonical.AMBER | {"webcare_1": 6}
PLEASED, CONTENT = {"recommend": 10, "experience": 10}, {"recommend": 8, "experience": 7}
DISPLEASED, TORN = {"recommend": 0, "experience": 5}, {"recommend": 0, "experience": 10}
SKIPPED_TESTS = ["--exclude-resource-type", "unit_test", "test"]


def evaluation(organisation: str, number: int, region: str | None, marks: dict, **columns) -> dict:
    person = {
        "respondent_id": f"{organisation}-{number}",
        "margins": [{"margin": "region", "category": region}],
        "duration_seconds": 100.0,
    }
    return canonical.evaluation(organisation, number, MARKS | marks) | person | columns


def survey() -> list[dict]:
    pleased = [evaluation(name, n, "north", PLEASED) for name in ("amber", "beryl") for n in range(75)]
    displeased = [evaluation("amber", n, "south", DISPLEASED) for n in range(75, 100)]
    southern = [evaluation("beryl", n, "south", CONTENT) for n in range(75, 100)]
    careless = [evaluation("amber", n, "north", TORN, duration_seconds=5.0) for n in range(100, 110)]
    return [*pleased, *displeased, *southern, *careless]


def margins(**population: float) -> list[dict]:
    return [
        {"margin": "region", "category": category, "category_order": place, "population": float(people)}
        for place, (category, people) in enumerate(population.items())
    ]


def build_of(folder: Path, evaluations: list[dict], population: list[dict], *selected: str) -> Build:
    build_input = BuildInput(folder / "input")
    canonical.reference(build_input)
    build_input.add("evaluations", "load-2", evaluations)
    build_input.add("margins", "load-3", population)
    return run_dbt(folder, build_input.freeze(), ["build", *SKIPPED_TESTS, *selected])


@pytest.fixture(scope="module")
def weighted(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return build_of(tmp_path_factory.mktemp("weighted"), survey(), margins(north=40, east=10, south=50))


def test_the_careless_are_left_out_and_named(weighted):
    flags = weighted.rows(
        "select method_version, quality_points, quality_reasons, is_kept, is_kept_none, count(*) "
        "from int_survey__evaluation_flags group by all order by all"
    )
    reasons = ["inconsistent", "speeder_relative", "speeder_seconds"]
    assert flags == [
        ("M0", 0, [], True, True, 210),
        ("M1", 0, [], True, True, 200),
        ("M1", 2, reasons, False, True, 10),
    ]


def test_weights_fit_the_population(weighted):
    weights = weighted.rows("select distinct round(weight, 9) from int_survey__weights where method_version = 'M1'")
    assert set(weights) == {(round(NORTH, 9),), (round(SOUTH, 9),), (None,)}


def test_the_net_promoter_score_is_weighted_and_its_counts_are_persons(weighted):
    rows = weighted.rows(
        "select method_version, count_promoters, count_detractors, nps from fct_nps where organisation_id = 'amber'"
    )
    assert sorted(rows) == [("M0", 75, 35, pytest.approx(100 * 40 / 110)), ("M1", 75, 25, pytest.approx(-20))]


def test_an_index_says_what_was_left_out_and_what_it_would_be_with_it(weighted):
    row = weighted.row(
        "select count_evaluations, count_excluded, exclusion_rate, count_effective, score, score_without_cleaning "
        "from fct_index_score where method_version = 'M1' and organisation_id = 'amber' and index_kind = 'survey'"
    )
    effective = 100**2 / (75 * NORTH**2 + 25 * SOUTH**2)
    score = index_of(poor=0.6, nine_plus=0.4, nps=-20)
    # with the careless the north has 160: 85 of them amber's, each .4 · 210 / 160, the south .6 · 210 / 50
    north, south = 0.4 * 210 / 160, 0.6 * 210 / 50
    total = 85 * north + 25 * south
    without = index_of(
        poor=25 * south / total, nine_plus=85 * north / total, nps=100 * (65 * north - 25 * south) / total
    )
    assert row == (
        100,
        10,
        pytest.approx(10 / 110),
        pytest.approx(effective),
        pytest.approx(score),
        pytest.approx(without),
    )


def index_of(poor: float, nine_plus: float, nps: float) -> float:
    consistency = 0.7 * 70 + 0.3 * max(0, 100 - 100 * poor / 0.4)
    employees = 0.8 * 80 + 0.2 * min(100, 100 * nine_plus / 0.6)
    return (80 + consistency + 60 + (nps + 100) / 2 + 90 + employees) / 6


def test_every_scenario_has_its_scores(weighted):
    scores = {
        (cleaning, weighting): score
        for cleaning, weighting, score in weighted.rows(
            "select cleaning, weighting, score from int_index__scenario_dimension_scores "
            "where method_version = 'M1' and organisation_id = 'amber' and dimension = 'recommendation'"
        )
    }
    unweighted = {"none": (75 - 35) / 110, "as_is": 0.5, "strict": 0.5}
    assert len(scores) == 9
    for cleaning, share in unweighted.items():
        assert scores[cleaning, "none"] == pytest.approx((100 * share + 100) / 2)
        assert scores[cleaning, "raked"] == scores[cleaning, "trimmed"]
    assert scores["as_is", "trimmed"] == pytest.approx(40)


def test_the_weighting_is_published(weighted):
    rows = weighted.rows(
        "select method_version, weighting, margins_used, merged_categories, design_effect, largest_weight "
        "from fct_weighting order by all"
    )
    effect = 200 * (150 * NORTH**2 + 50 * SOUTH**2) / 200**2
    merged = "region: east + south"
    assert rows == [
        ("M0", "none", None, None, 1.0, 1.0),
        ("M1", "raked", "region", merged, round(effect, 2), round(SOUTH, 2)),
    ]


def test_an_answer_outside_the_population_counts_as_unknown_and_is_counted(tmp_path):
    persons = [evaluation("amber", n, "north" if n < 60 else "east", PLEASED) for n in range(100)]
    others = {100: "atlantis", 101: "atlantis", 102: None, 103: "North"}
    odd = [evaluation("amber", n, region, PLEASED) for n, region in others.items()]
    selected = select("fct_nps", "fct_weighting")
    build = build_of(tmp_path / "outside", [*persons, *odd], margins(north=50, east=50), *selected)
    unknown = [row | {"margins": [{"margin": "region", "category": None}]} for row in odd]
    silent = build_of(tmp_path / "unknown", [*persons, *unknown], margins(north=50, east=50), *selected)
    weights = "select evaluation_number, method_version, weight from int_survey__weights order by all"
    assert build.rows(weights) == silent.rows(weights)
    assert len(build.rows(weights)) == 208
    counted = "select weighting, answers_outside from fct_weighting where method_version = 'M1'"
    assert build.row(counted) == ("raked", "region: 3")
    assert silent.row(counted) == ("raked", None)


def test_a_margin_of_which_no_answer_is_known_is_not_raked_to_and_says_so(tmp_path):
    population = margins(n=50, e=50)
    build = build_of(tmp_path, survey(), population, *select("fct_weighting"))
    counted = "select weighting, margins_used, answers_outside from fct_weighting where method_version = 'M1'"
    assert build.row(counted) == ("base", None, "region: 200")


def test_without_a_known_population_the_base_weights_count(tmp_path):
    evaluations = [row | {"base_weight": 3.0 if row["margins"][0]["category"] == "north" else 1.0} for row in survey()]
    build = build_of(tmp_path, evaluations, [], *select("fct_nps", "fct_weighting"))
    (nps,) = build.row("select nps from fct_nps where method_version = 'M1' and organisation_id = 'amber'")
    assert nps == pytest.approx(100 * (75 * 3 - 25) / (75 * 3 + 25))
    assert build.row("select weighting, margins_used from fct_weighting where method_version = 'M1'") == ("base", None)
