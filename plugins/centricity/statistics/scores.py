"""Scores on a common scale, and their weighted mean.

The functions with `axis` work on whole arrays at once; `rank_sensitivity` uses them on every draw.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from centricity.statistics import arguments

GEOMETRIC_FLOOR = 1.0
DEFAULTS = {"low": None, "high": None, "scale": "linear", "to": (1, 100), "mean": 50, "sd": 15}
PARAMETERS = {
    "goalposts": ("low", "high", "scale"),
    "minmax": ("to",),
    "zscore": ("mean", "sd"),
    "percentile_rank": (),
}


def normalise(
    values: Any,
    *,
    how: str,
    low: float | None = None,
    high: float | None = None,
    direction: int = 1,
    scale: str = "linear",
    to: Sequence[float] = (1, 100),
    mean: float = 50,
    sd: float = 15,
) -> pd.Series:
    """Values of one indicator on a scale that can be averaged (OECD/JRC Handbook, step 5).

    * `goalposts`: 100·clip((f(x) - f(low))/(f(high) - f(low)), 0, 1), f the identity or, with `scale="ln"`, the
      logarithm of max(x, low);
    * `minmax`: the smallest value becomes to[0], the largest to[1];
    * `zscore`: mean + sd·(x - x̄)/s, s with n - 1;
    * `percentile_rank`: 100·(r - 1)/(J - 1), r the ascending rank, ties averaged.

    The last three look at the other values: if all are equal, or there is only one, it becomes the middle of the
    scale (of `to`; `mean`; 50). Missing values stay missing and are no part of any statistic.

    Args:
        values: J values in the indicator's own unit; a Series keeps its index.
        how: one of the four.
        low: of `goalposts`; above 0 if `scale` is `ln`.
        high: of `goalposts`, above `low`.
        direction: 1, or -1 to reverse: 100 - N, to[0] + to[1] - N, 2·mean - N.
        scale: of `goalposts`: `linear` or `ln`.
        to: of `minmax`: two rising numbers.
        mean: of `zscore`.
        sd: of `zscore`, above 0.

    Raises:
        ValueError: an infinity, an unknown `how`, a parameter outside its limits or of another `how`.
    """
    arguments.choice("how", how, PARAMETERS)
    arguments.choice("direction", direction, (1, -1))
    given = {"low": low, "high": high, "scale": scale, "to": to, "mean": mean, "sd": sd}
    _refuse_foreign(how, given)
    function, centre = _normaliser(how, given)
    scores = arguments.vector("values", values, may_miss=True)
    present = scores.notna().to_numpy()
    if present.any():
        found = function(scores.to_numpy()[present])
        scores[present] = found if direction == 1 else 2 * centre - found
    return scores


def aggregate(scores: Any, weights: Any, *, how: str = "arithmetic") -> pd.Series:
    """Weighted mean of each unit's dimension scores.

    Arithmetic Σω_d·S_d, geometric exp(Σω_d·ln max(S_d, 1)); the geometric one never exceeds the arithmetic one
    where all scores are at least 1.

    Args:
        scores: units × dimensions, each 0 to 100. A unit that lacks a score gets NaN: nothing is imputed.
        weights: by dimension, mapping or Series (an array: by position), at least 0, re-normalised to a sum of 1.
        how: `arithmetic` or `geometric`.

    Returns:
        Scores 0 to 100 on the index of `scores`.

    Raises:
        ValueError: a score outside 0..100, weights that do not match the columns, are negative or all 0.
    """
    arguments.choice("how", how, AGGREGATIONS)
    table = dimension_scores("scores", scores, may_miss=True)
    shares = arguments.weights_of(weights, table.columns, "scores")
    return pd.Series(AGGREGATIONS[how](table.to_numpy(), shares), index=table.index)


def dimension_scores(name: str, scores: Any, *, may_miss: bool = False) -> pd.DataFrame:
    """A copy of a units × dimensions table, checked to lie in 0..100 (a rounding beyond is cut off)."""
    table = arguments.table(name, scores, may_miss=may_miss)
    values = table.to_numpy()
    outside = (values < -1e-9) | (values > 100 + 1e-9)
    arguments.refuse(
        outside, name, values, "scores lie in 0 to 100; normalise them first", (table.index, table.columns)
    )
    return pd.DataFrame(values.clip(0, 100), index=table.index, columns=table.columns)


def rescale(values: np.ndarray, to: tuple[float, float] = (1, 100), axis: int = 0) -> np.ndarray:
    """Min-max along `axis`; equal values become the middle."""
    smallest = values.min(axis=axis, keepdims=True)
    spread = values.max(axis=axis, keepdims=True) - smallest
    part = np.divide(values - smallest, spread, out=np.full_like(values, 0.5), where=spread > 0)
    return np.clip(to[0] + (to[1] - to[0]) * part, *to)


def standardise(values: np.ndarray, mean: float = 50, sd: float = 15, axis: int = 0) -> np.ndarray:
    """Z-scores along `axis` with the n - 1 standard deviation; equal values become `mean`."""
    distance = values - values.mean(axis=axis, keepdims=True)
    # in units of the largest distance, so that no square under- or overflows
    largest = np.abs(distance).max(axis=axis, keepdims=True)
    differs = (values.max(axis=axis, keepdims=True) > values.min(axis=axis, keepdims=True)) & (largest > 0)
    distance = np.divide(distance, largest, out=np.zeros_like(values), where=differs)
    deviation = np.sqrt((distance**2).sum(axis=axis, keepdims=True) / max(values.shape[axis] - 1, 1))
    return mean + sd * np.divide(distance, deviation, out=np.zeros_like(values), where=differs)


def rank_percentile(values: np.ndarray, axis: int = 0) -> np.ndarray:
    """100·(r - 1)/(J - 1) along `axis`, ties averaged; a single value becomes 50."""
    count = values.shape[axis]
    if count == 1:
        return np.full_like(values, 50.0)
    return 100 * (rankdata(values, method="average", axis=axis) - 1) / (count - 1)


def arithmetic(scores: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Weighted mean over the last axis, never a rounding outside the scores."""
    return np.clip((scores * shares).sum(axis=-1), scores.min(axis=-1), scores.max(axis=-1))


def geometric(scores: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Weighted geometric mean over the last axis of scores floored at 1, never a rounding above the arithmetic."""
    floored = np.maximum(scores, GEOMETRIC_FLOOR)
    return np.minimum(np.exp((np.log(floored) * shares).sum(axis=-1)), arithmetic(floored, shares))


AGGREGATIONS = {"arithmetic": arithmetic, "geometric": geometric}


def _refuse_foreign(how: str, given: dict[str, Any]) -> None:
    for name, value in given.items():
        is_default = value is DEFAULTS[name] or (
            isinstance(value, (int, float, str, tuple)) and value == DEFAULTS[name]
        )
        if name not in PARAMETERS[how] and not is_default:
            owner = next(other for other, names in PARAMETERS.items() if name in names)
            raise ValueError(f"{name} is {value!r}: it belongs to how={owner!r}; leave it out with how={how!r}")


def _normaliser(how: str, given: dict[str, Any]) -> tuple[Callable[[np.ndarray], np.ndarray], float]:
    """The function for `how`, and the centre about which a direction of -1 reverses."""
    if how == "goalposts":
        return _between_goalposts(given["low"], given["high"], given["scale"]), 50
    if how == "minmax":
        to = _ends(given["to"])
        return lambda values: rescale(values, to), (to[0] + to[1]) / 2
    if how == "zscore":
        mean = arguments.number("mean", given["mean"])
        sd = arguments.number("sd", given["sd"], above=0)
        return lambda values: standardise(values, mean, sd), mean
    return rank_percentile, 50


def _between_goalposts(low: float | None, high: float | None, scale: str) -> Callable[[np.ndarray], np.ndarray]:
    arguments.choice("scale", scale, ("linear", "ln"))
    low = arguments.number("low", low, above=0) if scale == "ln" else arguments.number("low", low)
    high = arguments.number("high", high, above=low)

    def place(values: np.ndarray) -> np.ndarray:
        if scale == "ln":
            part = np.log(np.maximum(values, low) / low) / np.log(high / low)
        else:
            part = (values - low) / (high - low)
        return 100 * np.clip(part, 0, 1)

    return place


def _ends(to: Any) -> tuple[float, float]:
    ends = arguments.vector("to", to)
    if len(ends) != 2 or not ends.iloc[0] < ends.iloc[1]:
        raise ValueError(f"to is {to!r}: pass two rising numbers, and direction=-1 to reverse")
    return float(ends.iloc[0]), float(ends.iloc[1])
