"""What may be said of an industry: is there a winner, a lead group, or only tiers?"""

from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments
from centricity.statistics.statements import surely_at_least


class IndustryVerdict(NamedTuple):
    """The verdict, whom it names (the winner, or the lead group by falling score), and who stands in a winner's way."""

    verdict: str
    leaders: tuple[Hashable, ...]
    rivals: tuple[Hashable, ...] = ()


def industry_verdict(
    scores: pd.Series,
    geometric: pd.Series,
    sets: pd.DataFrame,
    method_share: pd.Series,
    rankability: float,
    ci_low: pd.Series | None = None,
    unranked_ci_high: pd.Series | None = None,
    *,
    clear_from: float = 0.9,
    winner_from: float = 0.5,
    rankable_from: float = 0.5,
    method_draws: int | None = None,
) -> IndustryVerdict:
    """The verdict on the ranked organisations of one industry and wave.

    The first of these that holds:

    1. fewer than two: `not ranked`;
    2. one organisation alone may be the best (low = 1) with a method share of at least `winner_from`, but the
       interval of one that is not ranked reaches its interval: `undecided`;
    3. one alone may be the best, its method share is at least `clear_from`, and it is first by the geometric index
       too: `clear winner`;
    4. one alone may be the best, with a method share of at least `winner_from`: `winner`;
    5. rankability below `rankable_from`: `tiers only` (see `rank_tiers`);
    6. else `shared lead group`: those that may be the best, and whoever wins under more methods than the first.

    Args:
        scores: headline index by organisation.
        geometric: geometric index; matched by label, like all that follow.
        sets: `low` and `rank` of the simultaneous `rank_confidence_sets`.
        method_share: `p_win` of `rank_sensitivity`, method only.
        rankability: share of `rankability`; not looked at with fewer than two organisations.
        ci_low: lower end of the 95 % interval of the headline index; asked for where `unranked_ci_high` is given.
        unranked_ci_high: upper end of it, of the organisations that have an index and cannot be ranked, if any; one
            that is missing may be anywhere.
        clear_from: share of method draws.
        winner_from: share of method draws.
        rankable_from: share of `rankability`.
        method_draws: how many `method_share` is simulated with; a limit is then reached only by more than three
            Monte-Carlo errors. None takes it as exact.

    Raises:
        ValueError: labels that differ, a value that is missing.
    """
    scores = arguments.vector("scores", scores)
    if len(scores) < 2:
        return IndustryVerdict("not ranked", ())
    by_geometric = _matched("geometric", geometric, scores.index)
    low, rank = (_matched(f"sets[{column!r}]", sets[column], scores.index) for column in ("low", "rank"))
    share = _matched("method_share", method_share, scores.index)
    rho = arguments.number("rankability", rankability, at_least=0, at_most=1)
    candidates = scores.index[low == 1]
    if len(candidates) == 1 and surely_at_least(share[candidates[0]], winner_from, method_draws):
        winner = candidates[0]
        if rivals := _who_reaches(winner, scores, ci_low, unranked_ci_high):
            return IndustryVerdict("undecided", (winner,), rivals)
        is_clear = is_first(by_geometric, winner) and surely_at_least(share[winner], clear_from, method_draws)
        return IndustryVerdict("clear winner" if is_clear else "winner", (winner,))
    if rho < rankable_from:
        return IndustryVerdict("tiers only", ())
    leads = (low == 1) | (share > share[rank == 1].max())
    return IndustryVerdict("shared lead group", _by_falling_score(scores[leads]))


def is_first(geometric: pd.Series, organisation: Hashable) -> bool:
    """First by the geometric index, alone or not."""
    return bool(geometric.round(9)[organisation] == geometric.round(9).max())


def rank_tiers(sets: pd.DataFrame) -> pd.Series:
    """Three tiers from rank sets: `top` (may be first, cannot be last), `bottom` (the reverse), else `middle`.

    Args:
        sets: `low` and `high` of the simultaneous `rank_confidence_sets`, of all J organisations.

    Returns:
        `tier` on the index of `sets`.
    """
    may_be_first, may_be_last = sets["low"] == 1, sets["high"] == len(sets)
    tiers = np.select([may_be_first & ~may_be_last, may_be_last & ~may_be_first], ["top", "bottom"], "middle")
    return pd.Series(tiers, index=sets.index, name="tier")


def _who_reaches(
    winner: Hashable, scores: pd.Series, ci_low: pd.Series | None, unranked_ci_high: pd.Series | None
) -> tuple[Hashable, ...]:
    if unranked_ci_high is None or unranked_ci_high.empty:
        return ()
    lowest = _matched("ci_low", ci_low, scores.index)[winner]
    return tuple(unranked_ci_high.index[~(unranked_ci_high < lowest)])


def _matched(name: str, values: Any, labels: pd.Index) -> pd.Series:
    found = arguments.vector(name, values)
    return found.iloc[arguments.same_labels(name, found.index, labels, "scores")]


def _by_falling_score(scores: pd.Series) -> tuple[Hashable, ...]:
    return tuple((-scores).sort_values(kind="stable").index)
