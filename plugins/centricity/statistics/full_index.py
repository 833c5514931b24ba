"""Sampling error of the full index and of its dimensions: several sources, medians, a gap between channels."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t

from centricity.statistics.bootstrap import (
    DIGEST_BITS,
    bootstrap_error,
    replicate_factors,
    replicate_signs,
    sums_by_cell,
    survival_medians,
)

ORGANISATION = ["organisation_id", "wave"]
FIGURES = ["organisation_id", "wave", "figure", "standard_error", "df", "ci_low", "ci_high"]
# Groups times replicates at once: the whole of them may not fit into memory.
BATCH = 10_000_000


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
    score at a goalpost looks certain. What an organisation has figures of is not resampled, nor are `trust_complaints`
    and the noise of a gap between channels.

    Args:
        indicators: what each dimension score is made of, one row per organisation, wave and indicator: dimension,
            dimension_weight, dimension_score, index_score, indicator, evidence, kind, weight, score, direction,
            goalpost_low, goalpost_high, goalpost_scale, noise.
        sums: total_weight and total by organisation_id, wave, indicator, part, evidence, group_number.
        waits: count_ended and count_observed by organisation_id, wave, group_number and duration.
        groups: stratum_number (from 0) and digests (64 signs in each) by group, in the order of `group_number`.
        replicates: how many; no more than the digests have signs.
        step: of `replicate_factors`.
        confidence: of the intervals, in (0, 1).

    Returns:
        organisation_id, wave, figure (a dimension or `index`), standard_error, df, ci_low, ci_high, ordered by the
        first three; df is the number of groups that the figure rests on less the strata they lie in, in its thinnest
        source. Neither error nor interval below one degree of freedom.
    """
    indicators = indicators.sort_values([*ORGANISATION, "indicator"], ignore_index=True)
    batches = [_replicated_scores(indicators, sums, waits, factors) for factors in _factors(groups, step)]
    scores = np.hstack(batches)[:, :replicates]
    errors = {figure: bootstrap_error(scores, step) for figure, scores in _replicated_figures(indicators, scores)}
    degrees = _degrees_of_freedom(indicators, sums, waits, groups["stratum_number"].to_numpy())
    estimates = dict(_estimates(indicators))
    rows = [
        (*figure, *_interval(errors[figure], estimates[figure], degrees[figure], confidence)) for figure in sorted(errors)
    ]
    return pd.DataFrame(rows, columns=FIGURES).astype({"df": "Int64"})


def _factors(groups: pd.DataFrame, step: float) -> Iterator[np.ndarray]:
    digests = np.stack(groups["digests"].to_numpy())
    size = max(1, BATCH // (len(digests) * DIGEST_BITS))
    for start in range(0, digests.shape[1], size):
        signs = replicate_signs(digests[:, start : start + size])
        yield replicate_factors(signs, groups["stratum_number"].to_numpy(), step)


def _replicated_figures(indicators: pd.DataFrame, scores: np.ndarray) -> Iterator[tuple[tuple, np.ndarray]]:
    """Each dimension and index by organisation, wave and figure, in each replicate."""
    for place, members in indicators.groupby(ORGANISATION):
        index = 0
        for dimension, rows in members.groupby("dimension"):
            replicates = rows["weight"].to_numpy() @ scores[rows.index] / rows["weight"].sum()
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
    waiting = waits.assign(indicator="webcare_speed", evidence="webcare")
    keys = [*ORGANISATION, "indicator", "evidence", "group_number"]
    used = pd.concat([sums[keys], waiting[keys]]).drop_duplicates()
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


def _replicated_scores(
    indicators: pd.DataFrame, sums: pd.DataFrame, waits: pd.DataFrame, factors: np.ndarray
) -> np.ndarray:
    """Score of each row of `indicators` in each replicate."""
    totals = _replicated_totals(sums, factors)
    figures = {cell: _figure(parts) for cell, parts in totals.items()}
    for (organisation, wave), rows in waits.groupby(ORGANISATION):
        columns = (rows[name].to_numpy(dtype=float) for name in ("duration", "count_ended", "count_observed"))
        figures[organisation, wave, "webcare_speed"] = survival_medians(*columns, factors[rows["group_number"]])
    scores = np.empty((len(indicators), factors.shape[1]))
    for number, row in enumerate(indicators.itertuples()):
        cell = (row.organisation_id, row.wave, row.indicator)
        if row.kind == "channel_gap":
            scores[number] = _score(_gap(*totals[cell], row.noise), row)
        else:
            scores[number] = _score(figures[cell], row) if cell in figures else row.score
    return scores


def _replicated_totals(sums: pd.DataFrame, factors: np.ndarray) -> dict[tuple, tuple]:
    """By organisation, wave and indicator: total weight and total, parts × replicates."""
    grouped = sums.groupby([*ORGANISATION, "indicator", "part"])
    cells, rows = grouped.ngroup().to_numpy(), sums["group_number"].to_numpy()
    weight = sums_by_cell(cells, rows, sums["total_weight"].to_numpy(), factors)
    total = sums_by_cell(cells, rows, sums["total"].to_numpy(), factors)
    keys = pd.DataFrame(list(grouped.groups), columns=[*ORGANISATION, "indicator", "part"])
    members = keys.groupby([*ORGANISATION, "indicator"]).indices
    return {cell: (weight[numbers], total[numbers]) for cell, numbers in members.items()}


def _figure(parts: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    weight, total = (part.sum(axis=0) for part in parts)
    return total / weight


def _gap(weight: np.ndarray, total: np.ndarray, noise: float) -> np.ndarray:
    """Spread of the channels' means around their own, less the noise of the sample."""
    means = total / weight
    shares = weight / weight.sum(axis=0)
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
