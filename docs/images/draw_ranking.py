"""Draws `ranking.svg`, the README's picture of the result, from the published marts of the sample.

Run `make run`, then `.venv/bin/python docs/images/draw_ranking.py`. Plain SVG: the same marts give the same bytes.
"""

from html import escape
from itertools import accumulate
from pathlib import Path

import pandas as pd

from centricity.environment import open_environment
from centricity.reports.ranking import read_ranking
from centricity.settings import load_settings

PICTURE = Path(__file__).with_name("ranking.svg")
# One of each verdict that names somebody.
INDUSTRIES = ("Telecom", "Zorgverzekeraars", "Banken")
VERDICTS = {
    "clear winner": "clear winner",
    "winner": "winner, but not by every defensible method",
    "shared lead group": "shared lead group",
}
HOW_TO_READ = (
    "Dot: index, 0–100. Line: its 95 % interval. Filled: named by the verdict. "
    "Rank range: the ranks that the sample does not rule out."
)
# Blue and grey differ for every kind of colour vision; a leader is also filled.
STYLE = """
text{font:13px 'DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif;fill:#1b1b1b}
.industry{font-weight:700;font-size:14px}.note{font-size:11.5px;fill:#444}
.end{text-anchor:end}.middle{text-anchor:middle}.grid{stroke:#e3e3e3}
.interval{stroke-width:2.5;stroke-linecap:round;stroke:#6b6b6b}.score{fill:#fff;stroke:#6b6b6b;stroke-width:2}
.leader .interval,.leader .score{stroke:#0072b2}.leader .score{fill:#0072b2}
""".replace("\n", "")
WIDTH, MARGIN, ROW, HEADING = 760, 16, 26, 44
SCORES, SCORE_COLUMN, RANK_COLUMN = (210, 610), 670, 724
LOWEST, HIGHEST, STEP = 45, 85, 10


def draw(ranking: pd.DataFrame, industries: tuple[str, ...] = INDUSTRIES) -> str:
    """The ranking of these industries as an SVG.

    Args:
        ranking: rows of `fct_award_ranking` of one wave, in the order to show.
        industries: which, from top to bottom.
    """
    leagues = [ranking[ranking["industry"] == industry] for industry in industries]
    *tops, bottom = accumulate((HEADING + ROW * len(league) + MARGIN for league in leagues), initial=MARGIN)
    size = f'viewBox="0 0 {WIDTH} {bottom + ROW}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title words">',
            f'<title id="title">Customer-centricity index of the sample, wave {ranking["wave"].iloc[0]}</title>',
            f'<desc id="words">{escape(_in_words(leagues))}</desc>',
            f"<style>{STYLE}</style>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *(_panel(league, top) for league, top in zip(leagues, tops, strict=True)),
            f'<text class="note" x="{MARGIN}" y="{bottom + 8}">{HOW_TO_READ}</text>',
            "</svg>\n",
        ]
    )


def _panel(league: pd.DataFrame, top: int) -> str:
    first = league.iloc[0]
    bottom = HEADING + ROW * len(league)
    return "\n".join(
        [
            f'<g transform="translate(0 {top})">',
            f'<text class="industry" x="{MARGIN}" y="14">{escape(first["industry"])}</text>',
            f'<text x="{SCORES[0]}" y="14">{VERDICTS[first["verdict"]]}</text>',
            f'<text class="note end" x="{SCORE_COLUMN}" y="34">index</text>',
            f'<text class="note middle" x="{RANK_COLUMN}" y="34">rank range</text>',
            *(_grid_line(score, bottom) for score in range(LOWEST + 5, HIGHEST, STEP)),
            *(_organisation(row, HEADING + ROW * place) for place, row in enumerate(league.to_dict("records"))),
            "</g>",
        ]
    )


def _grid_line(score: int, bottom: int) -> str:
    return (
        f'<text class="note middle" x="{_x(score)}" y="34">{score}</text>'
        f'<path class="grid" d="M{_x(score)} {HEADING - 6}V{bottom - 6}"/>'
    )


def _organisation(row: dict, top: int) -> str:
    middle, baseline = top + 8, top + 12.5
    return (
        f'<g class="{"leader" if row["is_leader"] else "other"}">'
        f'<text class="end" x="{SCORES[0] - 14}" y="{baseline}">{escape(row["organisation_name"])}</text>'
        f'<path class="interval" d="M{_x(row["ci_low"])} {middle}H{_x(row["ci_high"])}"/>'
        f'<circle class="score" cx="{_x(row["score"])}" cy="{middle}" r="5"/>'
        f'<text class="end" x="{SCORE_COLUMN}" y="{baseline}">{row["score"]:.1f}</text>'
        f'<text class="middle" x="{RANK_COLUMN}" y="{baseline}">{_ranks(row)}</text></g>'
    )


def _ranks(row: dict) -> str:
    return f"{row['rank_low']:.0f}–{row['rank_high']:.0f}"


def _x(score: float) -> float:
    left, right = SCORES
    return round(left + (score - LOWEST) / (HIGHEST - LOWEST) * (right - left), 1)


def _in_words(leagues: list[pd.DataFrame]) -> str:
    return " ".join(map(_league_in_words, leagues))


def _league_in_words(league: pd.DataFrame) -> str:
    scores = (f"{row['organisation_name']} {row['score']:.1f} ({_ranks(row)})" for row in league.to_dict("records"))
    return f"{league['industry'].iloc[0]}, {VERDICTS[league['verdict'].iloc[0]]}: {', '.join(scores)}."


if __name__ == "__main__":
    PICTURE.write_text(draw(read_ranking(open_environment(load_settings()).home, None)), encoding="utf-8")
