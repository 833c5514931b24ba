"""The runs of the sensitivity analysis of one league: all choices, single choices, sampling, and both."""

import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics.indicator_levels import IndicatorLevels
from centricity.statistics.leagues import GRAIN, League
from centricity.statistics.method_choices import AGGREGATIONS, NORMALISATIONS, Choices, composites, drawn_choices
from centricity.statistics.sensitivity import (
    RankSensitivity,
    describe,
    errors_of,
    flat_weight_sensitivity,
    rank_sensitivity,
    reference_ranks,
)
from centricity.statistics.sobol import rank_shift_sobol

# Organisations × indicators × draws held at once: 128 MB.
CELLS = 2**24


class Draws(NamedTuple):
    """How many, how wide, and from which seed.

    Attributes:
        concentration: of the dimension weights.
        draws: of the method's choices, to begin with.
        most_draws: of them, at most.
        sobol_points: base sample of the Sobol indices.
        seed: of every simulation.
    """

    concentration: float
    draws: int
    most_draws: int
    sobol_points: int
    seed: int


def sensitivity_runs(
    league: League, levels: IndicatorLevels | None, drawn: Draws, is_settled: Callable[[RankSensitivity], bool]
) -> dict[str, RankSensitivity]:
    """`rank_sensitivity` by run: `method_only`, the same by single choice, `sampling_only`, `both`, `flat_weights`.

    Every level of a choice is as likely as another, also where two happen to agree. Draws of `method_only` are
    doubled until `is_settled`.
    """
    simulate = functools.partial(
        rank_sensitivity,
        league.scores,
        league.weights,
        covariance=errors_of(league.scores, league.covariance),
        draws=drawn.draws,
        seed=drawn.seed,
    )
    return {
        **method_runs(league, levels, drawn, is_settled),
        "sampling_only": simulate(concentration=np.inf),
        "both": simulate(variants=levels, concentration=drawn.concentration),
        "flat_weights": flat_weight_sensitivity(league.scores, league.weights, draws=drawn.draws, seed=drawn.seed),
    }


def method_runs(
    league: League, levels: IndicatorLevels | None, drawn: Draws, is_settled: Callable[[RankSensitivity], bool]
) -> dict[str, RankSensitivity]:
    """`method_only` over all draws, then over those of each normalisation and of each aggregation."""
    reference = reference_ranks(league.scores, league.weights.to_numpy())
    most = min(drawn.most_draws, CELLS // max(league.scores.size, 0 if levels is None else levels.scores[0, 0].size))
    draws = drawn.draws
    while True:
        choices = drawn_choices(
            league.scores,
            league.weights.to_numpy(),
            levels,
            drawn.concentration,
            draws,
            np.random.default_rng(drawn.seed),
        )
        scores = composites(choices)
        found = describe(league.scores.index, reference, scores)
        if is_settled(found) or 2 * draws > most:
            break
        draws *= 2
    single = {run: describe(league.scores.index, reference, scores[chosen]) for run, chosen in _single(choices)}
    return {"method_only": found, **single}


def _single(choices: Choices) -> list[tuple[str, np.ndarray]]:
    """The draws of each normalisation and of each aggregation; a level that was never drawn has no run."""
    runs = [
        (f"{choice}_{name}", drawn == position)
        for choice, names, drawn in (
            ("normalisation", NORMALISATIONS, choices.normalisation),
            ("aggregation", AGGREGATIONS, choices.aggregation),
        )
        for position, name in enumerate(names)
    ]
    return [(run, chosen) for run, chosen in runs if chosen.any()]


def method_factors(league: League, levels: IndicatorLevels | None, drawn: Draws) -> pd.DataFrame:
    """Sobol indices by factor of the mean rank shift; NaN if the ranking never changes."""
    return rank_shift_sobol(
        league.scores,
        league.weights,
        variants=levels,
        concentration=drawn.concentration,
        n=drawn.sobol_points,
        seed=drawn.seed,
    )


def read_levels(scenarios: pd.DataFrame, parameters: pd.DataFrame) -> dict[tuple, IndicatorLevels]:
    """`IndicatorLevels` by league.

    Args:
        scenarios: rows as in `IndicatorLevels.read`, with method_version, wave, industry.
        parameters: one row per `method_version`.
    """
    by_version = parameters.set_index("method_version")
    return {
        key: IndicatorLevels.read(
            rows,
            by_version.loc[key[0], "sensitivity_goalpost_width"],
            by_version.loc[key[0], "sensitivity_inner_concentration"],
        )
        for key, rows in scenarios.groupby(GRAIN, sort=True)
    }
