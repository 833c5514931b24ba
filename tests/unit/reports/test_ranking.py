# Holds reports.ranking, reports.league_tables.
"""What `centricity ranking` prints, at a hundred columns, with and without inference; and CSV that is no formula."""

import io
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from rich.console import Console

from centricity.errors import CentricityError
from centricity.feeds.expected import Turn
from centricity.ledger.absences import Absence
from centricity.reports import ranking as report
from centricity.reports.league_tables import ADDED, print_league_tables

BASE = {
    "method_version": "M1",
    "wave": 2026,
    "build_id": "b1",
    "verdict": None,
    "rank": None,
    "rank_low": None,
    "rank_high": None,
    "tier": None,
    "is_leader": False,
    "is_rival": False,
    "is_provisional": False,
    "count_ranked": 2,
    "count_organisations": 2,
    "score": 60.0,
    "ci_low": 57.9,
    "ci_high": 62.1,
    "nps": 12.0,
    "count_evaluations": 150,
    "method_share": None,
    "dimensions_left_out": None,
    "is_proxy": False,
    "suppression_reason": None,
    "unranked_reason": None,
}


def row(industry, name, **others):
    return BASE | {"industry": industry, "organisation_id": name.lower(), "organisation_name": name} | others


ROWS = [
    row("Banks", "Amber", verdict="winner", rank=1, rank_low=1, rank_high=1, is_leader=True, method_share=0.7),
    row("Banks", "Beryl", verdict="winner", rank=2, rank_low=2, rank_high=2, score=50.0, method_share=0.3),
    row("Banks", "Coral", verdict="winner", score=None, nps=None, suppression_reason="base_too_small", ci_low=None)
    | {"unranked_reason": "no_index", "ci_high": None},
    row("Shops", "Dunes", verdict="tiers only", rank_low=1, rank_high=2, tier="top", unranked_reason="tiers_only")
    | {"dimensions_left_out": "Webcare performance", "is_proxy": True},
    row("Shops", "[bold]Ember of the very long name that goes on and on", verdict="tiers only", rank_low=1)
    | {"rank_high": 3, "tier": "middle", "unranked_reason": "tiers_only"},
    row("Trains", "Flint", verdict="not ranked", unranked_reason="imprecise"),
]


def printed(rows) -> str:
    console = Console(width=100, file=io.StringIO(), color_system=None)
    print_league_tables(console, pd.DataFrame(rows))
    return console.file.getvalue()


def test_each_industry_has_its_verdict_ranks_ranges_and_shares():
    lines = printed(ROWS).splitlines()
    assert "Banks: winner, Amber; another is first in 30% of the scenarios" in lines
    amber = next(line for line in lines if "Amber " in line and "winner" not in line)
    assert amber.split() == ["1", "1–1", "Amber", "60.0", "57.9–62.1", "+12.0", "150", "70%"]
    assert max(map(len, lines)) <= 100


def test_figures_of_a_method_that_may_still_be_corrected_say_so():
    assert ", method M1, build" in printed(ROWS)
    assert ", method M1 (provisional), build" in printed([line | {"is_provisional": True} for line in ROWS])


def test_a_name_that_ends_with_a_full_stop_ends_its_sentence():
    assert "Not ranked, imprecise: Flint & Co." in printed([row("Trains", "Flint & Co.", unranked_reason="imprecise")])
    assert "Co.." not in printed([row("Trains", "Flint & Co.", unranked_reason="imprecise")])


PETS = [
    row("Pets", "Rex", rank=1, rank_low=1, rank_high=1, is_leader=True, method_share=1.0),
    row("Pets", "Puss", rank=2, rank_low=2, rank_high=2, score=50.0, method_share=0.0),
    row("Pets", "Polly", score=58.0, unranked_reason="narrow"),
]


def test_a_winner_is_one_of_those_that_were_compared():
    of_ten = [pet | {"verdict": "clear winner", "count_organisations": 10} for pet in PETS]
    assert "Pets: clear winner of the 2 of 10 that can be ranked, Rex" in printed(of_ten)
    assert "Not ranked, narrow evidence (too few different items, or dimensions): Polly." in printed(of_ten)


def test_while_someone_unranked_reaches_the_first_it_says_so_and_names_no_winner():
    undecided = [pet | {"verdict": "undecided", "is_rival": pet["organisation_name"] == "Polly"} for pet in PETS]
    assert "Pets: no winner, Rex is first, but others that cannot be ranked may be as good: Polly" in printed(undecided)
    nobody = [pet | {"verdict": "not ranked", "rank": None, "count_ranked": 0, "is_leader": False} for pet in PETS]
    assert "Pets: not ranked, fewer than two of its 2 organisations can be" in printed(nobody)


def test_where_only_tiers_are_published_no_rank_is_printed():
    text = printed([ROWS[0], ROWS[3] | {"method_share": 0.9}, *ROWS[4:]])
    dunes = next(line for line in text.splitlines() if "Dunes " in line)
    assert dunes.split()[:3] == ["top", "1–2", "Dunes"]
    assert "90%" not in dunes, "shares of first places are an order"
    assert "[bold]Ember" in text, "a name is no markup"


def test_where_only_tiers_are_published_the_rows_stand_in_no_order():
    """By tier and name, whatever the scores; elsewhere by rank, then by score."""
    places = [("Zeta", "top", 70.0), ("Alfa", "middle", 60.0), ("Mid", "middle", 65.0), ("Beta", "top", 69.0)]
    tiers = [row("Shops", name, verdict="tiers only", tier=tier, score=score) for name, tier, score in places]
    rows = pd.DataFrame([*tiers, row("Shops", "Out", verdict="tiers only", score=90.0), *ROWS[1::-1], ROWS[2]])
    assert report.in_printed_order(rows)["organisation_name"].tolist() == [
        "Amber", "Beryl", "Coral", "Beta", "Zeta", "Alfa", "Mid", "Out",
    ]  # fmt: skip


def test_a_winner_by_most_methods_says_which_choice_costs_the_title():
    costly = {"weakest_choice": "normalisation_percentile_rank", "weakest_share": 0.125}
    text = " ".join(printed([ROWS[0] | costly, ROWS[1] | costly]).split())
    assert "Amber is first in 12% of the scenarios with percentile ranks, the choice that costs it most." in text
    assert "Beryl is first" not in text
    assert "costs it most" not in printed([ROWS[0] | costly | {"verdict": "clear winner"}])


def test_it_says_who_is_not_ranked_and_what_is_left_out():
    text = printed(ROWS)
    assert "Not ranked, base too small: Coral." in text
    assert "Not ranked, imprecise: Flint." in text
    assert "Left out for want of data: Webcare performance." in text
    assert "With a proxy: Dunes." in text


def test_it_says_what_the_figures_do_not_cover():
    text = " ".join(printed(ROWS).split())
    assert "cover the sampling of respondents only" in text
    assert "Among 2 industries expect at most 0.1 with a wrong range: the ranges are conservative" in text
    assert "Among 1 industry expect at most 0.05 with" in " ".join(printed(ROWS[:3]).split())
    assert "± 20.7 at n=50, 14.7 at n=100, 12.0 at n=150, 10.4 at n=200, 7.3 at n=400, 4.6 at n=1000" in text


def test_a_build_without_inference_prints_no_empty_columns():
    plain = [{key: value for key, value in row("Banks", "Amber", rank=1).items() if key not in ADDED}]
    text = printed([plain[0] | {"ci_low": None, "ci_high": None}])
    header = text.splitlines()[text.splitlines().index("Banks") + 1]
    assert header.split() == ["rank", "organisation", "score", "NPS", "n"]
    assert "wrong statements" not in text


ABSENT = [Absence("survey", Turn(date(2026, month, 1), date(2026, month, 28), 2026)) for month in (2, 3)]


NOWHERE = SimpleNamespace(home=None)


@pytest.fixture
def published(monkeypatch):
    rows = pd.DataFrame([row("Banks", "=cmd()", nps=-3.5), row("Banks", "-x"), row("Banks", "Fair-1")])
    monkeypatch.setattr(report, "read_ranking", lambda home, wave: rows)
    monkeypatch.setattr(report, "_absent_from", lambda environment, wave: ABSENT if wave == 2026 else [])
    monkeypatch.setattr(report, "closed_wave_notes", lambda home, wave: [f"wave {wave} is closed, and figures …"])


def test_a_text_in_csv_is_never_a_formula_and_a_number_stays_one(published, capsys):
    report.print_ranking(NOWHERE, Console(), "csv", None, incomplete=True)
    read = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert read["organisation_name"].tolist() == ["'=cmd()", "'-x", "Fair-1"]
    assert read["nps"].tolist() == [-3.5, 12, 12]


def test_an_incomplete_wave_has_no_ranking_unless_it_is_asked_for(published, capsys):
    with pytest.raises(CentricityError) as caught:
        report.print_ranking(NOWHERE, Console(), "table", None, incomplete=False)
    assert caught.value.code == "incomplete_wave"
    assert "survey: no accepted delivery is dated 2026-02-01 to 2026-02-28" in str(caught.value)
    assert "1 more" in str(caught.value)
    assert capsys.readouterr().out == ""

    report.print_ranking(NOWHERE, Console(), "table", None, incomplete=True)
    printed = capsys.readouterr().out
    assert printed.count("Incomplete: survey: no accepted delivery is dated") == 2
    assert printed.count("Changed: wave 2026 is closed, and figures …") == 1
