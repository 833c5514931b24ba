"""The inference of every league at once: tables in, tables out, one row per grain and in its order."""

from collections.abc import Callable, Mapping

import pandas as pd

from centricity.statistics.leagues import GRAIN, League, league_table, rankabilities, read_leagues
from centricity.statistics.runs import Draws, method_factors, read_grids, sensitivity_runs
from centricity.statistics.sensitivity import RankSensitivity
from centricity.statistics.verdicts import industry_verdict

UNIT = "organisation_id"


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
        return table.rename_axis(UNIT).reset_index()

    return _every(scores, covariances, parameters, lambda key, league, given: one(league, given))


def sensitivity(
    scores: pd.DataFrame, covariances: pd.DataFrame, scenarios: pd.DataFrame, parameters: pd.DataFrame
) -> pd.DataFrame:
    """One row per organisation and run of each league of at least two.

    Args:
        scores: as in `read_leagues`.
        covariances: likewise.
        scenarios: as in `read_grids`.
        parameters: one row per `method_version`.

    Returns:
        `run`, `organisation_id`, the summary of `rank_sensitivity`, `mean_rank_shift` (of the industry), `ahead_of`
        (probability of ranking above each other organisation).
    """
    grids = read_grids(scenarios)

    def one(key: tuple, league: League, given: pd.Series) -> pd.DataFrame:
        runs = sensitivity_runs(league, grids.get(key, {}), _draws(given))
        return pd.concat([_run_rows(run, found) for run, found in runs.items()])

    return _every(_of_two_or_more(scores), covariances, parameters, one)


def verdicts(
    scores: pd.DataFrame,
    covariances: pd.DataFrame,
    scenarios: pd.DataFrame,
    sets: pd.DataFrame,
    runs: pd.DataFrame,
    parameters: pd.DataFrame,
) -> pd.DataFrame:
    """One row per league: the verdict, whom it names, and what it rests on.

    Args:
        scores: as in `read_leagues`, with `index_geometric`.
        covariances: likewise.
        scenarios: as in `read_grids`.
        sets: what `confidence_sets` returned.
        runs: what `sensitivity` returned.
        parameters: one row per `method_version`.
    """
    geometric = scores.drop_duplicates([*GRAIN, UNIT]).set_index([*GRAIN, UNIT])["index_geometric"].sort_index()
    tables = dict(iter(sets.set_index(UNIT).groupby(GRAIN)))
    method_only = dict(iter(runs[runs["run"] == "method_only"].set_index(UNIT).groupby(GRAIN)))
    grids = read_grids(scenarios)

    def one(key: tuple, league: League, given: pd.Series) -> pd.DataFrame:
        if len(league.index) < 2:
            return pd.DataFrame([{"verdict": "not ranked", "count_ranked": len(league.index)}])
        table, method = tables[key], method_only[key]
        rankable = rankabilities(league, moderate_from=given["rankability_low"], high_above=given["rankability_high"])
        found = industry_verdict(
            league.index,
            geometric.loc[key],
            table.rename(columns={"rank_low": "low"}),
            method["p_win"],
            rankable["index"].share,
            clear_from=given["clear_winner_method_share"],
            winner_from=given["winner_method_share"],
            rankable_from=given["rankability_low"],
        )
        first = method.loc[table.index[table["rank"] == 1]].sort_values("p_win").iloc[-1]
        row = {
            "verdict": found.verdict,
            "count_ranked": len(table),
            "leaders": [str(leader) for leader in found.leaders],
            "best_set": table.sort_values("rank", kind="stable").query("is_in_best_set").index.tolist(),
            "method_share": first["p_win"],
            "method_share_error": first["p_win_error"],
            "mean_rank_shift": first["mean_rank_shift"],
            "rankability": rankable["index"].share,
            "rankability_level": rankable["index"].level,
            "dimension_rankability": [
                {"dimension": dimension, "rankability": value.share, "level": value.level}
                for dimension, value in rankable.items()
                if dimension != "index"
            ],
            "method_factors": _factor_rows(league, grids.get(key, {}), given),
            "count_matrices": max(len(grids.get(key, {})), 1),
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
    return rows.assign(run=run, mean_rank_shift=float(found.shift.mean()), ahead_of=ahead_of)


def _factor_rows(league: League, grid: Mapping, given: pd.Series) -> list[dict] | None:
    """None where no choice ever changes the ranking."""
    factors = method_factors(league, grid, _draws(given))
    if factors.isna().all(axis=None):
        return None
    return [{"factor": factor, **row} for factor, row in factors.to_dict("index").items()]
