"""Figures of the full index in each replicate: sums over groups of sampling units, weighed anew."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from centricity.statistics.bootstrap import (
    DIGEST_BITS,
    replicate_moves,
    replicate_signs,
    sums_by_cell,
    survival_medians,
)

CELL = ["organisation_id", "wave", "indicator"]
# Groups times replicates at once: the whole of them may not fit into memory.
BATCH = 8_000_000
# Total weight and total of each part of a cell, parts × replicates.
Totals = tuple[np.ndarray, np.ndarray]


class Parts(NamedTuple):
    """Sums per group of the parts of each cell: the channels of a gap, else one.

    Attributes:
        weight: total weight, parts × groups, in the order of cells and parts.
        total: parts × groups.
        members: by cell, its parts.
    """

    weight: csr_array
    total: csr_array
    members: dict[tuple, slice]


class Waits(NamedTuple):
    """Waiting times of a cell, a row per group and duration."""

    durations: np.ndarray
    ended: np.ndarray
    observed: np.ndarray
    groups: np.ndarray


def replicated_figures(
    sums: pd.DataFrame,
    waits: pd.DataFrame,
    groups: pd.DataFrame,
    noises: pd.DataFrame,
    *,
    replicates: int,
    step: float,
) -> pd.DataFrame:
    """Each indicator's figure in the sample and in every replicate, of one method version.

    Means, shares and medians are those of the moved weights. A gap between channels is brought the whole step away,
    before its means are squared: half a step would not leave a gap of 0. Its noise is held fixed.

    Args:
        sums: total_weight and total by organisation_id, wave, indicator, part, group_number.
        waits: count_ended and count_observed by organisation_id, wave, indicator, group_number and duration.
        groups: stratum_number (from 0) and digests (64 signs in each) by group, in the order of `group_number`.
        noises: noise of each gap by organisation_id, wave, indicator.
        replicates: how many; no more than the digests have signs.
        step: of `replicate_moves`.

    Returns:
        organisation_id, wave, indicator, figure (of a gap null, for its replicates stand by themselves), replicates
        (an array per row; NaN where a median is not reached), ordered by the first three.
    """
    noise = noises.set_index(CELL)["noise"].to_dict()
    parts, waiting = _parts(sums, len(groups)), _waits(waits)
    cells = sorted([*parts.members, *waiting])
    places = {cell: place for place, cell in enumerate(cells)}
    gaps = [cell for cell in parts.members if cell in noise]
    unmoved = np.zeros((len(groups), 1))
    sample = _totals(parts, unmoved)
    figures = _means_and_medians(parts, waiting, sample, places, unmoved)[:, 0]
    figures[[places[cell] for cell in gaps]] = np.nan
    batches = []
    for moves in _moves(groups, step):
        totals = _totals(parts, moves)
        found = _means_and_medians(parts, waiting, totals, places, moves)
        for cell in gaps:
            own, moved = _of_cell(parts, cell, sample), _of_cell(parts, cell, totals)
            found[places[cell]] = _gap(own, moved, step, noise[cell])
        batches.append(found)
    rows = pd.DataFrame(cells, columns=CELL).assign(figure=figures)
    return rows.assign(replicates=list(np.hstack(batches)[:, :replicates]))


def whole_step(sample: np.ndarray, replicates: np.ndarray, step: float) -> np.ndarray:
    """As far from the sample as a whole step would bring them."""
    return sample + (replicates - sample) / step


def _moves(groups: pd.DataFrame, step: float) -> Iterator[np.ndarray]:
    digests = np.stack(groups["digests"].to_numpy())
    size = max(1, BATCH // (len(digests) * DIGEST_BITS))
    for start in range(0, digests.shape[1], size):
        signs = replicate_signs(digests[:, start : start + size])
        yield replicate_moves(signs, groups["stratum_number"].to_numpy(), step)


def _parts(sums: pd.DataFrame, count_groups: int) -> Parts:
    """Whatever the order of the rows: a sum of doubles depends on it, and sparse arrays have one of their own."""
    grouped = sums.groupby([*CELL, "part"])
    keys = list(grouped.size().index)
    in_order = sorted(range(len(keys)), key=keys.__getitem__)
    numbers = np.argsort(in_order)[grouped.ngroup().to_numpy()]
    weight, total = (
        csr_array((sums[name].to_numpy(), (numbers, sums["group_number"].to_numpy())), shape=(len(keys), count_groups))
        for name in ("total_weight", "total")
    )
    members: dict[tuple, list[int]] = {}
    for number, place in enumerate(in_order):
        members.setdefault(keys[place][:-1], []).append(number)
    return Parts(weight, total, {cell: slice(own[0], own[-1] + 1) for cell, own in members.items()})


def _waits(waits: pd.DataFrame) -> dict[tuple, Waits]:
    """Those of each cell."""
    columns = [
        *(waits[name].to_numpy(dtype=float) for name in ("duration", "count_ended", "count_observed")),
        waits["group_number"].to_numpy(dtype=int),
    ]
    return {
        cell: Waits(*(column[positions] for column in columns))
        for cell, positions in waits.groupby(CELL).indices.items()
    }


def _totals(parts: Parts, moves: np.ndarray) -> Totals:
    return sums_by_cell(parts.weight, moves), sums_by_cell(parts.total, moves)


def _of_cell(parts: Parts, cell: tuple, totals: Totals) -> Totals:
    weight, total = totals
    return weight[parts.members[cell]], total[parts.members[cell]]


def _means_and_medians(
    parts: Parts, waiting: dict[tuple, Waits], totals: Totals, places: dict[tuple, int], moves: np.ndarray
) -> np.ndarray:
    """Cells × replicates; of a gap, the mean of all its channels."""
    found = np.empty((len(places), moves.shape[1]))
    starts = [own.start for own in parts.members.values()]
    if starts:
        weight, total = (np.add.reduceat(part, starts, axis=0) for part in totals)
        found[[places[cell] for cell in parts.members]] = total / weight
    for cell, own in waiting.items():
        found[places[cell]] = survival_medians(own.durations, own.ended, own.observed, moves[own.groups])
    return found


def _gap(sample: Totals, replicates: Totals, step: float, noise: float) -> np.ndarray:
    """Spread of the channels' means around their own, less the noise of the sample."""
    own_weight, own_total = sample
    weight, total = replicates
    means = whole_step(own_total / own_weight, total / weight, step)
    shares = whole_step(own_weight / own_weight.sum(axis=0), weight / weight.sum(axis=0), step)
    spread = (shares * (means - (shares * means).sum(axis=0)) ** 2).sum(axis=0)
    return np.sqrt(np.maximum(0, spread - noise))
