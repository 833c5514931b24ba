"""Sampling error of the full index and of its dimensions: several sources, medians, a gap between channels."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t

from centricity.statistics.bootstrap import (
    DIGEST_BITS,
    replicate_moves,
    replicate_signs,
    sums_by_cell,
    survival_medians,
)

ORGANISATION = ["organisation_id", "wave"]
COLUMNS = ["organisation_id", "wave", "figure", "standard_error", "df", "ci_low", "ci_high"]
# Groups times replicates at once: the whole of them may not fit into memory.
BATCH = 20_000_000


def full_index_errors(
    indicators: pd.DataFrame,
    sums: pd.DataFrame,
    waits: pd.DataFrame,
    groups: pd.DataFrame,
    *,
    replicates: int,
    step: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Standard error and interval of the full scores of one method version.

    Each replicate weighs the same sums anew and goes the same way to the scores, but is not cut at the goalposts: no
    score at a goalpost looks certain. What it moves is divided by `step`. What an organisation has figures of is not
    resampled, nor are `trust_complaints` and the noise of a gap between channels.

    Args:
        indicators: what each dimension score is made of, one row per organisation, wave and indicator: dimension,
            dimension_weight, dimension_score, index_score, indicator, evidence, kind, weight, score, direction,
            goalpost_low, goalpost_high, goalpost_scale, noise.
        sums: total_weight and total by organisation_id, wave, indicator, part, evidence, group_number.
        waits: count_ended and count_observed by organisation_id, wave, indicator, evidence, group_number and duration.
        groups: stratum_number (from 0) and digests (64 signs in each) by group, in the order of `group_number`.
        replicates: how many; no more than the digests have signs.
        step: of `replicate_moves`.
        confidence: of the intervals, in (0, 1).

    Returns:
        organisation_id, wave, figure (a dimension or `index`), standard_error, df, ci_low, ci_high, ordered by the
        first three; df is the number of groups that the figure rests on less the strata they lie in, in its thinnest
        source. Neither error nor interval below one degree of freedom.
    """
    indicators = indicators.sort_values([*ORGANISATION, "indicator"], ignore_index=True)
    sample = _figures(sums, waits, np.zeros((len(groups), 1)))
    batches = [
        _replicated_scores(indicators, sample, _figures(sums, waits, moves), step, moves.shape[1])
        for moves in _moves(groups, step)
    ]
    scores = np.hstack(batches)[:, :replicates]
    errors = {figure: float(scores.std(ddof=1)) for figure, scores in _replicated_figures(indicators, scores)}
    degrees = _degrees_of_freedom(indicators, sums, waits, groups["stratum_number"].to_numpy())
    estimates = dict(_estimates(indicators))
    rows = [
        (*figure, *_interval(errors[figure], estimates[figure], degrees.get(figure, 0), confidence))
        for figure in sorted(errors)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"df": "Int64"})


def _moves(groups: pd.DataFrame, step: float) -> Iterator[np.ndarray]:
    digests = np.stack(groups["digests"].to_numpy())
    size = max(1, BATCH // (len(digests) * DIGEST_BITS))
    for start in range(0, digests.shape[1], size):
        signs = replicate_signs(digests[:, start : start + size])
        yield replicate_moves(signs, groups["stratum_number"].to_numpy(), step)


def _replicated_figures(indicators: pd.DataFrame, scores: np.ndarray) -> Iterator[tuple[tuple, np.ndarray]]:
    """Each dimension and index by organisation, wave and figure, in each replicate."""
    for place, members in indicators.groupby(ORGANISATION):
        index = np.zeros(scores.shape[1])
        for dimension, rows in members.groupby("dimension"):
            weights = rows["weight"].to_numpy() / rows["weight"].sum()
            replicates = (weights[:, None] * scores[rows.index]).sum(axis=0)
            index = index + rows["dimension_weight"].iloc[0] * replicates
            yield (*place, dimension), replicates
        if members["index_score"].notna().all():
            yield (*place, "index"), index


def _estimates(indicators: pd.DataFrame) -> Iterator[tuple[tuple, float]]:
    """Each dimension and index score by organisation, wave and figure."""
    for row in indicators.itertuples():
        yield (row.organisation_id, row.wave, row.dimension), row.dimension_score
        yield (row.organisation_id, row.wave, "index"), row.index_score


def _degrees_of_freedom(
    indicators: pd.DataFrame, sums: pd.DataFrame, waits: pd.DataFrame, strata: np.ndarray
) -> pd.Series:
    """Groups less strata in the thinnest source of each figure, by organisation, wave and figure."""
    keys = [*ORGANISATION, "indicator", "evidence", "group_number"]
    used = pd.concat([sums[keys], waits[keys]]).drop_duplicates()
    used = used.merge(indicators[[*ORGANISATION, "indicator", "dimension"]])
    used["stratum_number"] = strata[used["group_number"].to_numpy(dtype=int)]
    figures = pd.concat([used.assign(figure=used["dimension"]), used.assign(figure="index")])
    by_source = figures.groupby([*ORGANISATION, "figure", "evidence"])
    free = by_source["group_number"].nunique() - by_source["stratum_number"].nunique()
    return free.groupby([*ORGANISATION, "figure"]).min()


def _interval(error: float, score: float, df: int, confidence: float) -> tuple:
    """Error, df and both ends; of one unit per stratum the variation is not known."""
    if df < 1:
        return None, df, None, None
    margin = float(t.isf((1 - confidence) / 2, df)) * error
    return error, df, max(0.0, score - margin), min(100.0, score + margin)


def _figures(sums: pd.DataFrame, waits: pd.DataFrame, moves: np.ndarray) -> dict[tuple, Any]:
    """In each replicate, by organisation, wave and indicator: total weight and total of its parts, or a median."""
    figures: dict[tuple, Any] = dict(_replicated_totals(sums, moves))
    for cell, rows in waits.groupby([*ORGANISATION, "indicator"]):
        durations, ended, observed = (
            rows[name].to_numpy(dtype=float) for name in ("duration", "count_ended", "count_observed")
        )
        figures[cell] = survival_medians(durations, ended, observed, moves[rows["group_number"]])
    return figures


def _replicated_scores(indicators: pd.DataFrame, sample: dict, replicates: dict, step: float, size: int) -> np.ndarray:
    """Score of each row of `indicators` in each replicate, as far from the sample's as a whole step would bring it."""
    scores = np.empty((len(indicators), size))
    for number, row in enumerate(indicators.itertuples()):
        cell = (row.organisation_id, row.wave, row.indicator)
        if cell not in replicates:
            scores[number] = row.score
        elif row.kind == "channel_gap":
            scores[number] = _score(_gap(sample[cell], replicates[cell], step, row.noise), row)
        else:
            own, moved = (_score(_mean_or_median(figures[cell]), row) for figures in (sample, replicates))
            scores[number] = _whole_step(own, moved, step)
    return scores


def _whole_step(sample: np.ndarray, replicates: np.ndarray, step: float) -> np.ndarray:
    return sample + (replicates - sample) / step


def _replicated_totals(sums: pd.DataFrame, moves: np.ndarray) -> dict[tuple, tuple]:
    """By organisation, wave and indicator: total weight and total, parts × replicates."""
    grouped = sums.groupby([*ORGANISATION, "indicator", "part"])
    cells, rows = grouped.ngroup().to_numpy(), sums["group_number"].to_numpy()
    weight = sums_by_cell(cells, rows, sums["total_weight"].to_numpy(), moves)
    total = sums_by_cell(cells, rows, sums["total"].to_numpy(), moves)
    keys = pd.DataFrame(list(grouped.groups), columns=[*ORGANISATION, "indicator", "part"])
    members = keys.groupby([*ORGANISATION, "indicator"]).indices
    return {cell: (weight[numbers], total[numbers]) for cell, numbers in members.items()}


def _mean_or_median(figure: np.ndarray | tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    if not isinstance(figure, tuple):
        return figure
    weight, total = (part.sum(axis=0) for part in figure)
    return total / weight


def _gap(sample: tuple, replicates: tuple, step: float, noise: float) -> np.ndarray:
    """Spread of the channels' means around their own, less the noise of the sample.

    Means and shares go their whole step before they are squared: half a step would not leave a gap of 0.
    """
    own_weight, own_total = sample
    weight, total = replicates
    means = _whole_step(own_total / own_weight, total / weight, step)
    shares = _whole_step(own_weight / own_weight.sum(axis=0), weight / weight.sum(axis=0), step)
    spread = (shares * (means - (shares * means).sum(axis=0)) ** 2).sum(axis=0)
    return np.sqrt(np.maximum(0, spread - noise))


def _score(figure: np.ndarray, indicator: Any) -> np.ndarray:
    """0 to 100 between the goalposts, and on beyond them; a median's worst is 0, as of one that is not reached."""
    low, high = indicator.goalpost_low, indicator.goalpost_high
    if indicator.goalpost_scale == "ln":
        place = _logarithm(figure, low) / np.log(high / low)
    else:
        place = (figure - low) / (high - low)
    score = 100 * (place if indicator.direction == 1 else 1 - place)
    return np.where(np.isnan(figure), 0, np.maximum(score, 0)) if indicator.kind == "median" else score


def _logarithm(figure: np.ndarray, low: float) -> np.ndarray:
    """ln(figure / low), and below `low`, where it would run away, its tangent."""
    ratio = figure / low
    return np.where(ratio < 1, ratio - 1, np.log(np.maximum(ratio, 1)))
