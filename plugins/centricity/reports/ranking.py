"""`centricity ranking`: the published ranking of each industry, for people and for programs."""

import duckdb
import pandas as pd
from rich.console import Console

from centricity.environment import Environment
from centricity.errors import CentricityError
from centricity.home import Home
from centricity.ledger.absences import Absence, absences_now
from centricity.ledger.entry import read_entries
from centricity.reports.closed_waves import closed_wave_notes
from centricity.reports.league_tables import print_league_tables
from centricity.reports.terminal import print_text, without_formula
from centricity.warehouse.damage import damaged_build
from centricity.warehouse.marts import DATABASE
from centricity.warehouse.publication import current_folder, read_manifest

TIERS = ("top", "middle", "bottom")


def read_ranking(home: Home, wave: int | None) -> pd.DataFrame:
    """The headline method's ranking of one wave, as `fct_award_ranking` has it.

    Args:
        home: what is published there.
        wave: the wave; None for the newest that has a score.

    Raises:
        CentricityError: `nothing_published`, `damaged_build`, or `unknown_wave` with the waves that there are.
    """
    database = current_folder(home) / DATABASE
    try:
        with duckdb.connect(database, read_only=True) as connection:
            ranking = connection.execute("select * from fct_award_ranking where is_headline order by all").df()
    except duckdb.Error:
        raise damaged_build(database.parent, DATABASE) from None
    waves = sorted(ranking["wave"].unique().tolist())
    if not waves:
        raise CentricityError("no_ranking")
    if wave is not None and wave not in waves:
        raise CentricityError(
            "unknown_wave", f"There is no wave {wave}.", f"Published waves: {', '.join(map(str, waves))}."
        )
    # An evaluation completed after New Year opens a wave that has no score yet.
    scored = ranking[ranking["score"].notna()]["wave"]
    shown = wave if wave is not None else scored.max() if len(scored) else waves[-1]
    ranking = ranking[ranking["wave"] == shown]
    return in_printed_order(ranking)


def in_printed_order(ranking: pd.DataFrame) -> pd.DataFrame:
    """Industries by name; in each the ranked by rank, then by falling score.

    Where only tiers are published their members stand by name: the order of the rows would be a ranking.
    """
    tiers_only = ranking["verdict"].eq("tiers only")
    tier = ranking["tier"].where(tiers_only).map({name: place for place, name in enumerate(TIERS)})
    score = -ranking["score"].where(~tiers_only)
    keys = ranking.assign(tier_place=tier.fillna(len(TIERS)), falling_score=score)
    order = ["industry", "tier_place", "rank", "falling_score", "organisation_name", "organisation_id"]
    return ranking.loc[keys.sort_values(order, kind="stable").index]


def print_ranking(environment: Environment, console: Console, form: str, wave: int | None, *, incomplete: bool) -> None:
    """Print the ranking for people (`table`), or for programs (`csv`, `json`).

    Raises:
        CentricityError: `incomplete_wave`, unless it may be incomplete: an expected delivery has not come.
    """
    ranking = read_ranking(environment.home, wave)
    absent = _absent_from(environment, int(ranking["wave"].iloc[0]))
    if absent and not incomplete:
        raise CentricityError(
            "incomplete_wave",
            f"{absent[0]}{f' And {len(absent) - 1} more: see `centricity status`.' if absent[1:] else ''}",
        )
    if form == "csv":
        print_text(ranking.map(without_formula).to_csv(index=False))
    elif form == "json":
        print(ranking.to_json(orient="records", indent=2, force_ascii=False))
    else:
        print_league_tables(console, ranking)
        for absence in absent:
            console.print(f"Incomplete: {absence}", style="yellow", markup=False, soft_wrap=True)
        for note in closed_wave_notes(environment.home, int(ranking["wave"].iloc[0])):
            console.print(f"Changed: {note}", style="yellow", markup=False, soft_wrap=True)


def _absent_from(environment: Environment, wave: int) -> list[Absence]:
    """What the published build should hold by now, and does not."""
    home = environment.home
    published = set(read_manifest(current_folder(home))["loads"])
    loads = [entry for entry in read_entries(home) if entry.load_id in published]
    return [absence for absence in absences_now(environment, loads) if absence.turn.wave == wave]
