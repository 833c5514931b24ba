"""The panel of respondents: who they are and how leniently they mark."""

import numpy as np
import pandas as pd

from centricity.sample.answers import LENIENCY_SD

# margin: category: (population, share of the panel). The panel is older, higher educated and less urban.
MARGINS = {
    "age_sex": {
        "man 18-34": (2_010_000, 0.095),
        "vrouw 18-34": (1_960_000, 0.115),
        "man 35-49": (1_620_000, 0.110),
        "vrouw 35-49": (1_640_000, 0.125),
        "man 50-64": (1_850_000, 0.145),
        "vrouw 50-64": (1_860_000, 0.140),
        "man 65+": (1_660_000, 0.150),
        "vrouw 65+": (1_900_000, 0.120),
    },
    "education": {
        "laag": (3_480_000, 0.185),
        "midden": (5_800_000, 0.395),
        "hoog": (5_220_000, 0.420),
    },
    "region": {
        "drie grote steden": (1_890_000, 0.105),
        "west": (4_420_000, 0.295),
        "noord": (1_450_000, 0.125),
        "oost": (3_060_000, 0.220),
        "zuid": (3_680_000, 0.255),
    },
}
UNKNOWN_EDUCATION_RATE = 0.01


def draw_people(rng: np.random.Generator, count: int) -> pd.DataFrame:
    """Draw the panel: respondent, a category on each margin, base_weight, leniency.

    Persons are drawn per region, so the base weight is that of the region.
    """
    people = pd.DataFrame({margin: _draw_categories(rng, margin, count) for margin in MARGINS})
    people.loc[rng.random(count) < UNKNOWN_EDUCATION_RATE, "education"] = ""
    people["base_weight"] = people["region"].map(_region_weights()).round(2)
    people["leniency"] = rng.normal(0, LENIENCY_SD, count)
    people.insert(0, "respondent", [f"P{number:06d}" for number in rng.permutation(count) + 1])
    return people


def _draw_categories(rng: np.random.Generator, margin: str, count: int) -> np.ndarray:
    shares = np.array([share for _, share in MARGINS[margin].values()])
    return rng.choice(list(MARGINS[margin]), count, p=shares / shares.sum())


def _region_weights() -> dict[str, float]:
    regions = MARGINS["region"]
    total = sum(population for population, _ in regions.values())
    return {region: population / total / share for region, (population, share) in regions.items()}
