"""Dimension scores on another common scale, and their weighted mean; on whole arrays, for every draw at once."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from centricity.statistics import arguments

GEOMETRIC_FLOOR = 1.0
MINMAX_ENDS = (1, 100)
ZSCORE_MEAN, ZSCORE_SD = 50, 15


def dimension_scores(name: str, scores: Any) -> pd.DataFrame:
    """A copy of a units × dimensions table, checked to lie in 0..100 (a rounding beyond is cut off)."""
    table = arguments.table(name, scores)
    values = table.to_numpy()
    outside = (values < -1e-9) | (values > 100 + 1e-9)
    arguments.refuse(
        outside, name, values, "scores lie in 0 to 100; normalise them first", (table.index, table.columns)
    )
    return pd.DataFrame(values.clip(0, 100), index=table.index, columns=table.columns)


def rescale(values: np.ndarray, axis: int = 0) -> np.ndarray:
    """Min-max along `axis`: the smallest value becomes 1, the largest 100; equal values become the middle."""
    smallest = values.min(axis=axis, keepdims=True)
    spread = values.max(axis=axis, keepdims=True) - smallest
    part = np.divide(values - smallest, spread, out=np.full_like(values, 0.5), where=spread > 0)
    low, high = MINMAX_ENDS
    return np.clip(low + (high - low) * part, low, high)


def standardise(values: np.ndarray, axis: int = 0) -> np.ndarray:
    """50 + 15·(x - x̄)/s along `axis`, s with n - 1; equal values become 50."""
    distance = values - values.mean(axis=axis, keepdims=True)
    # in units of the largest distance, so that no square under- or overflows
    largest = np.abs(distance).max(axis=axis, keepdims=True)
    differs = (values.max(axis=axis, keepdims=True) > values.min(axis=axis, keepdims=True)) & (largest > 0)
    distance = np.divide(distance, largest, out=np.zeros_like(values), where=differs)
    deviation = np.sqrt((distance**2).sum(axis=axis, keepdims=True) / max(values.shape[axis] - 1, 1))
    return ZSCORE_MEAN + ZSCORE_SD * np.divide(distance, deviation, out=np.zeros_like(values), where=differs)


def rank_percentile(values: np.ndarray, axis: int = 0) -> np.ndarray:
    """100·(r - 1)/(J - 1) along `axis`, r the ascending rank, ties averaged; a single value becomes 50."""
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
