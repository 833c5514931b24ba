"""Figures of the full index in each replicate: sums over groups of sampling units, weighed anew."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from centricity.statistics.bootstrap import (
    DIGEST_BITS,
    replicate_moves,
    replicate_signs,
    sums_by_cell,
    survival_medians,
)

CELL = ["organisation_id", "wave", "indicator"]
# Groups times replicates at once: the whole of them may not fit into memory.
BATCH = 20_000_000
# Total weight and total of each part of a cell (the channels of a gap, else one), parts × replicates.
Totals = tuple[np.ndarray, np.ndarray]
# By cell, the positions of what belongs to it.
Members = dict[tuple, np.ndarray]


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
    parts, waiting = _parts(sums), waits.groupby(CELL).indices
    unmoved = np.zeros((len(groups), 1))
    totals, medians = dict(_totals(sums, *parts, unmoved)), dict(_medians(waits, waiting, unmoved))
    figures = {cell: np.nan if cell in noise else _mean(own)[0] for cell, own in totals.items()}
    figures |= {cell: own[0] for cell, own in medians.items()}
    found: dict[tuple, list[np.ndarray]] = {cell: [] for cell in sorted(figures)}
    for moves in _moves(groups, step):
        for cell, moved in _totals(sums, *parts, moves):
            found[cell].append(_gap(totals[cell], moved, step, noise[cell]) if cell in noise else _mean(moved))
        for cell, median in _medians(waits, waiting, moves):
            found[cell].append(median)
    rows = [(*cell, figures[cell], np.hstack(batches)[:replicates]) for cell, batches in found.items()]
    return pd.DataFrame(rows, columns=[*CELL, "figure", "replicates"])


def whole_step(sample: np.ndarray, replicates: np.ndarray, step: float) -> np.ndarray:
    """As far from the sample as a whole step would bring them."""
    return sample + (replicates - sample) / step


def _moves(groups: pd.DataFrame, step: float) -> Iterator[np.ndarray]:
    digests = np.stack(groups["digests"].to_numpy())
    size = max(1, BATCH // (len(digests) * DIGEST_BITS))
    for start in range(0, digests.shape[1], size):
        signs = replicate_signs(digests[:, start : start + size])
        yield replicate_moves(signs, groups["stratum_number"].to_numpy(), step)


def _parts(sums: pd.DataFrame) -> tuple[np.ndarray, Members]:
    """The number of each row's part, and the parts of each cell."""
    grouped = sums.groupby([*CELL, "part"])
    keys = grouped.size().reset_index()
    return grouped.ngroup().to_numpy(), keys.groupby(CELL).indices


def _totals(
    sums: pd.DataFrame, parts: np.ndarray, members: Members, moves: np.ndarray
) -> Iterator[tuple[tuple, Totals]]:
    rows = sums["group_number"].to_numpy()
    weight, total = (sums_by_cell(parts, rows, sums[name].to_numpy(), moves) for name in ("total_weight", "total"))
    for cell, numbers in members.items():
        yield cell, (weight[numbers], total[numbers])


def _medians(waits: pd.DataFrame, members: Members, moves: np.ndarray) -> Iterator[tuple[tuple, np.ndarray]]:
    for cell, positions in members.items():
        rows = waits.iloc[positions]
        durations, ended, observed = (
            rows[name].to_numpy(dtype=float) for name in ("duration", "count_ended", "count_observed")
        )
        yield cell, survival_medians(durations, ended, observed, moves[rows["group_number"]])


def _mean(totals: Totals) -> np.ndarray:
    weight, total = (part.sum(axis=0) for part in totals)
    return total / weight


def _gap(sample: Totals, replicates: Totals, step: float, noise: float) -> np.ndarray:
    """Spread of the channels' means around their own, less the noise of the sample."""
    own_weight, own_total = sample
    weight, total = replicates
    means = whole_step(own_total / own_weight, total / weight, step)
    shares = whole_step(own_weight / own_weight.sum(axis=0), weight / weight.sum(axis=0), step)
    spread = (shares * (means - (shares * means).sum(axis=0)) ** 2).sum(axis=0)
    return np.sqrt(np.maximum(0, spread - noise))
