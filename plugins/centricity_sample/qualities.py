"""How good each organisation really is: one level per trait, on the scale of the answers (0-10)."""

import numpy as np
import pandas as pd

from centricity_sample.calendar import WAVES
from centricity_sample.organisations import in_wave
from centricity_sample.structure import impose

# What customers judge on average. `experience` is no dimension: it feeds two of them.
AVERAGE_LEVEL = {
    "trust": 7.2,
    "consistency": 7.0,
    "webcare": 6.5,
    "recommendation": 7.2,
    "processes": 7.1,
    "employees": 7.4,
    "experience": 7.2,
}
TRAITS = tuple(AVERAGE_LEVEL)
# Chosen so that the index of the organisations of an industry has a standard deviation of 4 to 5 points.
INDUSTRY_SD = 0.20
GENERAL_SD = 0.31
TRAIT_SD = 0.33
GENERAL_CHANGE_SD = 0.09
TRAIT_CHANGE_SD = 0.10


def draw_qualities(rng: np.random.Generator, organisations: pd.DataFrame) -> pd.DataFrame:
    """Draw the levels: index (organisation_id, wave) of the waves in which it exists, one column per trait.

    An organisation has a general quality and strengths and weaknesses; both move a little from wave to wave.
    """
    codes, _ = pd.factorize(organisations["industry"])
    of_industry = rng.normal(0, INDUSTRY_SD, codes.max() + 1)[codes]
    general = of_industry + rng.normal(0, GENERAL_SD, len(codes))
    strengths = _draw_strengths(rng, len(codes), TRAIT_SD)
    average = pd.Series(AVERAGE_LEVEL)
    waves = []
    for position, wave in enumerate(WAVES):
        if position:
            general = general + rng.normal(0, GENERAL_CHANGE_SD, len(codes))
            strengths = strengths + _draw_strengths(rng, len(codes), TRAIT_CHANGE_SD)
        drawn = pd.DataFrame(general[:, None] + strengths, organisations["organisation_id"], TRAITS)
        levels = impose(drawn + average, organisations, average)
        waves.append(levels.loc[in_wave(organisations, wave)["organisation_id"]])
    return pd.concat(waves, keys=WAVES, names=["wave"]).swaplevel().sort_index()


def level_of(qualities: pd.DataFrame, rows: pd.DataFrame, trait: str) -> np.ndarray:
    """The level of a trait for each row with organisation_id and wave."""
    return qualities[trait].loc[pd.MultiIndex.from_frame(rows[["organisation_id", "wave"]])].to_numpy()


def standing_of(qualities: pd.DataFrame, rows: pd.DataFrame, trait: str) -> np.ndarray:
    """The level in standard deviations above the average of all organisations."""
    return (level_of(qualities, rows, trait) - qualities[trait].mean()) / qualities[trait].std()


def _draw_strengths(rng: np.random.Generator, count: int, sd: float) -> np.ndarray:
    """Draw deviations per trait; the experience follows consistency and employees half."""
    strengths = pd.DataFrame(rng.normal(0, sd, (count, len(TRAITS))), columns=TRAITS)
    strengths["experience"] = (strengths["consistency"] + strengths["employees"]) / 2
    return strengths.to_numpy()
