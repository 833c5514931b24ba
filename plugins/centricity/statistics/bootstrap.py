"""Figures of rescaled bootstrap replicates, from sums over groups of sampling units.

In a replicate every group weighs more or less than it does in the sample, and everything is computed anew. `moves` is
groups × replicates throughout: the part of its weight that each group gains or loses in each replicate, above -1.
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


def replicate_moves(signs: np.ndarray, strata: np.ndarray, step: float) -> np.ndarray:
    """The part of its weight that each group gains or loses in each replicate; variances become the linearised ones.

    With independent signs ε a group of a stratum of n groups is moved by step·√(n/(n - 1))·(ε - mean of ε in the
    stratum), and the only group of a stratum by step·ε. The variance of Σ move·z over the signs is then step² times
    Σ_h n/(n - 1)·Σ(z - mean z)², and z² for a stratum of one: exactly, for every n (rescaled as by Rao and Wu 1988, by
    multipliers as by Bertail and Combris 1997, Beaumont and Patak 2012).

    Args:
        signs: 1 or -1, groups × replicates.
        strata: by group, the number of its stratum, from 0 without gaps.
        step: in (0, 0.5]; up to a half no group loses all its weight, so that no replicate lacks what the sample has
            (as in Fay's method: Judkins 1990, Rao and Shao 1999).

    Returns:
        In single precision, which halves time and memory of the largest table there is.
    """
    sizes = np.bincount(strata)[:, None]
    totals = csr_array((np.ones(len(strata)), (strata, np.arange(len(strata))))) @ signs
    is_lonely = sizes == 1
    centres = np.where(is_lonely, 0, totals / sizes).astype(np.float32)
    scales = np.where(is_lonely, step, step * np.sqrt(sizes / np.maximum(sizes - 1, 1))).astype(np.float32)
    moves = signs - centres[strata]
    moves *= scales[strata]
    return moves


def sums_by_cell(values: csr_array, moves: np.ndarray) -> np.ndarray:
    """Σ value · (1 + move) of each cell in each replicate.

    Args:
        values: sums per cell and group, cells × groups.
        moves: groups × replicates.
    """
    # both add in the order of the groups
    return (values @ np.ones(values.shape[1]))[:, None] + values.astype(moves.dtype) @ moves


def survival_medians(durations: np.ndarray, ended: np.ndarray, observed: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Kaplan-Meier median of each replicate; NaN where it is not reached.

    Args:
        durations: one per group and duration, in any order.
        ended: how many ended then.
        observed: how many ended then or were last seen then.
        moves: of the rows, rows × replicates.
    """
    times, places = np.unique(durations, return_inverse=True)
    factors = 1 + moves.astype(float)
    ending, leaving = (
        csr_array((counts, (places, np.arange(len(places)))), shape=(len(times), len(places))) @ factors
        for counts in (ended, observed)
    )
    at_risk = leaving[::-1].cumsum(axis=0)[::-1]
    survival = np.cumprod(1 - np.divide(ending, at_risk, out=np.zeros_like(ending), where=at_risk > 0), axis=0)
    # rounded: a product of fractions may miss one half by a hair
    reached = np.round(survival, 9) <= 0.5
    return np.where(reached.any(axis=0), times[reached.argmax(axis=0)], np.nan)
