"""Figures of rescaled bootstrap replicates, from sums over groups of sampling units.

In a replicate every group weighs more or less than it does in the sample, and everything is computed anew. `factors`
is groups × replicates throughout: by how much the weight of each group is multiplied in each replicate.
"""

import numpy as np
from scipy.sparse import csr_array

# Signs in one digest: one per bit.
DIGEST_BITS = 64


def replicate_signs(digests: np.ndarray) -> np.ndarray:
    """A sign per group and replicate: 1 where a bit of the group's digests is set, else -1, lowest bit first.

    Args:
        digests: unsigned integers of 64 bits, groups × digests.

    Returns:
        Groups × 64 · digests.
    """
    octets = np.ascontiguousarray(digests, dtype="<u8").view(np.uint8)
    return 2 * np.unpackbits(octets, axis=1, bitorder="little").astype(np.int8) - 1


def replicate_factors(signs: np.ndarray, strata: np.ndarray, step: float) -> np.ndarray:
    """By how much the weight of each group is multiplied in each replicate, so that variances are the linearised ones.

    With signs ε of mean 0 and variance 1, independent, a group of a stratum of n groups gets
    1 + step·√(n/(n - 1))·(ε - mean of ε in the stratum), and the only group of a stratum 1 + step·ε. The variance of
    Σ factor·z over the signs is then step² times Σ_h n/(n - 1)·Σ(z - mean z)², and z² for a stratum of one, exactly and
    for every n from 1 (Rao and Wu 1988; as multipliers Bertail and Combris 1997, Beaumont and Patak 2012).

    Args:
        signs: 1 or -1, groups × replicates.
        strata: by group, the number of its stratum, from 0 without gaps.
        step: in (0, 0.5]; half the weight at most is moved, so that every factor is positive and no replicate lacks
            what the sample has (Fay's method: Judkins 1990, Rao and Shao 1999).
    """
    sizes = np.bincount(strata)[:, None]
    totals = sums_by_cell(strata, np.arange(len(strata)), np.ones(len(strata)), signs)
    is_lonely = sizes == 1
    centres = np.where(is_lonely, 0, totals / sizes)
    scales = np.where(is_lonely, 1, np.sqrt(sizes / np.maximum(sizes - 1, 1)))
    return 1 + step * scales[strata] * (signs - centres[strata])


def sums_by_cell(cells: np.ndarray, rows: np.ndarray, values: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Σ value · factor of each cell in each replicate.

    Args:
        cells: by value, the row of the result that it is part of, from 0.
        rows: by value, the row of `factors` that it is multiplied with.
        values: sums per cell and group.
        factors: groups × replicates.
    """
    return csr_array((values, (cells, rows)), shape=(int(cells.max()) + 1, len(factors))) @ factors


def survival_medians(durations: np.ndarray, ended: np.ndarray, observed: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Kaplan-Meier median of each replicate; NaN where it is not reached.

    Args:
        durations: one per group and duration, in any order.
        ended: how many ended then.
        observed: how many ended then or were last seen then.
        factors: of the rows, rows × replicates.
    """
    order = np.argsort(durations, kind="stable")
    times, starts = np.unique(durations[order], return_index=True)
    ending = np.add.reduceat(ended[order, None] * factors[order], starts, axis=0)
    leaving = np.add.reduceat(observed[order, None] * factors[order], starts, axis=0)
    at_risk = leaving[::-1].cumsum(axis=0)[::-1]
    survival = np.cumprod(1 - np.divide(ending, at_risk, out=np.zeros_like(ending), where=at_risk > 0), axis=0)
    # rounded: a product of fractions may miss one half by a hair
    reached = np.round(survival, 9) <= 0.5
    return np.where(reached.any(axis=0), times[reached.argmax(axis=0)], np.nan)


def bootstrap_error(replicates: np.ndarray, step: float) -> float:
    """Standard deviation over the replicates / `step`; its own Monte-Carlo error is about 1/√(2B) of it for B replicates.

    Args:
        replicates: the figure in each replicate.
        step: that of `replicate_factors`.
    """
    return float(replicates.std(ddof=1) / step)
