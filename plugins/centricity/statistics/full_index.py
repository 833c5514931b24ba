"""Sampling error of the full index and of its dimensions: several sources, medians, a gap between channels."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t

from centricity.statistics.bootstrap import bootstrap_error, rescale_strata, sums_by_cell, survival_medians

ORGANISATION = ["organisation_id", "wave"]
FIGURES = ["organisation_id", "wave", "figure", "standard_error", "df", "ci_low", "ci_high"]
# Groups times replicates at once: the whole of them may not fit into memory.
BATCH = 10_000_000


def full_index_errors(
    indicators: pd.DataFrame,
    sums: pd.DataFrame,
    weights: pd.DataFrame,
    waits: pd.DataFrame,
    drawn: np.ndarray,
    *,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Standard error and interval of the full scores of one method version.

    Each replicate weighs the same sums anew and goes the same way to the scores. What an organisation has figures of
    is not resampled, nor are `trust_complaints` and the noise of a gap between channels.

    Args:
        indicators: what each dimension score is made of, one row per organisation, wave and indicator: dimension,
            dimension_weight, dimension_score, index_score, indicator, evidence, kind, weight, score, direction,
            goalpost_low, goalpost_high, goalpost_scale, noise.
        sums: total_weight and total by organisation_id, wave, indicator, part, evidence, stratum_id, group_number;
            stratum 0 where there are none.
        weights: total_weight of the survey by stratum_id and group_number.
        waits: count_ended and count_observed by organisation_id, wave, group_number and duration.
        drawn: how often each group is in each replicate, groups × replicates; `group_number` is the row.
        confidence: of the intervals, in (0, 1).

    Returns:
        organisation_id, wave, figure (a dimension or `index`), standard_error, df, ci_low, ci_high, ordered by the
        first three; df is the number of groups behind the figure's thinnest source, less one. None with one group.
    """
    indicators = indicators.sort_values([*ORGANISATION, "indicator"], ignore_index=True)
    size = max(1, BATCH // len(drawn))
    batches = [drawn[:, start : start + size] for start in range(0, drawn.shape[1], size)]
    scores = np.hstack([_replicated_scores(indicators, sums, weights, waits, batch) for batch in batches])
    used = pd.concat([sums, waits.assign(evidence="webcare")])
    groups = used.groupby([*ORGANISATION, "evidence"])["group_number"].nunique()
    rows = [
        row
        for place, members in indicators.groupby(ORGANISATION).groups.items()
        for row in _figures(place, indicators.loc[members], scores[members], groups, confidence)
    ]
    found = pd.DataFrame(rows, columns=FIGURES).sort_values(FIGURES[:3], ignore_index=True)
    return found.astype({"df": "Int64"})


def _figures(
    place: tuple, indicators: pd.DataFrame, scores: np.ndarray, groups: pd.Series, confidence: float
) -> Iterator[tuple]:
    """Rows of the result for one organisation and wave, from the replicated scores of its indicators."""
    index, sources = 0, []
    for dimension, members in indicators.groupby("dimension"):
        weights = members["weight"].to_numpy()
        replicates = weights @ scores[indicators.index.get_indexer(members.index)] / weights.sum()
        count = min((groups[(*place, source)] for source in members["evidence"] if source != "reference"), default=0)
        yield *place, dimension, *_interval(replicates, members["dimension_score"].iloc[0], count, confidence)
        index = index + members["dimension_weight"].iloc[0] * replicates
        sources.append(count)
    if pd.notna(indicators["index_score"].iloc[0]):
        yield *place, "index", *_interval(index, indicators["index_score"].iloc[0], min(sources), confidence)


def _interval(replicates: np.ndarray, score: float, count: int, confidence: float) -> tuple:
    error = bootstrap_error(replicates, count)
    if error is None:
        return None, count - 1, None, None
    margin = float(t.isf((1 - confidence) / 2, count - 1)) * error
    return error, count - 1, max(0.0, score - margin), min(100.0, score + margin)


def _replicated_scores(
    indicators: pd.DataFrame, sums: pd.DataFrame, weights: pd.DataFrame, waits: pd.DataFrame, drawn: np.ndarray
) -> np.ndarray:
    """Score of each row of `indicators` in each replicate."""
    totals = _replicated_totals(sums, weights, drawn)
    figures = {cell: _figure(parts) for cell, parts in totals.items()}
    for (organisation, wave), rows in waits.groupby(ORGANISATION):
        columns = (rows[name].to_numpy(dtype=float) for name in ("duration", "count_ended", "count_observed"))
        figures[organisation, wave, "webcare_speed"] = survival_medians(*columns, drawn[rows["group_number"]])
    scores = np.empty((len(indicators), drawn.shape[1]))
    for number, row in enumerate(indicators.itertuples()):
        cell = (row.organisation_id, row.wave, row.indicator)
        if row.kind == "channel_gap":
            scores[number] = _score(_gap(*totals[cell], row.noise), row)
        else:
            scores[number] = _score(figures[cell], row) if cell in figures else row.score
    return scores


def _replicated_totals(sums: pd.DataFrame, weights: pd.DataFrame, drawn: np.ndarray) -> dict[tuple, tuple]:
    """By organisation, wave and indicator: total weight and total, parts × replicates."""
    in_strata = pd.MultiIndex.from_frame(weights[["stratum_id", "group_number"]])
    multiplicities = np.vstack([drawn.astype(float), rescale_strata(drawn, weights)])
    places = in_strata.get_indexer(pd.MultiIndex.from_frame(sums[["stratum_id", "group_number"]]))
    rows = np.where(places < 0, sums["group_number"], len(drawn) + places)
    grouped = sums.groupby([*ORGANISATION, "indicator", "part"])
    cells = grouped.ngroup().to_numpy()
    weight = sums_by_cell(cells, rows, sums["total_weight"].to_numpy(), multiplicities)
    total = sums_by_cell(cells, rows, sums["total"].to_numpy(), multiplicities)
    keys = pd.DataFrame(list(grouped.groups), columns=[*ORGANISATION, "indicator", "part"])
    members = keys.groupby([*ORGANISATION, "indicator"]).indices
    return {cell: (weight[numbers], total[numbers]) for cell, numbers in members.items()}


def _figure(parts: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    weight, total = (part.sum(axis=0) for part in parts)
    return np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)


def _gap(weight: np.ndarray, total: np.ndarray, noise: float) -> np.ndarray:
    """Spread of the channels' means around their own, less the noise of the sample."""
    means = np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
    shares = weight / weight.sum(axis=0)
    spread = (shares * (means - (shares * means).sum(axis=0)) ** 2).sum(axis=0)
    return np.sqrt(np.maximum(0, spread - noise))


def _score(figure: np.ndarray, indicator: Any) -> np.ndarray:
    """Place between the goalposts, 0 to 100; a median that is not reached is the worst there is."""
    low, high = indicator.goalpost_low, indicator.goalpost_high
    if indicator.goalpost_scale == "ln":
        figure, low, high = np.log(np.maximum(figure, low)), np.log(low), np.log(high)
    place = np.clip((figure - low) / (high - low), 0, 1)
    score = 100 * (place if indicator.direction == 1 else 1 - place)
    return np.where(np.isnan(figure), 0, score) if indicator.kind == "median" else score
