"""Step-down tests of all ordered pairs of estimates, and how far simulation leaves each of them from its limit."""

from typing import NamedTuple, Self

import numpy as np

from centricity.statistics.critical_values import CriticalValue, Differences, critical_value, draw_differences

# Correlated so closely that only rounding tells two estimates' errors apart.
NO_VARIANCE = 1e-12
# Monte-Carlo errors within which a statement counts as open.
OPEN = 3.0
# Estimates × draws held at once: 128 MB.
CELLS = 2**24


class Pairs(NamedTuple):
    """Ordered pairs (a, b) of J estimates, all J × J.

    Attributes:
        above: θ_a - θ_b.
        scale: standard error of it; 0 where there is none.
        active: pairs that have an error and are tested.
    """

    above: np.ndarray
    scale: np.ndarray
    active: np.ndarray

    @classmethod
    def of(cls, theta: np.ndarray, v: np.ndarray) -> Self:
        """All pairs of estimates with a joint covariance."""
        totals = np.add.outer(np.diag(v), np.diag(v))
        squares = totals - 2 * v
        has_error = squares > NO_VARIANCE * totals
        return cls(np.subtract.outer(theta, theta), np.sqrt(np.where(has_error, squares, 0)), has_error)

    def of_row(self, row: int) -> Self:
        """Of the tested pairs those that one estimate is part of."""
        own = np.zeros_like(self.active)
        own[row, :] = own[:, row] = True
        return self._replace(active=self.active & own)


class Steps(NamedTuple):
    """What the step-down leaves.

    Attributes:
        rejected: J × J; a is surely above b.
        distance: J × J; Monte-Carlo errors by which (θ_a - θ_b)/s_ab exceeds the critical value that decided the
            pair; infinite where there is no error to compare with.
        critical: critical value of the first step.
    """

    rejected: np.ndarray
    distance: np.ndarray
    critical: CriticalValue


def step_down(pairs: Pairs, differences: Differences, coverage: float) -> Steps:
    """Rejects, step by step, the pairs beyond the critical value of those not yet rejected.

    Only what lies more than `OPEN` Monte-Carlo errors beyond it is rejected. What is left is surely not rejected if
    it stays so when all open pairs are taken for rejected too: the steps go on with them to see.
    """
    rejected = (pairs.scale == 0) & (pairs.above > 0)
    distance = np.where(rejected, np.inf, -np.inf)
    # a critical value of 0 ranks no equal or lower estimate above another
    active, is_higher = pairs.active, pairs.above > 0
    possible, sure, first = rejected, None, None
    while active.any():
        found = critical_value(differences, pairs.scale, active, coverage)
        first = first or found
        ratio = np.divide(pairs.above, pairs.scale, out=np.zeros_like(pairs.above), where=active)
        distance = np.where(active, (ratio - found.value) / found.error, distance)
        new = active & is_higher & (distance > OPEN)
        if sure is None and not new.any():
            sure, settled = possible, distance
        if sure is not None:
            new = active & is_higher & (distance > -OPEN)
        if not new.any():
            break
        possible, active = possible | new, active & ~new
    if sure is None:
        sure, settled = possible, distance
    is_open = possible & ~sure
    distance = np.where(is_open, np.clip(settled, -OPEN, OPEN), distance)
    return Steps(sure, distance, first or CriticalValue(0.0, 0.0))


def settle_best(
    theta: np.ndarray, v: np.ndarray, df: float | None, *, coverage: float, draws: int, most: int, seed: int
) -> tuple[Steps, int]:
    """Step-down with as many draws as it takes to settle who may be the best, `most` at most.

    Args:
        theta: J estimates.
        v: J × J, their covariance.
        df: as in `draw_differences`.
        coverage: of the sets.
        draws: to begin with; doubled as long as an estimate is open.
        most: not doubled beyond; nor beyond `CELLS` numbers in memory.
        seed: as in `draw_differences`.

    Returns:
        The steps, and with how many draws.
    """
    pairs = Pairs.of(theta, v)
    while True:
        steps = step_down(pairs, draw_differences(v, df, draws, seed), coverage)
        is_open = np.abs(exclusion(steps)) <= OPEN
        if not is_open.any() or 2 * draws > min(most, CELLS // len(theta)):
            return steps, draws
        draws *= 2


def exclusion(steps: Steps) -> np.ndarray:
    """By estimate, Monte-Carlo errors by which another is surely above it; below 0 it may be the best."""
    return steps.distance.max(axis=0, initial=-np.inf)
