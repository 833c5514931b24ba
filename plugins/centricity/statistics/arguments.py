"""The argument checks of this room: every message names the argument, the position and the remedy."""

from collections.abc import Collection, Hashable, Mapping
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

NOT_FINITE = "pass finite numbers only; drop or replace what is missing"


def number(
    name: str,
    value: Any,
    *,
    above: float = -np.inf,
    at_least: float = -np.inf,
    at_most: float = np.inf,
    below: float = np.inf,
) -> float:
    """One finite number inside its limits."""
    limits = {"above": above, "at least": at_least, "at most": at_most, "below": below}
    wanted = [f"{words} {limit:g}" for words, limit in limits.items() if np.isfinite(limit)]
    remedy = " ".join(["pass one finite number", " and ".join(wanted)]).strip()
    try:
        found = _real(value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} is {value!r}: {remedy}") from None
    if not (np.isfinite(found) and found > above and found >= at_least and found <= at_most and found < below):
        raise ValueError(f"{name} is {value!r}: {remedy}")
    return found


def fraction(name: str, value: Any) -> float:
    """A level such as `confidence` or `coverage`, strictly between 0 and 1."""
    return number(name, value, above=0, below=1)


def whole(name: str, value: Any, *, at_least: int, at_most: int | None = None) -> int:
    """A whole number inside its limits."""
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not is_whole or value < at_least or (at_most is not None and value > at_most):
        upper = "" if at_most is None else f" and at most {at_most}"
        raise ValueError(f"{name} is {value!r}: pass a whole number of at least {at_least}{upper}")
    return int(value)


def choice(name: str, value: Any, allowed: Collection) -> None:
    """One of a few named values."""
    if not isinstance(value, Hashable) or value not in allowed:
        raise ValueError(f"{name} is {value!r}: choose one of {', '.join(map(repr, allowed))}")


def refuse(wrong: np.ndarray, name: str, values: np.ndarray, remedy: str, labels: tuple[pd.Index, ...] = ()) -> None:
    """Raise at the first value that is wrong, with its position and, if it has one, its label.

    Args:
        wrong: True where a value is wrong, of the shape of `values`.
        name: the argument.
        values: what was passed.
        remedy: what to do about it.
        labels: an index for each axis of `values`.
    """
    if not wrong.any():
        return
    position = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = str(position[0] if len(position) == 1 else position)
    if labels:
        named = [repr(index[i]) for index, i in zip(labels, position, strict=True)]
        place += f" (label {', '.join(named)})"
    raise ValueError(f"{name} is {values[position]!s} at position {place}: {remedy}")


def vector(name: str, values: Any) -> pd.Series:
    """A float copy with its labels; arrays get 0..n-1."""
    if isinstance(values, Mapping):
        values = pd.Series(values, dtype=object)
    array = _floats(name, values, dimensions=1)
    is_labelled = isinstance(values, pd.Series)
    index = values.index if is_labelled else pd.RangeIndex(len(array))
    refuse(~np.isfinite(array), name, array, NOT_FINITE, (index,) if is_labelled else ())
    return pd.Series(array, index=index, name=getattr(values, "name", None) if is_labelled else None)


def table(name: str, values: Any) -> pd.DataFrame:
    """A float copy with the labels of both axes; arrays get 0..n-1."""
    array = _floats(name, values, dimensions=2)
    is_labelled = isinstance(values, pd.DataFrame)
    frame = pd.DataFrame(array)
    if is_labelled:
        frame = pd.DataFrame(array, index=values.index, columns=values.columns)
    refuse(~np.isfinite(array), name, array, NOT_FINITE, (frame.index, frame.columns) if is_labelled else ())
    return frame


def unique(name: str, labels: pd.Index) -> None:
    """Labels by which something is matched occur once."""
    repeated = np.asarray(labels.duplicated())
    refuse(repeated, f"the label of {name}", np.asarray(labels, dtype=object), "labels must be unique; rename one")


def same_labels(name: str, labels: pd.Index, wanted: pd.Index, against: str) -> np.ndarray:
    """Positions that bring `labels` into the order of `wanted`; both hold the same labels, once each."""
    unique(name, labels)
    missing = [label for label in wanted if label not in labels]
    extra = [label for label in labels if label not in wanted]
    if missing or extra:
        found = "; ".join(
            f"{words} {', '.join(map(repr, some[:5]))}" for words, some in (("lacks", missing), ("adds", extra)) if some
        )
        raise ValueError(f"{name} {found}: pass the same labels as {against}")
    return labels.get_indexer(wanted)


def weights_of(weights: Any, columns: pd.Index, against: str) -> np.ndarray:
    """Weights in the order of `columns` (by label; an array by position), re-normalised to a sum of 1."""
    given = vector("weights", weights)
    if isinstance(weights, (pd.Series, Mapping)):
        given = given.iloc[same_labels("weights", given.index, columns, against)]
    if len(given) != len(columns):
        raise ValueError(
            f"weights has {len(given)} values: pass one for each of the {len(columns)} columns of {against}"
        )
    values = given.to_numpy()
    refuse(values < 0, "weights", values, "pass values of at least 0", (pd.Index(columns),))
    largest = values.max(initial=0)
    if largest == 0:
        raise ValueError("the sum of weights is 0: pass at least one value above 0")
    # dividing by the largest first keeps the sum finite and makes the result free of scale
    return (values / largest) / (values / largest).sum()


def _floats(name: str, values: Any, *, dimensions: int) -> np.ndarray:
    """A fresh float array; what is missing becomes NaN, what is no number is refused."""
    try:
        array = values.to_numpy() if isinstance(values, (pd.Series, pd.DataFrame)) else np.asarray(values)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is ragged: pass rows of equal length") from None
    if array.ndim != dimensions:
        wanted = "a Series or one-dimensional array" if dimensions == 1 else "a DataFrame or two-dimensional array"
        raise ValueError(f"{name} has {array.ndim} dimensions: pass {wanted}")
    if array.dtype.kind in "biuf" or array.size == 0:
        return np.array(array, dtype=float)
    refuse(~np.frompyfunc(_is_number, 1, 1)(array).astype(bool), name, array, NOT_FINITE)
    return np.frompyfunc(_real, 1, 1)(array).astype(float)


def _is_number(value: Any) -> bool:
    try:
        _real(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def _real(value: Any) -> float:
    if value is None or value is pd.NA:
        return np.nan
    if isinstance(value, (Real, Decimal)):
        return float(value)
    raise TypeError
