"""Sampling error of the full index and of its dimensions: several sources, medians, a gap between channels."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t

from centricity.statistics.replicates import whole_step

ORGANISATION = ["organisation_id", "wave"]
COLUMNS = ["organisation_id", "wave", "figure", "standard_error", "df", "ci_low", "ci_high"]


def full_index_errors(
    indicators: pd.DataFrame,
    figures: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    replicates: int,
    step: float,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Standard error and interval of the full scores of one method version.

    Each replicate goes the same way to the scores as the sample, but is not cut at the goalposts: no score at a
    goalpost looks certain. What it moves is divided by `step`. What an organisation has figures of is not resampled,
    nor are `trust_complaints` and the noise of a gap between channels.

    Args:
        indicators: what each dimension score is made of, one row per organisation, wave and indicator: dimension,
            dimension_weight, dimension_score, index_score, indicator, kind, weight, score, direction, goalpost_low,
            goalpost_high, goalpost_scale.
        figures: of `replicated_figures`; an indicator that has none there is held fixed.
        counts: count_groups by organisation_id, wave, evidence, stratum_number and `indicators`, a list: so many groups
            of the stratum stand behind these indicators and no other.
        replicates: how many there are.
        step: of `replicated_figures`.
        confidence: of the intervals, in (0, 1).

    Returns:
        organisation_id, wave, figure (a dimension or `index`), standard_error, df, ci_low, ci_high, ordered by the
        first three; df is the number of groups that the figure rests on less the strata they lie in, in its thinnest
        source. Neither error nor interval below one degree of freedom.
    """
    indicators = indicators.sort_values([*ORGANISATION, "indicator"], ignore_index=True)
    scores = _replicated_scores(indicators, figures, replicates, step)
    errors = {figure: float(scores.std(ddof=1)) for figure, scores in _replicated_figures(indicators, scores)}
    degrees = _degrees_of_freedom(indicators, counts)
    estimates = dict(_estimates(indicators))
    rows = [
        (*figure, *_interval(errors[figure], estimates[figure], degrees.get(figure, 0), confidence))
        for figure in sorted(errors)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"df": "Int64"})


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


def _degrees_of_freedom(indicators: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
    """Groups less strata in the thinnest source of each figure, by organisation, wave and figure."""
    used = counts.reset_index(names="row").explode("indicators").rename(columns={"indicators": "indicator"})
    used = used.merge(indicators[[*ORGANISATION, "indicator", "dimension"]])
    figures = pd.concat([used.assign(figure=used["dimension"]), used.assign(figure="index")])
    by_source = figures.drop_duplicates(["row", "figure"]).groupby([*ORGANISATION, "figure", "evidence"])
    free = by_source["count_groups"].sum() - by_source["stratum_number"].nunique()
    return free.groupby([*ORGANISATION, "figure"]).min()


def _interval(error: float, score: float, df: int, confidence: float) -> tuple:
    """Error, df and both ends; of one unit per stratum the variation is not known."""
    if df < 1:
        return None, df, None, None
    margin = float(t.isf((1 - confidence) / 2, df)) * error
    return error, df, max(0.0, score - margin), min(100.0, score + margin)


def _replicated_scores(indicators: pd.DataFrame, figures: pd.DataFrame, size: int, step: float) -> np.ndarray:
    """Score of each row of `indicators` in each replicate, as far from the sample's as a whole step would bring it."""
    found = {(row.organisation_id, row.wave, row.indicator): row for row in figures.itertuples()}
    scores = np.empty((len(indicators), size))
    for number, row in enumerate(indicators.itertuples()):
        own = found.get((row.organisation_id, row.wave, row.indicator))
        if own is None:
            scores[number] = row.score
        elif row.kind == "channel_gap":
            scores[number] = _score(own.replicates, row)
        else:
            scores[number] = whole_step(_score(np.array([own.figure]), row), _score(own.replicates, row), step)
    return scores


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
