"""The change of an index from one wave to the next: section 8."""

from math import sqrt
from typing import NamedTuple

from tests.oracles.design import standard_error
from tests.oracles.method import parameter
from tests.oracles.scores import arithmetic_mean
from tests.oracles.survey import Index


class Change(NamedTuple):
    """Points; the error is None below one degree of freedom."""

    delta: float
    standard_error: float | None = None
    df: int | None = None


def change(before: Index, now: Index, organisation: str) -> Change | None:
    """Of the indicators in use in both waves, weights divided by what remains; None without both indices.

    V(Δ) = V_t + V_{t-1} - 2·Σ_p z̃_{p,t} z̃_{p,t-1}, over the units in both waves. A unit that is in several strata of a
    wave meets itself once for each.
    """
    if not all(index.is_complete(organisation) and _is_whole(index, organisation) for index in (before, now)):
        return None
    common = {each.name for each in before.in_use} & {each.name for each in now.in_use}
    if not common:
        return None
    scores, centred, degrees = [], [], []
    for index in (before, now):
        weights = index_weights(index, common)
        scores.append(_score(index, organisation, weights))
        slopes = {
            e.name: weights[e.name] * e.direction * 100 / (e.high - e.low) for e in index.in_use if e.name in weights
        }
        centred.append(index.wave.design.centred(index.wave.deviations(organisation, slopes)))
        degrees.append(index.wave.design.degrees_of_freedom(index.wave.used(organisation, slopes)))
    delta = scores[1] - scores[0]
    if not parameter(now.version, "has_inference"):
        return Change(delta)
    if min(degrees) < 1:
        return Change(delta, None, min(degrees))
    by_unit: dict[str, float] = {}
    for (_, unit), value in centred[0].items():
        by_unit[unit] = by_unit.get(unit, 0.0) + value
    covariance = sum(by_unit.get(unit, 0.0) * value for (_, unit), value in centred[1].items())
    variance = sum(standard_error(side) ** 2 for side in centred) - 2 * covariance
    return Change(delta, sqrt(max(variance, 0.0)), min(degrees))


def index_weights(index: Index, common: set[str]) -> dict[str, float]:
    """What the common indicators weigh in the index: divided by what remains, inside and between dimensions."""
    used = [each for each in index.in_use if each.name in common]
    dimensions = {each.dimension for each in used}
    between = {name: weight for name, weight in index.dimensions().items() if name in dimensions}
    inside = {name: sum(each.weight for each in used if each.dimension == name) for name in dimensions}
    return {e.name: between[e.dimension] / sum(between.values()) * e.weight / inside[e.dimension] for e in used}


def _is_whole(index: Index, organisation: str) -> bool:
    return all(index.has(organisation, each) for each in index.in_use)


def _score(index: Index, organisation: str, weights: dict[str, float]) -> float:
    used = [each for each in index.in_use if each.name in weights]
    scores = [each.score(index.wave.figure(organisation, each.name)) for each in used]
    return arithmetic_mean(scores, [weights[each.name] for each in used])
