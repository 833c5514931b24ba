"""The runs of the sensitivity analysis of one league: method only, sampling only, both, and flat weights."""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics.leagues import League, read_matrix
from centricity.statistics.sensitivity import RankSensitivity, flat_weight_sensitivity, rank_sensitivity
from centricity.statistics.sobol import rank_shift_sobol

# (cleaning, respondent weights) → organisations × dimensions, in the order of the league's scores
Grid = Mapping[tuple[Hashable, Hashable], np.ndarray]


class Draws(NamedTuple):
    """How many, how wide, and from which seed."""

    concentration: float
    draws: int
    sobol_points: int
    seed: int


def sensitivity_runs(league: League, grid: Grid, drawn: Draws) -> dict[str, RankSensitivity]:
    """`rank_sensitivity` by run: `method_only`, `sampling_only`, `both`, and `flat_weights` (one choice at a time).

    Every level of cleaning and of respondent weights is as likely as another, also where two happen to agree.
    """
    common = {"draws": drawn.draws, "seed": drawn.seed}
    method = {"variants": grid or None, "concentration": drawn.concentration}
    return {
        "method_only": rank_sensitivity(league.scores, league.weights, **method, **common),
        "sampling_only": rank_sensitivity(
            league.scores, league.weights, covariance=league.covariance, concentration=np.inf, **common
        ),
        "both": rank_sensitivity(league.scores, league.weights, covariance=league.covariance, **method, **common),
        "flat_weights": flat_weight_sensitivity(league.scores, league.weights, **common),
    }


def method_factors(league: League, grid: Grid, drawn: Draws) -> pd.DataFrame:
    """Sobol indices by factor of the mean rank shift; NaN if the ranking never changes."""
    return rank_shift_sobol(
        league.scores,
        league.weights,
        variants=grid or None,
        concentration=drawn.concentration,
        n=drawn.sobol_points,
        seed=drawn.seed,
    )


def read_grids(scenarios: pd.DataFrame) -> dict[tuple, dict[tuple[str, str], np.ndarray]]:
    """Scores by league and by (cleaning, respondent weights), without the levels that lack a score.

    Args:
        scenarios: one row per organisation, dimension, `cleaning` and `weighting`: method_version, wave, industry,
            organisation_id, dimension, `score`. Where cleaning leaves too little for a score, that level of cleaning
            is no choice in that industry.
    """
    order = ["cleaning", "weighting", "organisation_id", "dimension"]
    grids = {}
    for key, rows in scenarios.groupby(["method_version", "wave", "industry"], sort=True):
        thin = rows.loc[rows["score"].isna(), "cleaning"].unique()
        usable = rows[~rows["cleaning"].isin(thin)].sort_values(order)
        grids[key] = {level: read_matrix(matrix).to_numpy() for level, matrix in usable.groupby(order[:2], sort=True)}
    return grids
