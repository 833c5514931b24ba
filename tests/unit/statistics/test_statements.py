"""Which simulated statements a verdict rests on, and how far each lies from its limit."""

import numpy as np
import pandas as pd
import pytest

from centricity.statistics.statements import deciding_statements, limit_margin, surely_at_least

NAMES = list("abc")
LIMITS = {"clear_from": 0.9, "winner_from": 0.5}


def statements(verdict, exclusion, share, by_geometric=True, draws=10_000):
    exclusion = pd.Series(exclusion, NAMES, dtype=float)
    sets = pd.DataFrame({"low": 1 + (exclusion > 3), "rank": [1, 2, 3], "exclusion_margin": exclusion})
    return deciding_statements(verdict, sets, pd.Series(share, NAMES, dtype=float), draws, by_geometric, **LIMITS)


def test_a_limit_is_reached_beyond_three_errors_only():
    assert surely_at_least(0.5, 0.5, None)
    assert not surely_at_least(0.5, 0.5, 1_000_000), "an even share never settles"
    assert limit_margin(0.515, 0.5, 10_000) == pytest.approx(3)
    assert surely_at_least(0.516, 0.5, 10_000) and not surely_at_least(0.514, 0.5, 10_000)


def test_a_clear_winner_rests_on_being_alone_and_on_the_upper_limit():
    found = statements("clear winner", [-50, 4, 90], [1, 0, 0])
    assert found == {"best_set": 4, "clear_share": pytest.approx(0.1 / np.sqrt(0.09 / 10_000))}


def test_a_winner_rests_on_both_limits_unless_the_geometric_index_decides():
    assert set(statements("winner", [-50, 4, 90], [0.7, 0.3, 0])) == {"best_set", "winner_share", "clear_share"}
    assert set(statements("winner", [-50, 4, 90], [0.95, 0.05, 0], by_geometric=False)) == {"best_set", "winner_share"}


def test_more_than_one_best_is_as_sure_as_the_surest_second():
    assert statements("tiers only", [-50, -1, -20], [0.4, 0.3, 0.3]) == {"best_set": 20}
    assert set(statements("tiers only", [-50, 4, 20], [0.4, 0.3, 0.3])) == {"best_set", "winner_share"}


def test_a_lead_group_rests_on_each_member_and_on_who_wins_more_scenarios():
    found = statements("shared lead group", [-50, -8, 20], [0.3, 0.3, 0.4])
    assert found == {"best_set": 8, "lead_share": pytest.approx(0.1 / np.sqrt(0.7 / 10_000))}
    assert set(statements("shared lead group", [-50, -8, 20], [0, 1, 0])) == {"best_set"}, "neither wins any"


def test_without_error_nothing_is_simulated():
    assert statements("tiers only", [-np.inf] * 3, [0.4, 0.3, 0.3]) == {}
