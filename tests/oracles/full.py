"""The `full` index of one industry and wave, from the figures of its indicators: sections 3 and 4."""

from collections.abc import Mapping

from tests.oracles import method
from tests.oracles.method import Indicator
from tests.oracles.scores import arithmetic_mean, geometric_mean

# By organisation and indicator: the figure, None for a median that is not reached, and its base.
Figures = Mapping[str, Mapping[str, tuple[float | None, int]]]


def full_scores(figures: Figures, version: str) -> dict[str, dict[str, float]]:
    """By organisation of the industry: its dimension scores, `index` and `index_geometric`, where it has them."""
    dimensions = method.dimension_weights(version)
    indicators = method.indicators(version, "full")
    used = {e.dimension: dimensions[e.dimension] for e in indicators if any(_has(own, e) for own in figures.values())}
    return {name: _scores(own, indicators, used, version) for name, own in figures.items()}


def _scores(
    own: Mapping[str, tuple[float | None, int]],
    indicators: tuple[Indicator, ...],
    used: Mapping[str, float],
    version: str,
) -> dict[str, float]:
    found, covered = {}, 0.0
    for dimension, weight in used.items():
        present = [each for each in indicators if each.dimension == dimension and _has(own, each)]
        coverage = sum(each.weight for each in present)
        covered += weight / sum(used.values()) * coverage
        if coverage >= method.parameter(version, "dimension_coverage_full") - 1e-9:
            scores = [_score(own[each.name][0], each) for each in present]
            found[dimension] = arithmetic_mean(scores, [each.weight for each in present])
    if used and len(found) == len(used) and covered >= method.parameter(version, "index_coverage") - 1e-9:
        scores = [found[dimension] for dimension in used], list(used.values())
        found |= {"index": arithmetic_mean(*scores), "index_geometric": geometric_mean(*scores)}
    return found


def _has(own: Mapping[str, tuple[float | None, int]], indicator: Indicator) -> bool:
    return indicator.name in own and own[indicator.name][1] >= indicator.minimum_base


def _score(figure: float | None, indicator: Indicator) -> float:
    """A median that is not reached is worse than any."""
    return 0.0 if figure is None else indicator.score(figure)
