"""Weights that fit a sample to known population margins."""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments

MAXIMUM_CYCLES = 1_000


class Margin(NamedTuple):
    """A column's target totals; for each row, the position of its category among them and the persons it stands for."""

    column: Hashable
    targets: pd.Series
    codes: np.ndarray
    counts: np.ndarray

    def deviations(self, weights: np.ndarray) -> np.ndarray:
        """Weighted sums relative to their targets, minus 1."""
        return self.sums(weights) / self.targets.to_numpy() - 1

    def sums(self, weights: np.ndarray) -> np.ndarray:
        return np.bincount(self.codes, self.counts * weights, minlength=len(self.targets))


def rake(
    frame: pd.DataFrame,
    margins: Mapping[Hashable, Any],
    *,
    base_weight: Any = None,
    count: Any = None,
    cap: float | None = None,
    tolerance: float = 1e-10,
) -> pd.Series:
    """Weights whose sums over every category of every margin are the targets (Deming and Stephan 1940).

    Cycles over the margins v, w_i ← w_i·N_v(i)/Σ_{j: v(j) = v(i)} w_j, then trims w_i ← min(w_i, cap·mean w),
    until max |Σw/N - 1| < `tolerance` over all categories and no weight is above the cap. A single margin is
    post-stratification, exact in one cycle.

    Args:
        frame: one row per person, with a column per margin; nothing missing in these.
        margins: column → (category → target total), each a mapping or Series. Counts or shares; totals agree
            between margins to a relative 1e-6 and are scaled to that of the first.
        base_weight: a column's name, a Series (by index) or an array (by position), all above 0; None is 1.
        count: how many persons with this weight the row stands for, given in the same ways; None is 1.
        cap: the largest weight in multiples of the mean, above 1; None does not trim.
        tolerance: relative, above 0.

    Returns:
        `weight` of a person on the frame's index; the sum over all persons is the common total.

    Raises:
        ValueError: an empty frame, a missing value, a value without a target, a target without rows or not above
            0, totals that disagree, a base weight not above 0, or no convergence in 1,000 cycles; with the column
            and the category.
    """
    if not isinstance(frame, pd.DataFrame) or frame.empty:
        raise ValueError("frame has no rows or no columns: pass a DataFrame with one row per respondent")
    cap = None if cap is None else arguments.number("cap", cap, above=1)
    tolerance = arguments.number("tolerance", tolerance, above=0)
    counts = _positive(frame, "count", count)
    prepared = _prepare(frame, margins, counts)
    weights = _positive(frame, "base_weight", base_weight)
    # whatever their unit: sums stay finite
    weights = weights / weights.max()
    for _ in range(MAXIMUM_CYCLES):
        weights = _cycle(weights, prepared, cap)
        if _has_converged(weights, prepared, cap, tolerance):
            return pd.Series(weights, index=frame.index, name="weight")
    raise ValueError(_explain_no_convergence(weights, prepared, cap))


def _cycle(weights: np.ndarray, margins: list[Margin], cap: float | None) -> np.ndarray:
    for margin in margins:
        weights = weights * (margin.targets.to_numpy() / margin.sums(weights))[margin.codes]
    return weights if cap is None else np.minimum(weights, cap * _mean(weights, margins))


def _mean(weights: np.ndarray, margins: list[Margin]) -> float:
    return np.average(weights, weights=margins[0].counts)


def _has_converged(weights: np.ndarray, margins: list[Margin], cap: float | None, tolerance: float) -> bool:
    fits = all(np.abs(margin.deviations(weights)).max() < tolerance for margin in margins)
    return fits and (cap is None or weights.max() <= cap * _mean(weights, margins) * (1 + tolerance))


def _explain_no_convergence(weights: np.ndarray, margins: list[Margin], cap: float | None) -> str:
    deviations = pd.concat(
        {place: pd.Series(margin.deviations(weights), margin.targets.index) for place, margin in enumerate(margins)}
    )
    place, category = deviations.abs().idxmax()
    remedy = "merge the category with another" + ("" if cap is None else f", or allow a larger cap than {cap:g}")
    return (
        f"margins[{margins[place].column!r}][{category!r}] is {deviations[place, category]:+.3%} off its target after "
        f"{MAXIMUM_CYCLES:,} cycles: {remedy}"
    )


def _prepare(frame: pd.DataFrame, margins: Mapping[Hashable, Any], counts: np.ndarray) -> list[Margin]:
    """The margins in the order given, scaled to the total of the first."""
    if not isinstance(margins, Mapping) or not margins:
        raise ValueError(
            "margins is empty or no mapping: pass at least one column with its targets, {column: {category: target}}"
        )
    prepared = [_margin(frame, column, targets, counts) for column, targets in margins.items()]
    totals = [margin.targets.sum() for margin in prepared]
    for margin, total in zip(prepared, totals, strict=True):
        if not abs(total - totals[0]) <= 1e-6 * totals[0]:
            raise ValueError(
                f"margins[{margin.column!r}] has total {total:g}, margins[{prepared[0].column!r}] has {totals[0]:g}: "
                "scale all margins to one total"
            )
    return [
        margin._replace(targets=margin.targets * (totals[0] / total))
        for margin, total in zip(prepared, totals, strict=True)
    ]


def _margin(frame: pd.DataFrame, column: Hashable, targets: Any, counts: np.ndarray) -> Margin:
    name = f"margins[{column!r}]"
    if column not in frame.columns:
        raise ValueError(f"{name}: frame has no column {column!r}; rename one of the two")
    if not isinstance(targets, (Mapping, pd.Series)):
        raise ValueError(f"{name} is a {type(targets).__name__}: pass a mapping or Series of category to target")
    totals = arguments.vector(name, targets)
    arguments.unique(name, totals.index)
    labels = (totals.index,)
    arguments.refuse(totals.to_numpy() <= 0, name, totals.to_numpy(), "targets are above 0; merge or drop it", labels)
    values = frame[column]
    shown = values.to_numpy(dtype=object)
    place = f"frame[{column!r}]"
    arguments.refuse(
        values.isna().to_numpy(), place, shown, "fill it, or make unknown a category with a target of its own"
    )
    codes = totals.index.get_indexer(pd.Index(shown, dtype=object))
    arguments.refuse(codes < 0, place, shown, f"no such category in {name}; add its target or recode the row")
    without_rows = np.bincount(codes, minlength=len(totals)) == 0
    arguments.refuse(without_rows, name, totals.to_numpy(), "no row has this category; merge it with another", labels)
    return Margin(column, totals, codes, counts)


def _positive(frame: pd.DataFrame, name: str, values: Any) -> np.ndarray:
    """One number above 0 for each row."""
    if values is None:
        return np.ones(len(frame))
    if isinstance(values, str):
        if values not in frame.columns:
            raise ValueError(f"{name}: frame has no column {values!r}; pass a column's name, a Series or an array")
        values = frame[values]
    given = arguments.vector(name, values)
    if isinstance(values, pd.Series) and not given.index.equals(frame.index):
        arguments.unique(name, given.index)
        places = given.index.get_indexer(frame.index)
        arguments.refuse(
            places < 0, f"{name} of frame.index", np.asarray(frame.index, dtype=object), "not in it; add its value"
        )
        given = given.iloc[places]
    if len(given) != len(frame):
        raise ValueError(f"{name} has {len(given)} values: pass one for each of the {len(frame)} rows")
    numbers = given.to_numpy()
    arguments.refuse(numbers <= 0, name, numbers, "weights are above 0; drop the row or correct it", (frame.index,))
    return numbers
