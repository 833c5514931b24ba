"""The method's tables as the oracles read them: section 10."""

import csv
from dataclasses import dataclass
from functools import cache

from tests.oracles.scores import goalpost_score

from centricity.settings import PROJECT

SEEDS = PROJECT / "dbt_project" / "seeds" / "method"


@dataclass(frozen=True)
class Indicator:
    """A row of `method_indicator`, with its items and its weight inside its dimension.

    Attributes:
        low: goalpost in the indicator's own unit.
        high: likewise.
        scale: of the goalposts, `linear` or `ln`.
        weight: 0 where the index does not have the indicator.
    """

    name: str
    dimension: str
    source: str
    kind: str
    direction: int
    low: float
    high: float
    scale: str
    minimum_base: int
    items: tuple[str, ...]
    weight: float

    @property
    def slope(self) -> float:
        """Points of the score per unit of the figure, also where a goalpost clips it; of linear goalposts."""
        return self.direction * 100 / (self.high - self.low)

    def score(self, figure: float) -> float:
        return goalpost_score(figure, self.low, self.high, direction=self.direction, scale=self.scale)


@cache
def indicators(version: str, index_kind: str) -> tuple[Indicator, ...]:
    """Those of one index, and the channel gap's, which stand in `full` only."""
    weights = {row["indicator"]: float(row["weight"]) for row in _rows("weight", version, index_kind=index_kind)}
    items: dict[str, list[str]] = {}
    for row in _rows("item", version):
        items.setdefault(row["indicator"], []).append(row["item"])
    return tuple(
        Indicator(
            name=row["indicator"],
            dimension=row["dimension"],
            source=row["source"],
            kind=row["kind"],
            direction=int(row["direction"]),
            low=float(row["goalpost_low"]),
            high=float(row["goalpost_high"]),
            scale=row["goalpost_scale"],
            minimum_base=int(row["minimum_base"]),
            items=tuple(items.get(row["indicator"], ())),
            weight=weights[row["indicator"]],
        )
        for row in _rows("indicator", version)
        if row["indicator"] in weights
    )


@cache
def dimension_weights(version: str) -> dict[str, float]:
    return {row["dimension"]: float(row["weight"]) for row in _rows("dimension", version)}


@cache
def parameter(version: str, name: str) -> float:
    (row,) = _rows("parameter", version, parameter=name)
    return float(row["value"])


@cache
def cut_points(version: str, kind: str, scale: tuple[float, float]) -> tuple[float, float] | None:
    """The marks up to which and from which an answer on the scale counts; None for a scale that has none."""
    for row in _rows("cut_point", version, kind=kind):
        if (float(row["scale_low"]), float(row["scale_high"])) == scale:
            return float(row["low_to"] or "-inf"), float(row["high_from"] or "inf")
    return None


def _rows(table: str, version: str, **equal: str) -> list[dict[str, str]]:
    with (SEEDS / f"method_{table}.csv").open(newline="") as file:
        wanted = {"method_version": version, **equal}
        return [row for row in csv.DictReader(file) if wanted.items() <= row.items()]
