"""Dimension scores made anew from their indicators: other cleaning, other respondent weights, goalposts, weights."""

from typing import NamedTuple, Self

import numpy as np
import pandas as pd

LEVEL = ["cleaning", "weighting"]
# Goalposts narrower, as they are, and wider.
WIDTHS = np.array([-1, 0, 1])


class IndicatorLevels(NamedTuple):
    """What the dimension scores of a league are made of, under every choice of cleaning and respondent weights.

    Attributes:
        scores: cleaning × respondent weights × units × indicators: places between the goalposts, 0 to 100, not cut
            off beyond.
        cleaning: names of the first axis.
        weighting: names of the second.
        dimension: by indicator, the position of its dimension.
        weights: by indicator, inside its dimension; they sum to 1 in each.
        width: part by which goalposts are drawn narrower and wider about their middle; 0 keeps them.
        concentration: of the Dirichlet distribution of the weights inside a dimension; infinite keeps them.
    """

    scores: np.ndarray
    cleaning: tuple[str, ...]
    weighting: tuple[str, ...]
    dimension: np.ndarray
    weights: np.ndarray
    width: float
    concentration: float

    @classmethod
    def read(cls, rows: pd.DataFrame, width: float, concentration: float) -> Self:
        """From the rows of one league; a level of cleaning without a score somewhere is no choice in it.

        Args:
            rows: `organisation_id`, `dimension`, `indicator`, `cleaning`, `weighting`, `weight`, `score`, one row for
                each combination.
            width: as in the attributes.
            concentration: likewise.
        """
        thin = rows.loc[rows["score"].isna(), "cleaning"].unique()
        usable = rows[~rows["cleaning"].isin(thin)].sort_values([*LEVEL, "organisation_id", "dimension", "indicator"])
        cleaning, weighting, units = (usable[name].unique() for name in (*LEVEL, "organisation_id"))
        indicators = usable.drop_duplicates("indicator")
        shape = len(cleaning), len(weighting), len(units), len(indicators)
        if len(usable) != np.prod(shape):
            raise ValueError(f"scenarios has {len(usable)} rows: pass one for each unit, indicator and choice")
        dimension = pd.factorize(indicators["dimension"])[0]
        weights = indicators["weight"].to_numpy(float)
        return cls(
            usable["score"].to_numpy(float).reshape(shape),
            tuple(cleaning),
            tuple(weighting),
            dimension,
            weights / np.bincount(dimension, weights)[dimension],
            width,
            concentration,
        )

    def drawn_widths(self, draws: int, generator: np.random.Generator) -> np.ndarray:
        """Widths of the goalposts, draws × indicators, each narrower, as it is, or wider."""
        return 1 + self.width * generator.choice(WIDTHS, size=(draws, len(self.dimension)))

    def drawn_weights(self, draws: int, generator: np.random.Generator) -> np.ndarray:
        """Weights inside the dimensions, draws × indicators, from a Dirichlet distribution for each dimension."""
        if not np.isfinite(self.concentration):
            return np.tile(self.weights, (draws, 1))
        parts = generator.standard_gamma(self.concentration * self.weights, (draws, len(self.weights)))
        return parts / (parts @ self._membership())[:, self.dimension]

    def matrices(
        self, cleaning: np.ndarray, weighting: np.ndarray, widths: np.ndarray, weights: np.ndarray
    ) -> np.ndarray:
        """Dimension scores, draws × units × dimensions, from one choice of each per draw.

        Goalposts f times as wide about their middle bring a score of 50 + x to 50 + x/f, cut off at 0 and 100.
        """
        scores = np.clip(50 + (self.scores[cleaning, weighting] - 50) / widths[:, None], 0, 100)
        return (scores * weights[:, None]) @ self._membership()

    def _membership(self) -> np.ndarray:
        """Indicators × dimensions, 1 where the one is part of the other."""
        return np.eye(self.dimension.max() + 1)[self.dimension]
