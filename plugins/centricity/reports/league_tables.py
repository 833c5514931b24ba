"""The league tables that `centricity ranking` prints: what is known, how well, and what the figures do not cover."""

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

# The example by which the method says how exact an NPS is: 40 % promoters, 40 % passives, 20 % detractors.
EXAMPLE_VARIANCE = 0.40 + 0.20 - (0.40 - 0.20) ** 2
EXAMPLE_SIZES = (50, 100, 150, 200, 400, 1000)
RANKED = ("clear winner", "winner", "undecided", "shared lead group", "tiers only")
COVERAGE = 0.95
# Single choices of the method, `weakest_choice`, in words.
CHOICES = {
    "normalisation_goalposts": "fixed goalposts",
    "normalisation_minmax": "scores stretched from the lowest to the highest",
    "normalisation_zscore": "standardised scores",
    "normalisation_percentile_rank": "percentile ranks",
    "aggregation_arithmetic": "the arithmetic mean",
    "aggregation_geometric": "the geometric mean",
}
MISSING = "–"
# The other columns are those of the inference.
ALWAYS = ("rank", "organisation", "score", "NPS", "n")
# What an older build does not have.
ADDED = (
    *("tier", "is_leader", "is_rival", "count_ranked", "count_organisations"),
    *("weakest_choice", "weakest_share", "is_provisional"),
)
REASONS = {"narrow": "narrow evidence (too few different items, or dimensions)"}


def print_league_tables(console: Console, ranking: pd.DataFrame) -> None:
    """One table per industry, and below them how to read them.

    Args:
        console: where to.
        ranking: rows of `fct_award_ranking` of one wave and one version, in the order to print. Columns of the
            inference may be empty or, in an older build, absent.
    """
    ranking = ranking.reindex(columns=ranking.columns.union(ADDED, sort=False))
    first = ranking.iloc[0]
    method = f"method {first['method_version']}{' (provisional)' if ranking['is_provisional'].eq(True).all() else ''}"
    console.print(f"Customer-centricity index, wave {first['wave']}, {method}, build {first['build_id']}", style="bold")
    for industry, organisations in ranking.groupby("industry", sort=True):
        _print_industry(console, industry, organisations)
    for line in _reading_notes(ranking):
        console.print(line, highlight=False)


def _print_industry(console: Console, industry: str, organisations: pd.DataFrame) -> None:
    console.print(f"\n[bold]{escape(industry)}[/bold]{_verdict(organisations)}", highlight=False)
    rows = [_cells(organisation) for organisation in organisations.to_dict("records")]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in rows[0]:
        if name in ALWAYS or any(cells[name] != MISSING for cells in rows):
            is_text = name == "organisation"
            table.add_column(name, justify="left" if is_text else "right", no_wrap=not is_text)
    for cells in rows:
        table.add_row(*(cells[str(column.header)] for column in table.columns))
    console.print(table)
    for note in _industry_notes(organisations):
        console.print(f"  {note}", highlight=False, soft_wrap=False)


def _verdict(organisations: pd.DataFrame) -> str:
    verdict = organisations["verdict"].iloc[0]
    if pd.isna(verdict):
        return ""
    leaders = organisations[organisations["is_leader"].eq(True)]
    names, compared = _names(leaders), _compared(organisations)
    if verdict in ("clear winner", "winner"):
        others = 1 - leaders["method_share"].iloc[0]
        crowned = "" if verdict == "clear winner" else f"; another is first in {others:.0%} of the scenarios"
        return f": {verdict}{compared}, {names}{crowned}"
    if verdict == "undecided":
        rivals = _names(organisations[organisations["is_rival"].eq(True)])
        return f": no winner, {names} is first{compared}, but others that cannot be ranked may be as good: {rivals}"
    if verdict == "shared lead group":
        return f": shared lead group{compared}, {names}"
    if verdict == "tiers only":
        return f": tiers only{compared}, the differences are too small for ranks"
    known = organisations["count_organisations"].iloc[0]
    return ": not ranked" if pd.isna(known) else f": not ranked, fewer than two of its {known:.0f} organisations can be"


def _names(organisations: pd.DataFrame) -> str:
    """By falling score, safe to print."""
    ordered = organisations.sort_values("score", ascending=False, kind="stable")
    return ", ".join(escape(name) for name in ordered["organisation_name"])


def _compared(organisations: pd.DataFrame) -> str:
    """How many of the industry a verdict is about, where that is not all of it."""
    ranked, known = organisations[["count_ranked", "count_organisations"]].iloc[0]
    return "" if pd.isna(ranked) or ranked == known else f" of the {ranked:.0f} of {known:.0f} that can be ranked"


def _cells(organisation: dict) -> dict[str, str]:
    tier = organisation["tier"] if organisation["verdict"] == "tiers only" else None
    return {
        "rank": _number(organisation["rank"], ".0f") if pd.isna(tier) else str(tier),
        "range": _span(organisation["rank_low"], organisation["rank_high"], ".0f"),
        "organisation": escape(organisation["organisation_name"]),
        "score": _number(organisation["score"], ".1f"),
        "95 % interval": _span(organisation["ci_low"], organisation["ci_high"], ".1f"),
        "NPS": _number(organisation["nps"], "+.1f"),
        "n": _number(organisation["count_evaluations"], ".0f"),
        # shares of first places are an order
        "scenarios": _number(organisation["method_share"], ".0%") if pd.isna(tier) else MISSING,
    }


def _industry_notes(organisations: pd.DataFrame) -> list[str]:
    """Which dimensions are left out, who is not ranked and why, who rests on a proxy."""
    left_out = organisations["dimensions_left_out"].dropna().unique()
    notes = _costly_choices(organisations)
    notes += [f"Left out for want of data: {escape(dimensions)}." for dimensions in left_out]
    unranked = organisations[
        organisations["unranked_reason"].notna() & (organisations["unranked_reason"] != "tiers_only")
    ]
    reasons = unranked["suppression_reason"].fillna(unranked["unranked_reason"])
    for reason, names in unranked.groupby(reasons)["organisation_name"]:
        words = REASONS.get(reason, reason.replace("_", " "))
        notes.append(_sentence(f"Not ranked, {words}: {escape(', '.join(names))}"))
    proxies = organisations.loc[organisations["is_proxy"].eq(True), "organisation_name"]
    return notes + ([_sentence(f"With a proxy: {escape(', '.join(proxies))}")] if len(proxies) else [])


def _sentence(words: str) -> str:
    """A name may end with a full stop itself."""
    return words if words.endswith(".") else f"{words}."


def _costly_choices(organisations: pd.DataFrame) -> list[str]:
    """Of a winner who is not clear, the single choice that costs it the title most often."""
    winners = organisations[organisations["verdict"].eq("winner") & organisations["is_leader"].eq(True)]
    return [
        f"{escape(winner['organisation_name'])} is first in {winner['weakest_share']:.0%} of the scenarios "
        f"with {CHOICES[winner['weakest_choice']]}, the choice that costs it most."
        for winner in winners[winners["weakest_choice"].isin(CHOICES)].to_dict("records")
    ]


def _reading_notes(ranking: pd.DataFrame) -> list[str]:
    notes = ["", "Score 0 to 100; NPS -100 to +100; n: relational evaluations. Only ranks within an industry compare."]
    verdicts = ranking.drop_duplicates("industry")["verdict"]
    count = int(verdicts.isin(RANKED).sum())
    if count:
        # as it is: 0.05 of one industry
        wrong = f"{(1 - COVERAGE) * count:.4g}"
        notes += [
            "Range: the ranks that the sample does not rule out; an industry's ranges hold together with 95 %.",
            f"Among {count} {'industry' if count == 1 else 'industries'} expect at most {wrong} with a wrong range:",
            "the ranges are conservative, in simulation 99 % of industries hold.",
            "Scenarios: of other defensible methods, the share that puts the organisation first.",
        ]
    sizes = ", ".join(f"{_resolution(size):.1f} at n={size}" for size in EXAMPLE_SIZES)
    return [
        *notes,
        "Intervals and ranges cover the sampling of respondents only,",
        "not who does not answer, nor how a panel or the organisations were chosen.",
        f"NPS of 40 % promoters and 20 % detractors: ± {sizes};",
        "the difference of two organisations: 1.4 times as much.",
    ]


def _resolution(size: int) -> float:
    """Half the width of the 95 % interval of the example's NPS, in points."""
    return 1.959964 * 100 * (EXAMPLE_VARIANCE / size) ** 0.5


def _number(value: float | None, form: str) -> str:
    return MISSING if pd.isna(value) else format(value, form)


def _span(low: float | None, high: float | None, form: str) -> str:
    return MISSING if pd.isna(low) or pd.isna(high) else f"{low:{form}}–{high:{form}}"
