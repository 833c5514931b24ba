"""The inference of every league at once: tables in, tables out, one row per grain and in its order."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from centricity.statistics.heterogeneity import Rankability
from centricity.statistics.indicator_levels import IndicatorLevels
from centricity.statistics.judges import UNIT, Judges
from centricity.statistics.leagues import GRAIN, League, league_table, read_leagues
from centricity.statistics.runs import Draws, method_factors, read_levels, sensitivity_runs
from centricity.statistics.sensitivity import RankSensitivity


def confidence_sets(scores: pd.DataFrame, covariances: pd.DataFrame, parameters: pd.DataFrame) -> pd.DataFrame:
    """`league_table` of each league.

    Args:
        scores: as in `read_leagues`.
        covariances: likewise.
        parameters: one row per `method_version`.
    """

    def one(league: League, given: pd.Series) -> pd.DataFrame:
        table = league_table(
            league,
            coverage=given["confidence"],
            draws=int(given["rank_draws"]),
            most_draws=int(given["rank_draws_maximum"]),
            seed=int(given["random_seed"]),
        )
        return table.replace([np.inf, -np.inf], np.nan).rename_axis(UNIT).reset_index()

    return _every(scores, covariances, parameters, lambda key, league, given: one(league, given))


def sensitivity(
    scores: pd.DataFrame,
    covariances: pd.DataFrame,
    scenarios: pd.DataFrame,
    sets: pd.DataFrame,
    intervals: pd.DataFrame,
    parameters: pd.DataFrame,
) -> pd.DataFrame:
    """One row per organisation and run of each league of at least two.

    Args:
        scores: as in `read_leagues`, with `index_geometric`.
        covariances: likewise.
        scenarios: as in `read_levels`.
        sets: what `confidence_sets` returned.
        intervals: as in `Judges`.
        parameters: one row per `method_version`.

    Returns:
        `run`, `organisation_id`, the summary of `rank_sensitivity`, `count_draws`, `mean_rank_shift` (of the
        industry), `ahead_of` (probability of ranking above each other organisation).
    """
    levels, judges = read_levels(scenarios, parameters), Judges(scores, sets, intervals)

    def one(key: tuple, league: League, given: pd.Series) -> pd.DataFrame:
        judge = judges.of(key, league, given)
        runs = sensitivity_runs(
            league,
            levels.get(key),
            _draws(given),
            lambda found: judge.judge(found.summary["p_win"], len(found.shift)).is_settled_by_shares,
        )
        return pd.concat([_run_rows(run, found) for run, found in runs.items()])

    return _every(_of_two_or_more(scores), covariances, parameters, one)


def verdicts(
    scores: pd.DataFrame,
    covariances: pd.DataFrame,
    scenarios: pd.DataFrame,
    sets: pd.DataFrame,
    runs: pd.DataFrame,
    intervals: pd.DataFrame,
    parameters: pd.DataFrame,
) -> pd.DataFrame:
    """One row per league: the verdict, whom it names, and what it rests on.

    Args:
        scores: as in `read_leagues`, with `index_geometric`.
        covariances: likewise.
        scenarios: as in `read_levels`.
        sets: what `confidence_sets` returned.
        runs: what `sensitivity` returned.
        intervals: as in `Judges`.
        parameters: one row per `method_version`.
    """
    method_only = dict(iter(runs[runs["run"] == "method_only"].set_index(UNIT).groupby(GRAIN)))
    levels, judges = read_levels(scenarios, parameters), Judges(scores, sets, intervals)

    def one(key: tuple, league: League, given: pd.Series) -> pd.DataFrame:
        if len(league.index) < 2:
            return pd.DataFrame([{"verdict": "not ranked", "is_settled": True, "count_ranked": len(league.index)}])
        judge, method = judges.of(key, league, given), method_only[key]
        table = judge.sets
        first = method.loc[table.index[table["rank"] == 1]].sort_values("p_win").iloc[-1]
        row = {
            **judge.judge(method["p_win"], int(method["count_draws"].iloc[0])).row(),
            "count_ranked": len(table),
            "best_set": table.sort_values("rank", kind="stable").query("is_in_best_set").index.tolist(),
            "method_share": first["p_win"],
            "method_share_error": first["p_win_error"],
            "mean_rank_shift": first["mean_rank_shift"],
            **_rankability_columns(judge.rankable),
            "method_factors": _factor_rows(league, levels.get(key), given),
            "count_matrices": _count_matrices(levels.get(key)),
            "count_rank_draws": table["count_draws"].iloc[0],
            "count_method_draws": first["count_draws"],
        }
        return pd.DataFrame([row])

    return _every(scores, covariances, parameters, one)


def _every(
    scores: pd.DataFrame,
    covariances: pd.DataFrame,
    parameters: pd.DataFrame,
    one: Callable[[tuple, League, pd.Series], pd.DataFrame],
) -> pd.DataFrame:
    by_version = parameters.set_index("method_version")
    found = [
        one(key, league, by_version.loc[key[0]]).assign(**dict(zip(GRAIN, key, strict=True)))
        for key, league in read_leagues(scores, covariances)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*GRAIN, UNIT, "run"])


def _of_two_or_more(scores: pd.DataFrame) -> pd.DataFrame:
    return scores[scores.groupby(GRAIN)[UNIT].transform("nunique") > 1]


def _draws(given: pd.Series) -> Draws:
    return Draws(
        concentration=given["sensitivity_concentration"],
        draws=int(given["sensitivity_draws"]),
        most_draws=int(given["sensitivity_draws_maximum"]),
        sobol_points=int(given["sobol_samples"]),
        seed=int(given["random_seed"]),
    )


def _run_rows(run: str, found: RankSensitivity) -> pd.DataFrame:
    rows = found.summary.rename(columns={"rank": "reference_rank"}).rename_axis(UNIT).reset_index()
    units, above = found.pairwise.index, found.pairwise.to_numpy()
    ahead_of = [
        [{UNIT: other, "probability": share} for other, share in zip(units, row, strict=True) if share == share]
        for row in above.tolist()
    ]
    drawn = {"count_draws": len(found.shift), "mean_rank_shift": float(found.shift.mean())}
    return rows.assign(run=run, ahead_of=ahead_of, **drawn)


def _rankability_columns(rankable: dict[str, Rankability]) -> dict:
    return {
        "rankability": rankable["index"].share,
        "rankability_level": rankable["index"].level,
        "dimension_rankability": [
            {"dimension": dimension, "rankability": value.share, "level": value.level}
            for dimension, value in rankable.items()
            if dimension != "index"
        ],
    }


def _count_matrices(levels: IndicatorLevels | None) -> int:
    return 1 if levels is None else len(levels.cleaning) * len(levels.weighting)


def _factor_rows(league: League, levels: IndicatorLevels | None, given: pd.Series) -> list[dict] | None:
    """None where no choice ever changes the ranking."""
    factors = method_factors(league, levels, _draws(given))
    if factors.isna().all(axis=None):
        return None
    return [{"factor": factor, **row} for factor, row in factors.to_dict("index").items()]
