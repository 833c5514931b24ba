"""Short measurements right after a contact: one question, about that contact, that everyone answers."""

import numpy as np
import pandas as pd

from centricity_sample.answers import draw_marks
from centricity_sample.calendar import FIELDWORK, draw_days
from centricity_sample.channels import draw_channels
from centricity_sample.organisations import in_wave
from centricity_sample.qualities import level_of
from centricity_sample.selection import FIRST_PERSON
from centricity_sample.survey_file import draw_spellings

MEASUREMENTS_PER_WAVE = 2_400
# How much better or worse than the relation a contact of this kind is felt.
TOUCHPOINTS = {"aankoop": 0.5, "klantenservice": 0.0, "klachtafhandeling": -1.0, "factuur": -0.3}


def draw_touchpoints(
    rng: np.random.Generator, wave: int, organisations: pd.DataFrame, qualities: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:
    """Draw one wave's measurements in the supplier's columns, in the order of completion, plus `local_time`."""
    organisations = in_wave(organisations, wave)
    persons = FIRST_PERSON[wave] + rng.permutation(len(people) - FIRST_PERSON[wave])[:MEASUREMENTS_PER_WAVE]
    drawn = rng.permutation(np.arange(MEASUREMENTS_PER_WAVE) % len(organisations))
    rows = pd.concat(
        [people.iloc[persons].reset_index(drop=True), organisations.iloc[drawn].reset_index(drop=True)], axis=1
    ).assign(wave=wave, contactmoment=rng.choice(list(TOUCHPOINTS), MEASUREMENTS_PER_WAVE))
    rows["local_time"] = draw_days(rng, *FIELDWORK[wave], len(rows)) + rng.integers(8 * 3600, 22 * 3600, len(rows))
    level = level_of(qualities, rows, "recommendation") + rows["contactmoment"].map(TOUCHPOINTS).to_numpy()
    rows["aanbeveling"] = draw_marks(rng, level, rows["leniency"].to_numpy())
    rows["kanaal"] = draw_channels(rng, rows["online"])
    rows["organisatie"] = draw_spellings(rng, rows)
    rows = rows.rename(columns={"respondent_id": "respondent"}).sort_values(["local_time", "respondent"], kind="stable")
    rows["meting_id"] = [f"T{wave % 100}{number:06d}" for number in range(1, len(rows) + 1)]
    rows["ingevuld_op"] = rows["local_time"].dt.strftime("%d-%m-%Y %H:%M:%S")
    return rows[
        [
            "meting_id",
            "respondent",
            "organisatie",
            "ingevuld_op",
            "contactmoment",
            "kanaal",
            "aanbeveling",
            "local_time",
        ]
    ]
