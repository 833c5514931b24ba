"""The verdict list, each entry reached and none out of its order."""

import pandas as pd
import pytest

from centricity.statistics import industry_verdict, rank_tiers

NAMES = list("abc")
ALONE = [1, 2, 2]
TOGETHER = [1, 1, 3]


def verdict(low, shares, rankability=0.8, geometric=(60, 50, 40), scores=(62.0, 61, 40), unranked=()):
    scores, geometric, shares = (pd.Series(values, NAMES, dtype=float) for values in (scores, geometric, shares))
    sets = pd.DataFrame({"low": low, "rank": scores.rank(ascending=False, method="min"), "high": 3}, NAMES)
    # in another order: everything is matched by label
    ci_high = pd.Series(unranked, list("xyz")[: len(unranked)], dtype=float)
    return industry_verdict(
        scores, geometric[::-1], sets.iloc[[2, 0, 1]], shares.iloc[[1, 2, 0]], rankability, scores[::-1] - 2, ci_high
    )


@pytest.mark.parametrize(
    ("found", "name", "leaders"),
    [
        (verdict(ALONE, [0.9, 0.1, 0]), "clear winner", ("a",)),
        (verdict(ALONE, [0.9, 0.1, 0], rankability=0.1), "clear winner", ("a",)),
        (verdict(ALONE, [0.95, 0.05, 0], geometric=(50, 60, 40)), "winner", ("a",)),
        (verdict(ALONE, [0.89, 0.11, 0]), "winner", ("a",)),
        (verdict(ALONE, [0.5, 0.5, 0], rankability=0.1), "winner", ("a",)),
        (verdict(ALONE, [0.49, 0.51, 0], rankability=0.49), "tiers only", ()),
        (verdict(ALONE, [0.49, 0.51, 0]), "shared lead group", ("a", "b")),
        (verdict(TOGETHER, [0.99, 0.01, 0], rankability=0.49), "tiers only", ()),
        (verdict(TOGETHER, [0.99, 0.01, 0], rankability=0.5), "shared lead group", ("a", "b")),
        (verdict(TOGETHER, [0.2, 0.2, 0.6]), "shared lead group", ("a", "b", "c")),
        (verdict([1, 1, 1], [0.4, 0.3, 0.3], scores=(50, 60, 50)), "shared lead group", ("b", "a", "c")),
    ],
)
def test_the_first_that_holds(found, name, leaders):
    assert found == (name, leaders, ())


@pytest.mark.parametrize(
    ("unranked", "name", "rivals"),
    [
        # the first has 60 to 64
        ([59.9, 12], "clear winner", ()),
        ([60, 59.9, 70], "undecided", ("x", "z")),
        ([None], "undecided", ("x",)),
    ],
)
def test_nobody_wins_while_one_that_is_not_ranked_reaches_the_first(unranked, name, rivals):
    assert verdict(ALONE, [0.9, 0.1, 0], unranked=unranked) == (name, ("a",), rivals)


def test_one_that_is_not_ranked_changes_nothing_where_nobody_wins():
    assert verdict(TOGETHER, [0.5, 0.5, 0], unranked=[99.0]).verdict == "shared lead group"


@pytest.mark.parametrize(
    ("share", "draws", "name"),
    [
        (0.5, None, "winner"),
        (0.5, 10_000, "shared lead group"),
        (0.51, 10_000, "shared lead group"),
        (0.52, 10_000, "winner"),
        (0.9, 10_000, "winner"),
        (0.92, 10_000, "clear winner"),
    ],
)
def test_a_simulated_share_within_three_errors_of_its_limit_has_not_reached_it(share, draws, name):
    scores = pd.Series([62.0, 40], NAMES[:2])
    sets = pd.DataFrame({"low": [1, 2], "rank": [1, 2]}, NAMES[:2])
    shares = pd.Series([share, 1 - share], NAMES[:2])
    assert industry_verdict(scores, scores, sets, shares, 0.8, method_draws=draws).verdict == name


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_are_not_ranked(count):
    one = pd.Series([50.0] * count, NAMES[:count])
    assert industry_verdict(one, one, pd.DataFrame(), one, None, one, one) == ("not ranked", (), ())


def test_other_labels_are_refused():
    scores = pd.Series([60.0, 50], ["a", "b"])
    with pytest.raises(ValueError, match="geometric lacks 'b'; adds 'x'"):
        industry_verdict(scores, scores.rename({"b": "x"}), pd.DataFrame(), scores, 0.5, scores, scores)


def test_tiers():
    sets = pd.DataFrame({"low": [1, 1, 2, 2, 1], "high": [4, 5, 4, 5, 1]}, list("abcde"))
    assert rank_tiers(sets).to_dict() == {"a": "top", "b": "middle", "c": "middle", "d": "bottom", "e": "top"}
