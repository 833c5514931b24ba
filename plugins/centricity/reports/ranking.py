"""`centricity ranking`: the published ranking of each industry."""

import sys

import duckdb
import pandas as pd
from rich.console import Console
from rich.table import Table

from centricity.errors import CentricityError
from centricity.home import open_home
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
        ranking.to_csv(sys.stdout, index=False)
    elif form == "json":
        print(ranking.to_json(orient="records", indent=2, force_ascii=False))
    else:
        _print_tables(console, ranking)


def _print_tables(console: Console, ranking: pd.DataFrame) -> None:
    method, wave = ranking.iloc[0][["method_version", "wave"]]
    console.print(
        f"Customer-centricity index, wave {wave}, method {method}, build {ranking.iloc[0]['build_id']}", style="bold"
    )
    for industry, organisations in ranking.groupby("industry", sort=True):
        table = Table(
            "rank",
            "organisation",
            "score",
            "NPS",
            "n",
            "95 % interval of the NPS",
            "",
            title=industry,
            title_justify="left",
        )
        for column in (0, 2, 3, 4, 5):
            table.columns[column].justify = "right"
        for organisation in organisations.to_dict("records"):
            table.add_row(*_cells(organisation))
        console.print(table)
    console.print(
        "Score 0-100; NPS -100 to 100; n: relational evaluations. The intervals cover the sampling of respondents only."
    )


def _cells(organisation: dict) -> list[str]:
    interval = f"{_number(organisation['nps_ci_low'], '+.1f')} to {_number(organisation['nps_ci_high'], '+.1f')}"
    return [
        _number(organisation["rank"], ".0f"),
        organisation["organisation_name"],
        _number(organisation["score"], ".1f"),
        _number(organisation["nps"], "+.1f"),
        _number(organisation["count_evaluations"], ".0f"),
        interval,
        _note(organisation),
    ]


def _number(value: float | None, form: str) -> str:
    return "–" if pd.isna(value) else format(value, form)


def _note(organisation: dict) -> str:
    reasons = [organisation["suppression_reason"], organisation["unranked_reason"]]
    notes = [reason.replace("_", " ") for reason in dict.fromkeys(reasons) if not pd.isna(reason)]
    return ", ".join(notes + (["proxy"] if organisation["is_proxy"] is True else []))
