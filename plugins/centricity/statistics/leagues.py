"""A league: the ranked organisations of one industry and wave, under one version of the method."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments
from centricity.statistics.covariance import joint_covariance
from centricity.statistics.heterogeneity import Rankability, rankability
from centricity.statistics.industry_verdicts import rank_tiers
from centricity.statistics.neighbours import neighbour_tests
from centricity.statistics.ranks import rank_sets
from centricity.statistics.step_down import exclusion, settle_best

GRAIN = ["method_version", "wave", "industry"]


class League(NamedTuple):
    """What its inference starts from.

    Attributes:
        scores: J organisations × D dimensions in use, 0 to 100.
        weights: ω by dimension, sums to 1.
        index: headline index by organisation.
        df: degrees of freedom of the index by organisation.
        covariance: of all scores, (J·D)², organisation by organisation.
    """

    scores: pd.DataFrame
    weights: pd.Series
    index: pd.Series
    df: pd.Series
    covariance: np.ndarray

    def index_covariance(self) -> np.ndarray:
        """Σ_d Σ_e ω_d ω_e Cov(S_cd, S_c'e), J × J."""
        weights = self.weights.to_numpy()
        return np.einsum("d,adbe,e->ab", weights, self.covariance.reshape(self.scores.shape * 2), weights)

    def dimension_errors(self) -> np.ndarray:
        """Standard errors of the dimension scores, J × D."""
        return np.sqrt(np.maximum(self.covariance.diagonal(), 0)).reshape(self.scores.shape)


def read_leagues(scores: pd.DataFrame, covariances: pd.DataFrame) -> Iterator[tuple[tuple, League]]:
    """Leagues in the order of their key (method_version, wave, industry).

    Args:
        scores: one row per ranked organisation and dimension in use: the key, `organisation_id`, `dimension`,
            `score`, `weight`, `index_score`, `df`.
        covariances: the key, `organisation_a`, `dimension_a`, `organisation_b`, `dimension_b`, `covariance`: each
            pair once or twice; a pair that is not listed shares no respondents and no stratum.

    Raises:
        ValueError: an organisation lacks a score, a score its variance.
    """
    pairs = dict(iter(covariances.groupby(GRAIN)))
    for key, rows in scores.groupby(GRAIN, sort=True):
        yield key, _league(rows.sort_values(["organisation_id", "dimension"]), pairs.get(key, covariances[:0]))


def read_matrix(rows: pd.DataFrame) -> pd.DataFrame:
    """Organisations × dimensions from rows in the order of `organisation_id`, `dimension`; one for each.

    Raises:
        ValueError: an organisation lacks a dimension.
    """
    organisations, dimensions = rows["organisation_id"].unique(), rows["dimension"].unique()
    if len(rows) != len(organisations) * len(dimensions):
        raise ValueError(f"scores has {len(rows)} rows: pass one for each organisation and dimension")
    values = rows["score"].to_numpy(float).reshape(len(organisations), len(dimensions))
    return pd.DataFrame(values, index=list(organisations), columns=list(dimensions))


def league_table(league: League, *, coverage: float, draws: int, most_draws: int, seed: int) -> pd.DataFrame:
    """Ranks with their simultaneous confidence sets, tiers and the lead on the next, by organisation.

    Draws are doubled until it is settled who may be the best, see `settle_best`.

    Returns:
        `rank`, `rank_low`, `rank_high`, `tier`, `is_in_best_set` (may be the best), `exclusion_margin` (Monte-Carlo
        errors by which another is surely better; below 0 it may be the best), `next_lead`, `next_p_value`, and the
        same in each row: `critical_value`, `critical_value_error`, `count_draws`.
    """
    covariance, theta = league.index_covariance(), league.index.to_numpy()
    v = joint_covariance(covariance, league.index.index, "index")
    steps, count = settle_best(
        theta, v, float(league.df.min()), coverage=coverage, draws=draws, most=most_draws, seed=seed
    )
    sets = rank_sets(league.index, steps)
    table = sets.rename(columns={"low": "rank_low", "high": "rank_high"})
    table = table.assign(tier=rank_tiers(sets), is_in_best_set=sets["low"] == 1, exclusion_margin=exclusion(steps))
    table = table.join(neighbour_tests(league.index, covariance, league.df))
    return table.assign(
        critical_value=steps.critical.value, critical_value_error=steps.critical.error, count_draws=count
    )


def rankabilities(league: League, *, moderate_from: float, high_above: float) -> dict[str, Rankability]:
    """Rankability of the index (`index`) and of each dimension; a composite can be less rankable than its parts."""
    levels = {"moderate_from": moderate_from, "high_above": high_above}
    index_errors = np.sqrt(np.maximum(league.index_covariance().diagonal(), 0))
    by_dimension = zip(league.scores, league.dimension_errors().T, strict=True)
    return {"index": rankability(league.index.to_numpy(), index_errors, **levels)} | {
        dimension: rankability(league.scores[dimension].to_numpy(), errors, **levels)
        for dimension, errors in by_dimension
    }


def _league(rows: pd.DataFrame, pairs: pd.DataFrame) -> League:
    scores = read_matrix(rows)
    organisations = rows.iloc[:: scores.shape[1]]
    return League(
        scores,
        pd.Series(rows["weight"].to_numpy(float)[: scores.shape[1]], index=scores.columns),
        pd.Series(organisations["index_score"].to_numpy(float), index=scores.index),
        pd.Series(organisations["df"].to_numpy(float), index=scores.index),
        _covariance(scores, pairs),
    )


def _covariance(scores: pd.DataFrame, pairs: pd.DataFrame) -> np.ndarray:
    """The listed pairs on both sides of the diagonal."""
    sides = []
    for side in "ab":
        organisation = scores.index.get_indexer(pairs[f"organisation_{side}"])
        dimension = scores.columns.get_indexer(pairs[f"dimension_{side}"])
        if min(organisation.min(initial=0), dimension.min(initial=0)) < 0:
            raise ValueError("covariances has a pair that is not in scores: pass those of the league only")
        sides.append(organisation * scores.shape[1] + dimension)
    covariance = np.full((scores.size, scores.size), np.nan)
    covariance[sides[0], sides[1]] = covariance[sides[1], sides[0]] = pairs["covariance"].to_numpy(float)
    variances = covariance.diagonal()
    arguments.refuse(np.isnan(variances), "the variance", variances, "pass that of every score")
    return np.nan_to_num(covariance)
