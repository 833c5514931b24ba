# Holds statistics.population, statistics.arguments.
"""From answers on margins to weights: unknown answers, small categories, one row for many persons."""

import numpy as np
import pandas as pd
import pytest

from centricity.statistics import merge_small_categories, rake, rake_to_population

REGION = pd.Series({"north": 20.0, "east": 30.0, "south": 50.0})


def cells(region, count, base_weight=1.0, **margins) -> pd.DataFrame:
    return pd.DataFrame({"region": region, "count": count, "base_weight": base_weight} | margins)


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ([30, 40, 25], [0, 1, 2]),
        # the smaller of two neighbours; of equals the first
        ([30, 10, 20, 40], [0, 1, 1, 2]),
        ([30, 10, 30, 40], [0, 0, 1, 2]),
        # repeated: 3 goes to 20, and 23 to 40
        ([90, 40, 20, 3], [0, 1, 1, 1]),
        # nobody in it
        ([0, 30, 30], [0, 0, 1]),
        ([1, 2, 3], [0, 0, 0]),
        ([1], [0]),
    ],
)
def test_small_categories_join_the_smaller_neighbour(counts, groups):
    assert merge_small_categories(counts, 25) == groups


def test_one_margin_is_post_stratification_with_mean_one():
    raked = rake_to_population(cells(["north", "east", "south"], [50, 100, 50]), {"region": REGION}, minimum=25)
    assert raked.weights.to_list() == pytest.approx([0.8, 0.6, 2.0])
    assert raked.margins == ("region",)
    assert raked.merged == ()


def test_an_unknown_answer_keeps_its_base_weighted_share():
    known = cells(["north", "east", "south", None], [30, 30, 30, 10], [1.0, 1.0, 1.0, 3.0])
    raked = rake_to_population(known, {"region": REGION}, minimum=25)
    # 30 of 120 are unknown; the known targets shrink to three quarters
    shares = raked.weights * known["count"] / 100
    assert shares.to_list() == pytest.approx([0.75 * 0.2, 0.75 * 0.3, 0.75 * 0.5, 0.25])


def test_a_category_without_respondents_is_merged_and_reported():
    raked = rake_to_population(cells(["north", "south"], [60, 40]), {"region": REGION}, minimum=25)
    assert raked.merged == ("region: east + south",)
    assert raked.weights.to_list() == pytest.approx([20 / 60, 80 / 40])


def test_a_margin_of_one_category_constrains_nothing():
    raked = rake_to_population(cells(["north", None], [10, 50]), {"region": REGION}, minimum=25)
    assert raked.weights is None
    assert raked.margins == ()
    assert raked.merged == ("region: north + east + south",)


def test_only_unknown_answers_are_not_raked():
    assert rake_to_population(cells([None], [50]), {"region": REGION}, minimum=25).weights is None


def test_an_answer_that_is_no_category_is_named_with_its_margin():
    with pytest.raises(ValueError, match=r"cells\['region'\] is west .*no such category"):
        rake_to_population(cells(["north", "west"], [50, 50]), {"region": REGION}, minimum=25)


def test_a_category_that_cannot_fit_under_the_cap_is_named():
    with pytest.raises(ValueError, match=r"margins\['region'\]\['south'\].*larger cap"):
        rake_to_population(cells(["north", "east", "south"], [500, 500, 30]), {"region": REGION}, minimum=25, cap=5)


def test_trimming_holds_margins_and_cap():
    rng = np.random.default_rng(7)
    persons = pd.DataFrame(
        {"region": rng.choice(REGION.index, 3_000, p=[0.4, 0.4, 0.2]), "age": rng.choice(["young", "old"], 3_000)}
    )
    persons = persons.assign(base_weight=rng.lognormal(0, 1, 3_000), count=1)
    population = {"region": REGION, "age": pd.Series({"young": 1.0, "old": 1.0})}
    trimmed = rake_to_population(persons, population, minimum=25, cap=5).weights
    assert trimmed.max() == pytest.approx(5)
    assert trimmed.mean() == pytest.approx(1)
    assert trimmed.groupby(persons["region"]).sum()[REGION.index].to_list() == pytest.approx([600, 900, 1500])
    assert rake_to_population(persons, population, minimum=25).weights.max() > 5


def test_a_row_that_stands_for_many_persons_is_raked_as_they_are():
    rng = np.random.default_rng(8)
    groups = pd.DataFrame(
        {"region": rng.choice(REGION.index, 60), "age": rng.choice(["young", "old"], 60), "d": rng.uniform(0.2, 4, 60)}
    )
    counts = rng.integers(1, 40, 60)
    margins = {"region": REGION, "age": {"young": 35.0, "old": 65.0}}
    together = rake(groups, margins, base_weight="d", count=counts, cap=4)
    apart = rake(groups.loc[groups.index.repeat(counts)].reset_index(drop=True), margins, base_weight="d", cap=4)
    np.testing.assert_allclose(together.repeat(counts), apart, rtol=1e-9)


def test_nobody_is_no_count():
    with pytest.raises(ValueError, match="count"):
        rake(pd.DataFrame({"region": ["north", "east", "south"]}), {"region": REGION}, count=[1, 0, 2])
