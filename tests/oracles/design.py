"""Linearised variances by the design, with replacement: section 5 (Lumley 2010)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from scipy.stats import t


@dataclass(frozen=True)
class Design:
    """How n evaluations were drawn, of any organisation: their strata and their units, by position."""

    strata: np.ndarray
    units: np.ndarray

    @cached_property
    def _pairs(self) -> tuple[list[tuple[str, str]], np.ndarray]:
        """Every stratum and unit, and the position among them of each evaluation."""
        evaluations = list(zip(self.strata.tolist(), self.units.tolist(), strict=True))
        places = {pair: place for place, pair in enumerate(sorted(set(evaluations)))}
        return list(places), np.array([places[pair] for pair in evaluations])

    def centred(self, deviations: np.ndarray) -> dict[tuple[str, str], float]:
        """By stratum and unit, √(n_h/(n_h - 1))·(z_p - z̄_h); z_p for the only unit of a stratum.

        Args:
            deviations: z_e of each evaluation; of those that are no part of the figure, 0.
        """
        pairs, places = self._pairs
        sums = np.bincount(places, deviations, minlength=len(pairs))
        strata = np.array([stratum for stratum, _ in pairs])
        for stratum in np.unique(strata):
            inside = strata == stratum
            if (size := inside.sum()) > 1:
                sums[inside] = sqrt(size / (size - 1)) * (sums[inside] - sums[inside].mean())
        return dict(zip(pairs, sums.tolist(), strict=True))

    def degrees_of_freedom(self, used: np.ndarray) -> int:
        """The units of the evaluations that are used, less the strata that they lie in."""
        pairs = {self._pairs[0][place] for place in self._pairs[1][used]}
        return len(pairs) - len({stratum for stratum, _ in pairs})


def standard_error(centred: dict[tuple, float]) -> float:
    return sqrt(sum(value**2 for value in centred.values()))


def t_interval(estimate: float, error: float, df: int, confidence: float, ends: Sequence[float]) -> tuple[float, float]:
    """θ ± t(df)·SE, cut at the ends."""
    half_width = t.isf((1 - confidence) / 2, df) * error
    return max(ends[0], estimate - half_width), min(ends[1], estimate + half_width)
