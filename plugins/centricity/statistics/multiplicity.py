"""P-values that were one of many."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from centricity.statistics import arguments


def holm(p_values: Any) -> pd.Series:
    """Holm's step-down adjustment: whoever stops at .05 makes any false statement with at most that chance (1979).

    The i-th smallest of m p-values becomes max over j ≤ i of (m - j + 1)·p_(j), cut at 1.

    Args:
        p_values: each 0 to 1; a Series keeps its index.

    Raises:
        ValueError: a value that is missing or outside 0..1.
    """
    p = _p_values(p_values)
    order = np.argsort(p.to_numpy(), kind="stable")
    steps = p.to_numpy()[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(steps))
    return pd.Series(adjusted, index=p.index, name=p.name)


def benjamini_hochberg(p_values: Any) -> pd.Series:
    """Adjusted p-values: below q, the expected share of false ones among them is at most q (1995).

    The i-th smallest of m becomes min over j ≥ i of m/j·p_(j), cut at 1 (`scipy.stats.false_discovery_control`).

    Args:
        p_values: each 0 to 1; a Series keeps its index.

    Raises:
        ValueError: a value that is missing or outside 0..1.
    """
    p = _p_values(p_values)
    adjusted = false_discovery_control(p.to_numpy(), method="bh") if len(p) else p.to_numpy()
    return pd.Series(adjusted, index=p.index, name=p.name)


def _p_values(values: Any) -> pd.Series:
    p = arguments.vector("p_values", values)
    outside = ((p < 0) | (p > 1)).to_numpy()
    arguments.refuse(outside, "p_values", p.to_numpy(), "a p-value lies in 0 to 1", (p.index,))
    return p
