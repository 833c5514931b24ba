"""A league: the ranked organisations of one industry and wave, under one version of the method."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from centricity.statistics import arguments
from centricity.statistics.heterogeneity import Rankability, rankability
from centricity.statistics.neighbours import neighbour_tests
from centricity.statistics.ranks import rank_confidence_sets
from centricity.statistics.verdicts import rank_tiers

GRAIN = ["method_version", "wave", "industry"]


class League(NamedTuple):
    """What its inference starts from.

    Attributes:
        scores: organisations × dimensions in use, 0 to 100.
        weights: ω by dimension, sums to 1.
        index: headline index by organisation.
        df: degrees of freedom of the index by organisation.
        covariance: of all dimension scores; (organisation, dimension) on both axes.
    """

    scores: pd.DataFrame
    weights: pd.Series
    index: pd.Series
    df: pd.Series
    covariance: pd.DataFrame

    def index_covariance(self) -> pd.DataFrame:
        """Σ_d Σ_e ω_d ω_e Cov(S_cd, S_c'e), organisations × organisations."""
        weighted = self.covariance.mul(self.covariance.columns.get_level_values(1).map(self.weights), axis=1)
        by_column = weighted.T.groupby(level=0, sort=False).sum().T
        by_row = by_column.mul(by_column.index.get_level_values(1).map(self.weights), axis=0)
        return by_row.groupby(level=0, sort=False).sum()

    def dimension_errors(self) -> pd.DataFrame:
        """Standard errors of the dimension scores, organisations × dimensions."""
        variances = pd.Series(self.covariance.to_numpy().diagonal(), self.covariance.index).clip(lower=0)
        return (variances**0.5).unstack().reindex(index=self.scores.index, columns=self.scores.columns)


def read_leagues(scores: pd.DataFrame, covariances: pd.DataFrame) -> Iterator[tuple[tuple, League]]:
    """Leagues in the order of their key (method_version, wave, industry).

    Args:
        scores: one row per ranked organisation and dimension in use: the key, `organisation_id`, `dimension`,
            `score`, `weight`, `index_score`, `df`.
        covariances: the key, `organisation_a`, `dimension_a`, `organisation_b`, `dimension_b`, `covariance`: each
            pair once or twice.

    Raises:
        ValueError: an organisation lacks a score, a league a covariance.
    """
    pairs = dict(iter(covariances.groupby(GRAIN)))
    for key, rows in scores.groupby(GRAIN, sort=True):
        if key not in pairs:
            raise ValueError(f"covariances has no rows for {key}: pass those of every league in scores")
        yield key, _league(rows.sort_values(["organisation_id", "dimension"]), pairs[key])


def league_table(league: League, *, coverage: float, draws: int, seed: int) -> pd.DataFrame:
    """Ranks with their simultaneous confidence sets, tiers and the lead on the next, by organisation.

    Returns:
        `rank`, `rank_low`, `rank_high`, `tier`, `is_in_best_set` (may be the best), `next_lead`, `next_p_value`.
        `attrs["critical_value"]`: see `rank_confidence_sets`.
    """
    covariance = league.index_covariance()
    sets = rank_confidence_sets(
        league.index, covariance, coverage=coverage, df=float(league.df.min()), draws=draws, seed=seed
    )
    table = sets.rename(columns={"low": "rank_low", "high": "rank_high"})
    table = table.assign(tier=rank_tiers(sets), is_in_best_set=sets["low"] == 1)
    table = table.join(neighbour_tests(league.index, covariance, league.df))
    table.attrs = sets.attrs
    return table


def rankabilities(league: League, *, moderate_from: float, high_above: float) -> dict[str, Rankability]:
    """Rankability of the index (`index`) and of each dimension; a composite can be less rankable than its parts."""
    variances = pd.Series(league.index_covariance().to_numpy().diagonal(), league.index.index).clip(lower=0)
    levels = {"moderate_from": moderate_from, "high_above": high_above}
    errors = league.dimension_errors()
    return {"index": rankability(league.index, variances**0.5, **levels)} | {
        dimension: rankability(league.scores[dimension], errors[dimension], **levels) for dimension in league.scores
    }


def _league(rows: pd.DataFrame, pairs: pd.DataFrame) -> League:
    scores = rows.pivot(index="organisation_id", columns="dimension", values="score")
    arguments.table("scores", scores)
    labels = pd.MultiIndex.from_product([scores.index, scores.columns])
    covariance = pairs.pivot_table(
        index=["organisation_a", "dimension_a"],
        columns=["organisation_b", "dimension_b"],
        values="covariance",
        aggfunc="first",
    ).reindex(index=labels, columns=labels)
    by_organisation = rows.drop_duplicates("organisation_id").set_index("organisation_id")
    return League(
        scores,
        rows.drop_duplicates("dimension").set_index("dimension")["weight"],
        by_organisation["index_score"],
        by_organisation["df"],
        _both_ways(covariance),
    )


def _both_ways(covariance: pd.DataFrame) -> pd.DataFrame:
    """Each pair on both sides of the diagonal; a pair that shares no stratum is not listed: its covariance is 0."""
    variances = covariance.to_numpy().diagonal()
    missing = pd.isna(variances)
    arguments.refuse(missing, "the variance", variances, "pass that of every score", (covariance.index,))
    return covariance.fillna(covariance.T).fillna(0.0)
