"""The panel of respondents: who they are, how leniently they mark and what they answer on."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from centricity_sample.answers import LENIENCY_SD

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
# The older and the higher educated mark more strictly; who does not say the education is in between.
LENIENCY_BY_AGE = {"18-34": 0.35, "35-49": 0.10, "50-64": -0.10, "65+": -0.35}
LENIENCY_BY_EDUCATION = {"laag": 0.25, "midden": 0.05, "hoog": -0.25, "": 0.0}
# Cells are numbered by age, and within it by education.
EDUCATION_PLACES = {education: place for place, education in enumerate(LENIENCY_BY_EDUCATION)}
AGE_PLACES = {category: list(LENIENCY_BY_AGE).index(category.split(" ")[1]) for category in MARGINS["age_sex"]}
DEVICES = {"desktop": 0.45, "telefoon": 0.43, "tablet": 0.12}
# Few enough that some persons share one, as in a household or an office.
NETWORKS = 200_000


def draw_people(rng: np.random.Generator, count: int) -> pd.DataFrame:
    """Draw the panel: respondent_id, a category on each margin, base_weight, cell, leniency, device, network_id.

    Persons are drawn per region, so the base weight is that of the region. The cell numbers age by
    education, which is all that answers and the choice of an organisation depend on.
    """
    people = pd.DataFrame({margin: _draw_categories(rng, margin, count) for margin in MARGINS})
    people.loc[rng.random(count) < UNKNOWN_EDUCATION_RATE, "education"] = ""
    people["base_weight"] = people["region"].map(_region_weights()).round(2)
    people["cell"] = people["age_sex"].map(AGE_PLACES) * len(LENIENCY_BY_EDUCATION)
    people["cell"] += people["education"].map(EDUCATION_PLACES)
    people["leniency"] = rng.normal(0, LENIENCY_SD, count) + cell_leniency()[people["cell"]]
    people.insert(0, "respondent_id", [f"P{number:06d}" for number in rng.permutation(count) + 1])
    people["device"] = rng.choice(list(DEVICES), count, p=list(DEVICES.values()))
    # 2001:db8::/32 is kept free for examples: nobody has such an address.
    networks = rng.integers(NETWORKS, size=count)
    people["network_id"] = [f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1" for number in networks]
    return people


def cell_leniency() -> np.ndarray:
    """The mean leniency of each cell."""
    return np.add.outer(list(LENIENCY_BY_AGE.values()), list(LENIENCY_BY_EDUCATION.values())).ravel()


def cell_shares() -> tuple[np.ndarray, np.ndarray]:
    """The share of each cell in the panel and in the population; who does not say the education keeps its share."""
    panel, population = (np.outer(_age_shares(of), _education_shares(of)).ravel() for of in (_in_panel, _in_population))
    return panel, population


def _age_shares(shares_of: Callable[[str], np.ndarray]) -> np.ndarray:
    """Over both sexes."""
    return np.bincount(list(AGE_PLACES.values()), shares_of("age_sex"))


def _education_shares(shares_of: Callable[[str], np.ndarray]) -> np.ndarray:
    return np.append(shares_of("education") * (1 - UNKNOWN_EDUCATION_RATE), UNKNOWN_EDUCATION_RATE)


def _in_panel(margin: str) -> np.ndarray:
    shares = np.array([share for _, share in MARGINS[margin].values()])
    return shares / shares.sum()


def _in_population(margin: str) -> np.ndarray:
    population = np.array([population for population, _ in MARGINS[margin].values()])
    return population / population.sum()


def _draw_categories(rng: np.random.Generator, margin: str, count: int) -> np.ndarray:
    return rng.choice(list(MARGINS[margin]), count, p=_in_panel(margin))


def _region_weights() -> dict[str, float]:
    return dict(zip(MARGINS["region"], _in_population("region") / _in_panel("region"), strict=True))
