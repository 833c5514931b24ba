"""What simulation leaves open is not rejected; draws are doubled until it is settled who may be the best."""

import numpy as np
from scipy.stats import studentized_range

from centricity.statistics.critical_values import critical_value, draw_differences
from centricity.statistics.step_down import OPEN, Pairs, exclusion, settle_best, step_down

LIMIT = studentized_range.ppf(0.95, 3, np.inf) / np.sqrt(2)
HOW = {"coverage": 0.95, "draws": 256, "seed": 7}


def lead(errors: float) -> np.ndarray:
    """The first leads the second by so many standard errors of their difference; the third is far away."""
    return np.array([60.0, 60 - errors * np.sqrt(2), 0])


def test_a_pair_within_three_errors_of_its_limit_is_open():
    few = draw_differences(np.eye(3), None, 256, 7)
    one_sided = step_down(Pairs.of(lead(1.9), np.eye(3)), few, 0.95)
    assert one_sided.rejected.sum() == 2
    assert exclusion(one_sided)[0] < -OPEN
    open_ = step_down(Pairs.of(lead(LIMIT), np.eye(3)), few, 0.95)
    assert not open_.rejected[0, 1] or exclusion(open_)[1] > OPEN


def test_distances_say_how_sure_each_estimate_is_excluded():
    steps, _ = settle_best(lead(5), np.eye(3), None, most=4_096, **HOW)
    assert steps.rejected.tolist() == [[False, True, True], [False, False, True], [False] * 3]
    assert exclusion(steps)[0] < -OPEN
    assert (exclusion(steps)[1:] > OPEN).all()


def test_an_exact_lead_without_error_is_certain():
    steps, draws = settle_best(np.array([2.0, 1.0]), np.zeros((2, 2)), None, most=4_096, **HOW)
    assert exclusion(steps).tolist() == [-np.inf, np.inf]
    assert draws == 256 and steps.critical.value == 0


def two_step_limit() -> float:
    """The limit of the second step, found with many draws: only pairs against the order and the first are left."""
    pairs = Pairs.of(lead(1.9), np.eye(3))
    active = pairs.active & (pairs.above < 20)
    return critical_value(draw_differences(np.eye(3), None, 65_536, 1), pairs.scale, active, 0.95).value


def test_draws_are_doubled_as_long_as_someone_is_open_and_no_further():
    near = lead(two_step_limit() + 0.002)
    steps, draws = settle_best(near, np.eye(3), None, most=2**18, **HOW)
    assert draws > 256
    assert exclusion(steps)[1] > OPEN
    verdicts = {
        settle_best(near, np.eye(3), None, coverage=0.95, draws=256, most=2**18, seed=seed)[0].rejected[0, 1]
        for seed in range(31)
    }
    assert verdicts == {True}


def test_a_limit_that_is_met_stays_open_at_the_cap_and_counts_as_not_rejected():
    steps, draws = settle_best(lead(two_step_limit()), np.eye(3), None, most=512, **HOW)
    assert draws == 512
    assert abs(exclusion(steps)[1]) <= OPEN
    assert not steps.rejected[0, 1]
