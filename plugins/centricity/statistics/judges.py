"""The verdict of a league together with what simulation leaves open of it."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics.heterogeneity import Rankability
from centricity.statistics.industry_verdicts import IndustryVerdict, industry_verdict, is_first
from centricity.statistics.leagues import GRAIN, League, rankabilities
from centricity.statistics.statements import deciding_statements
from centricity.statistics.step_down import OPEN

UNIT = "organisation_id"
# A margin that is published as larger tells a reader nothing more.
LARGEST_MARGIN = 1_000.0


class Judgement(NamedTuple):
    """A verdict, and the margins of the simulated statements that it rests on, in Monte-Carlo errors."""

    found: IndustryVerdict
    margins: dict[str, float]

    @property
    def is_settled_by_shares(self) -> bool:
        """No statement about shares of scenarios is open; more draws of methods change nothing else."""
        return all(margin > OPEN for name, margin in self.margins.items() if name != "best_set")

    def row(self) -> dict:
        """Verdict, leaders, rivals, and its least settled statement; none where nothing simulated decides."""
        nearest = min(self.margins, key=lambda statement: self.margins[statement], default=None)
        margin = None if nearest is None else self.margins[nearest]
        return {
            "verdict": self.found.verdict,
            "leaders": [str(leader) for leader in self.found.leaders],
            "rivals": [str(rival) for rival in self.found.rivals],
            "verdict_margin": None if margin is None else min(margin, LARGEST_MARGIN),
            "nearest_statement": nearest,
            "is_settled": margin is None or margin > OPEN,
        }


class Judge(NamedTuple):
    """What a verdict rests on apart from the method's scenarios.

    Attributes:
        index: headline index by organisation.
        geometric: geometric index.
        sets: the league table.
        ci_low: lower end of the 95 % interval of the index, by organisation.
        unranked_ci_high: upper end of it, of those that have an index and cannot be ranked.
        rankable: of the index and of each dimension.
        limits: keyword arguments of `industry_verdict`.
    """

    index: pd.Series
    geometric: pd.Series
    sets: pd.DataFrame
    ci_low: pd.Series
    unranked_ci_high: pd.Series
    rankable: dict[str, Rankability]
    limits: dict[str, float]

    def judge(self, method_share: pd.Series, draws: int) -> Judgement:
        """The verdict by so many draws of the method's choices."""
        sets, share = self.sets.rename(columns={"rank_low": "low"}), method_share[self.sets.index]
        found = industry_verdict(
            self.index,
            self.geometric,
            sets,
            share,
            self.rankable["index"].share,
            self.ci_low,
            self.unranked_ci_high,
            **self.limits,
            method_draws=draws,
        )
        limits = {name: self.limits[name] for name in ("clear_from", "winner_from")}
        leads_by_geometric = is_first(self.geometric, sets["exclusion_margin"].idxmin())
        return Judgement(found, deciding_statements(found.verdict, sets, share, draws, leads_by_geometric, **limits))


class Judges:
    """A judge for each league."""

    def __init__(self, scores: pd.DataFrame, sets: pd.DataFrame, intervals: pd.DataFrame) -> None:
        """From tables of all leagues.

        Args:
            scores: as in `read_leagues`, with `index_geometric`.
            sets: what `confidence_sets` returned.
            intervals: every organisation of the leagues' industries, ranked or not, with `score`, `unranked_reason`
                and the interval of its index.
        """
        by_unit = scores.drop_duplicates([*GRAIN, UNIT]).set_index([*GRAIN, UNIT])
        self._geometric = by_unit["index_geometric"].sort_index()
        # what is not simulated has no margin in the table: it is decided, whichever way
        certain = pd.Series(np.where(sets["rank_low"] == 1, -np.inf, np.inf), index=sets.index)
        sets = sets.assign(exclusion_margin=sets["exclusion_margin"].fillna(certain))
        self._sets = dict(iter(sets.set_index(UNIT).groupby(GRAIN)))
        intervals = intervals.set_index([*GRAIN, UNIT]).sort_index()
        self._ci_low = intervals["ci_low"]
        self._unranked = intervals.loc[intervals["score"].notna() & intervals["unranked_reason"].notna(), "ci_high"]

    def of(self, key: tuple, league: League, given: pd.Series) -> Judge:
        """The judge of one league, by the parameters of its version."""
        return Judge(
            index=league.index,
            geometric=self._geometric.loc[key],
            sets=self._sets[key],
            ci_low=self._ci_low.loc[key].loc[league.index.index],
            unranked_ci_high=self._unranked.loc[key] if key in self._unranked.index else pd.Series(dtype=float),
            rankable=rankabilities(
                league, moderate_from=given["rankability_low"], high_above=given["rankability_high"]
            ),
            limits={
                "clear_from": given["clear_winner_method_share"],
                "winner_from": given["winner_method_share"],
                "rankable_from": given["rankability_low"],
            },
        )
