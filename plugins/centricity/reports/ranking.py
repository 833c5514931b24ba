"""`centricity ranking`: the published ranking of each industry, for people and for programs."""

import duckdb
import pandas as pd
from rich.console import Console

from centricity.errors import CentricityError
from centricity.home import open_home
from centricity.reports.league_tables import print_league_tables
from centricity.reports.terminal import print_text, without_formula
from centricity.settings import Settings
from centricity.warehouse.marts import DATABASE
from centricity.warehouse.publication import current_folder


def read_ranking(settings: Settings, wave: int | None) -> pd.DataFrame:
    """The headline method's ranking of one wave, as `fct_award_ranking` has it.

    Args:
        settings: the environment.
        wave: the wave; None for the newest that has a score.

    Raises:
        CentricityError: `nothing_published`, or `unknown_wave` with the waves that there are.
    """
    database = current_folder(open_home(settings)) / DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        ranking = connection.execute("select * from fct_award_ranking where is_headline order by all").df()
    waves = sorted(ranking["wave"].unique().tolist())
    if not waves:
        raise CentricityError(
            "no_ranking", "The published build holds no evaluations.", "Deliver a survey, then run `centricity run`."
        )
    if wave is not None and wave not in waves:
        raise CentricityError(
            "unknown_wave", f"There is no wave {wave}.", f"Published waves: {', '.join(map(str, waves))}."
        )
    # An evaluation completed after New Year opens a wave that has no score yet.
    scored = ranking[ranking["score"].notna()]["wave"]
    shown = wave if wave is not None else scored.max() if len(scored) else waves[-1]
    ranking = ranking[ranking["wave"] == shown]
    return ranking.sort_values(["industry", "rank", "score", "organisation_id"], ascending=[True, True, False, True])


def print_ranking(settings: Settings, console: Console, form: str, wave: int | None) -> None:
    """Print the ranking for people (`table`), or for programs (`csv`, `json`)."""
    ranking = read_ranking(settings, wave)
    if form == "csv":
        print_text(ranking.map(without_formula).to_csv(index=False))
    elif form == "json":
        print(ranking.to_json(orient="records", indent=2, force_ascii=False))
    else:
        print_league_tables(console, ranking)
