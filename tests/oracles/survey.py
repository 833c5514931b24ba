"""The `survey` index of one industry and wave, from its evaluations: sections 2 to 5 of the method page.

Written along the page, evaluation by evaluation, and not along the models. All evaluations are relational, complete,
of one survey, and none is cleaned away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from tests.oracles import method
from tests.oracles.design import Design, standard_error, t_interval
from tests.oracles.method import Indicator
from tests.oracles.nps import nps_interval, weighted_nps_interval
from tests.oracles.scores import arithmetic_mean, geometric_mean
from tests.oracles.weighting import effective_number


class Figure(NamedTuple):
    """A figure with its error; None where there is none. Points."""

    value: float
    standard_error: float | None = None
    df: int | None = None
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True)
class Wave:
    """The evaluations of one survey and wave as arrays, in one order.

    Attributes:
        organisations: n names.
        weights: n, any scale.
        values: by indicator, n values; NaN where it is not valid.
        design: their strata and units.
    """

    organisations: np.ndarray
    weights: np.ndarray
    values: Mapping[str, np.ndarray]
    design: Design

    @classmethod
    def read(cls, evaluations: Sequence[Mapping], version: str) -> "Wave":
        """From rows as they are delivered."""
        is_weighted = method.parameter(version, "is_weighted")
        weights = [row["base_weight"] * row["count_qualified"] if is_weighted else 1.0 for row in evaluations]
        strata, units = [row.get("stratum") or "" for row in evaluations], [unit_of(row) for row in evaluations]
        indicators = [each for each in method.indicators(version, "full") if each.items]
        return cls(
            np.array([row["organisation_id"] for row in evaluations]),
            np.array(weights),
            {each.name: np.array([value_of(row, each, version) for row in evaluations]) for each in indicators},
            Design(np.array(strata), np.array(units)),
        )

    def valid(self, organisation: str, indicator: str) -> np.ndarray:
        return (self.organisations == organisation) & ~np.isnan(self.values[indicator])

    def figure(self, organisation: str, indicator: str) -> float:
        """x_ck = Σ w r y / Σ w r."""
        valid = self.valid(organisation, indicator)
        return float(np.average(self.values[indicator][valid], weights=self.weights[valid]))

    def deviations(self, organisation: str, slopes: Mapping[str, float]) -> np.ndarray:
        """z_e = w_e · Σ_k b_k r_ek (y_ek - x_ck) / W_ck."""
        total = np.zeros(len(self.weights))
        for indicator, slope in slopes.items():
            valid = self.valid(organisation, indicator)
            weights = self.weights[valid]
            deviation = self.values[indicator][valid] - self.figure(organisation, indicator)
            total[valid] += weights * slope * deviation / weights.sum()
        return total

    def effective(self, among: np.ndarray) -> float:
        """Kish's effective number of the evaluations."""
        return effective_number(self.weights[among])

    def used(self, organisation: str, slopes: Mapping[str, float]) -> np.ndarray:
        return np.any([self.valid(organisation, indicator) for indicator in slopes], axis=0)


def value_of(evaluation: Mapping, indicator: Indicator, version: str) -> float:
    """y_ek, or NaN: the mean of the answered items, valid if at least two thirds of those asked are answered."""
    asked = [answer for answer in evaluation["answers"] if answer["item"] in indicator.items]
    marks = [mark for mark in (_mark(answer, indicator.kind, version) for answer in asked) if mark is not None]
    return float(np.mean(marks)) if marks and 3 * len(marks) >= 2 * len(asked) else np.nan


def _mark(answer: Mapping, kind: str, version: str) -> float | None:
    x, low, high = answer["value"], answer["scale_low"], answer["scale_high"]
    if x is None:
        return None
    if kind == "item_mean":
        return 100 * (x - low) / (high - low)
    if kind == "channel_gap":
        return 10 * (x - low) / (high - low)
    low_to, high_from = method.cut_points(version, kind, (low, high))
    if kind == "nps":
        return 100.0 * ((x >= high_from) - (x <= low_to))
    return float(x >= high_from if kind == "share_high" else x <= low_to)


def unit_of(evaluation: Mapping) -> str:
    """The cluster, by its label within the stratum; else the respondent; else the evaluation."""
    if evaluation.get("cluster_id") is not None:
        return f"cluster {evaluation.get('stratum')} {evaluation['cluster_id']}"
    if evaluation.get("respondent_id") is not None:
        return f"respondent {evaluation['respondent_id']}"
    return f"evaluation {evaluation['evaluation_id']}"


@dataclass(frozen=True)
class Index:
    """The index of an industry and wave."""

    wave: Wave
    version: str
    members: tuple[str, ...]
    in_use: tuple[Indicator, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "in_use", self._in_use())

    def _in_use(self) -> tuple[Indicator, ...]:
        """What enough organisations have, of dimensions of which that is half the weight."""
        sizes = {name: int((self.wave.organisations == name).sum()) for name in self.members}
        limit = method.parameter(self.version, "in_use_evaluations")
        if max(sizes.values()) < limit:
            limit = method.parameter(self.version, "in_use_evaluations_fallback")
        deciding = [name for name, size in sizes.items() if size >= limit]
        share = method.parameter(self.version, "in_use_share")
        found = [
            each
            for each in method.indicators(self.version, "survey")
            if deciding and sum(self.has(name, each) for name in deciding) >= share * len(deciding) - 1e-9
        ]
        coverage = method.parameter(self.version, "dimension_coverage_survey")
        return tuple(e for e in found if sum(o.weight for o in found if o.dimension == e.dimension) >= coverage - 1e-9)

    def has(self, organisation: str, indicator: Indicator) -> bool:
        return self.wave.valid(organisation, indicator.name).sum() >= indicator.minimum_base

    def dimensions(self) -> dict[str, float]:
        """The weights of the dimensions in use, which sum to 1."""
        weights = method.dimension_weights(self.version)
        used = {each.dimension: weights[each.dimension] for each in self.in_use}
        return {name: weight / sum(used.values()) for name, weight in used.items()}

    def present(self, organisation: str, dimension: str) -> tuple[Indicator, ...]:
        """Indicators that make up half of the dimension or more; none if there is less."""
        found = tuple(e for e in self.in_use if e.dimension == dimension and self.has(organisation, e))
        coverage = method.parameter(self.version, "dimension_coverage_survey")
        return found if sum(each.weight for each in found) >= coverage - 1e-9 else ()

    def score(self, organisation: str, dimension: str) -> float:
        present = self.present(organisation, dimension)
        scores = [each.score(self.wave.figure(organisation, each.name)) for each in present]
        return arithmetic_mean(scores, [each.weight for each in present])

    def effective(self, organisation: str, dimension: str) -> float:
        """The effective number of its indicator with the fewest evaluations; of several the smaller one."""
        valid = [self.wave.valid(organisation, each.name) for each in self.present(organisation, dimension)]
        return min((each.sum(), self.wave.effective(each)) for each in valid)[1]

    def slopes(self, organisation: str, dimension: str) -> dict[str, float]:
        """b_k of a dimension: also where a goalpost clips."""
        present = self.present(organisation, dimension)
        total = sum(each.weight for each in present)
        return {each.name: each.weight / total * each.slope for each in present}

    def scored_dimensions(self, organisation: str) -> list[str]:
        return [dimension for dimension in self.dimensions() if self.present(organisation, dimension)]

    def is_complete(self, organisation: str) -> bool:
        """Enough evaluations, every dimension in use, and enough of all weight."""
        size = (self.wave.organisations == organisation).sum()
        weights = self.dimensions()
        if size < method.parameter(self.version, "minimum_evaluations") or not weights:
            return False
        present = {name: sum(each.weight for each in self.present(organisation, name)) for name in weights}
        coverage = sum(weights[name] * share for name, share in present.items())
        return all(present.values()) and coverage >= method.parameter(self.version, "index_coverage") - 1e-9

    def index_slopes(self, organisation: str) -> dict[str, float]:
        weights = self.dimensions()
        return {
            name: weights[dimension] * slope
            for dimension in weights
            for name, slope in self.slopes(organisation, dimension).items()
        }

    def figures(self, organisation: str) -> dict[str, Figure]:
        """The dimension scores, `index` and `index_geometric`."""
        scores = {name: self.score(organisation, name) for name in self.scored_dimensions(organisation)}
        found = {
            name: self.inferred(organisation, score, self.slopes(organisation, name)) for name, score in scores.items()
        }
        if self.is_complete(organisation):
            weights = self.dimensions()
            ordered = [scores[name] for name in weights], list(weights.values())
            slopes = self.index_slopes(organisation)
            found["index"] = self.inferred(organisation, arithmetic_mean(*ordered), slopes)
            mean = geometric_mean(*ordered)
            of = {each.name: each.dimension for each in self.in_use}
            geometric = {name: slope * mean / max(scores[of[name]], 1) for name, slope in slopes.items()}
            found["index_geometric"] = self.inferred(organisation, mean, geometric)
        return found

    def centred(self, organisation: str, slopes: Mapping[str, float]) -> np.ndarray:
        """What each unit of the wave adds to a figure, in one order for all figures."""
        return np.array(list(self.wave.design.centred(self.wave.deviations(organisation, slopes)).values()))

    def inferred(self, organisation: str, value: float, slopes: Mapping[str, float]) -> Figure:
        if not method.parameter(self.version, "has_inference"):
            return Figure(value)
        used = self.wave.used(organisation, slopes)
        df = self.wave.design.degrees_of_freedom(used)
        if df < 1:
            return Figure(value, None, df)
        error = standard_error(self.wave.design.centred(self.wave.deviations(organisation, slopes)))
        confidence = method.parameter(self.version, "confidence")
        return Figure(value, error, df, *t_interval(value, error, df, confidence, (0, 100)))


def net_promoter_score(wave: Wave, organisation: str, version: str) -> Figure:
    """In points, with the interval on the number of answers of a simple random sample that tells as much."""
    indicator = "nps_relational"
    valid = wave.valid(organisation, indicator)
    answers, weights = wave.values[indicator][valid], wave.weights[valid]
    promoters, detractors = answers == 100, answers == -100
    if not method.parameter(version, "has_inference"):
        found = nps_interval(detractors.sum(), (answers == 0).sum(), promoters.sum())
        return Figure(found.nps, found.standard_error, None, found.ci_low, found.ci_high)
    shares = [float(weights[group].sum() / weights.sum()) for group in (detractors, promoters)]
    df = wave.design.degrees_of_freedom(valid)
    value = 100 * (shares[1] - shares[0])
    if df < 1:
        return Figure(value, None, df)
    error = standard_error(wave.design.centred(wave.deviations(organisation, {indicator: 1.0})))
    error = 0.0 if error < 5e-10 else error
    found = weighted_nps_interval(*shares, error, len(answers), df, kish_n=wave.effective(valid))
    return Figure(value, error, df, found.ci_low, found.ci_high)
