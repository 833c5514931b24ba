"""Reference data: the organisations per year, and the population."""

import numpy as np
import pandas as pd

from centricity_sample.organisations import in_wave
from centricity_sample.people import MARGINS
from centricity_sample.qualities import standing_of

CUSTOMERS = {"klein": 60_000, "middel": 400_000, "groot": 1_800_000}
COMPLAINT_BODY_CASES_PER_10000 = 4.0


def draw_organisation_records(
    rng: np.random.Generator, wave: int, organisations: pd.DataFrame, qualities: pd.DataFrame
) -> pd.DataFrame:
    """A year's organisations in the supplier's columns. Who is trusted less has more cases at the complaint body."""
    rows = in_wave(organisations, wave).assign(wave=wave)
    customers = (rows["size"].map(CUSTOMERS) * np.exp(rng.normal(0, 0.3, len(rows)))).round(-2).astype(int)
    rate = COMPLAINT_BODY_CASES_PER_10000 * np.exp(-0.5 * standing_of(qualities, rows, "trust"))
    return pd.DataFrame(
        {
            "code": rows["organisation_id"],
            "jaar": wave,
            "naam": rows["name"],
            "branche": rows["industry"],
            "online": rows["online"],
            "omvang": rows["size"],
            "aliassen": rows["aliases"].str.join("|"),
            "klanten": customers,
            "geschillen": rng.poisson(rate * customers / 10_000),
        }
    )


def list_margins() -> pd.DataFrame:
    """The population of every category of every margin."""
    return pd.DataFrame(
        [
            {"marge": margin, "categorie": category, "volgorde": order, "bevolking": population}
            for margin, categories in MARGINS.items()
            for order, (category, (population, _)) in enumerate(categories.items(), start=1)
        ]
    )
