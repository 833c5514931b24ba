"""Figures of Poisson bootstrap replicates, from sums over groups of sampling units.

In a replicate every group is there as often as was drawn for it, and everything is computed anew. `drawn` is groups ×
replicates throughout.
"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array


def rescale_strata(drawn: np.ndarray, weights: pd.DataFrame) -> np.ndarray:
    """Multiplicities with which every stratum keeps its weight in every replicate.

    Args:
        drawn: how often each group is in each replicate.
        weights: `stratum_id`, `group_number` (row of `drawn`) and `total_weight`, one row per pair.

    Returns:
        Rows of `weights` × replicates; NaN where a replicate holds nothing of a stratum.
    """
    counts = drawn[weights["group_number"]].astype(float)
    strata, numbers = np.unique(weights["stratum_id"], return_inverse=True)
    weight = weights["total_weight"].to_numpy()
    kept = sums_by_cell(numbers, np.arange(len(weights)), weight, counts)
    totals = np.bincount(numbers, weight, minlength=len(strata))
    return counts * np.divide(totals[:, None], kept, out=np.full_like(kept, np.nan), where=kept > 0)[numbers]


def sums_by_cell(cells: np.ndarray, rows: np.ndarray, values: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Σ value · multiplicity of each cell in each replicate.

    Args:
        cells: by value, the row of the result that it is part of, from 0.
        rows: by value, the row of `drawn` that it is multiplied with.
        values: sums per cell and group.
        drawn: multiplicities.
    """
    return csr_array((values, (cells, rows)), shape=(int(cells.max()) + 1, len(drawn))) @ drawn


def survival_medians(durations: np.ndarray, ended: np.ndarray, observed: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Kaplan-Meier median of each replicate; NaN where it is not reached.

    Args:
        durations: one per group and duration, in any order.
        ended: how many ended then.
        observed: how many ended then or were last seen then.
        drawn: multiplicities of the rows.
    """
    order = np.argsort(durations, kind="stable")
    times, starts = np.unique(durations[order], return_index=True)
    ending = np.add.reduceat(ended[order, None] * drawn[order], starts, axis=0)
    leaving = np.add.reduceat(observed[order, None] * drawn[order], starts, axis=0)
    at_risk = leaving[::-1].cumsum(axis=0)[::-1]
    survival = np.cumprod(1 - np.divide(ending, at_risk, out=np.zeros_like(ending), where=at_risk > 0), axis=0)
    # rounded: a product of fractions may miss one half by a hair
    reached = np.round(survival, 9) <= 0.5
    return np.where(reached.any(axis=0), times[reached.argmax(axis=0)], np.nan)


def bootstrap_error(replicates: np.ndarray, count_groups: int) -> float | None:
    """Standard deviation over the replicates × √(G/(G - 1)) for G groups; its own Monte-Carlo error is 1/√(2B).

    Args:
        replicates: the figure in each replicate, NaN where there is nothing to compute it from.
        count_groups: G, of the source with the fewest.

    Returns:
        None for one group, or fewer than two replicates.
    """
    found = replicates[~np.isnan(replicates)]
    if count_groups < 2 or len(found) < 2:
        return None
    return float(found.std(ddof=1) * np.sqrt(count_groups / (count_groups - 1)))
