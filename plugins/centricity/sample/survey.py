"""The survey: 9,000 evaluations per wave of organisations by their customers."""

import numpy as np
import pandas as pd

from centricity.sample.answers import ITEMS, draw_marks, draw_texts
from centricity.sample.calendar import FIELDWORK, draw_days
from centricity.sample.qualities import level_of
from centricity.sample.words import draw_comments

EVALUATIONS_PER_WAVE = 9_000
FEWEST_EVALUATIONS = 116
# Two organisations that the panel hardly knows: too few evaluations for a rank.
SPARSE_EVALUATIONS = {"REI5": 72, "WON5": 88}
SIZE_WEIGHT = {"klein": 1, "middel": 2, "groot": 4}
# Persons of the panel from here on answer in the wave: a good third of the first wave does so again.
FIRST_PERSON = {2025: 0, 2026: 4_200}
PANEL_SIZE = 16_000
ORGANISATIONS_PER_PERSON = {1: 0.72, 2: 0.20, 3: 0.08}
WEBCARE_USERS = 0.41
CHANNELS = {
    "ja": {"website": 0.50, "app": 0.32, "telefoon": 0.10, "chat": 0.08},
    "nee": {"website": 0.30, "app": 0.14, "telefoon": 0.24, "balie": 0.32},
}


def draw_survey(
    rng: np.random.Generator, wave: int, organisations: pd.DataFrame, qualities: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:
    """Draw one wave's evaluations in the supplier's columns, in the order of completion, plus `local_time`."""
    persons = _draw_persons(rng, wave)
    drawn = _draw_organisations(rng, organisations, persons)
    evaluations = pd.concat(
        [people.iloc[persons].reset_index(drop=True), organisations.iloc[drawn].reset_index(drop=True)], axis=1
    ).assign(wave=wave, local_time=_draw_completion(rng, wave, persons))
    for item in ITEMS:
        level = level_of(qualities, evaluations, item.trait) + item.shift
        evaluations[item.column] = draw_marks(rng, level, evaluations["leniency"].to_numpy())
    evaluations["toelichting"] = draw_comments(rng, evaluations["ervaring"].to_numpy())
    for item in ITEMS:
        evaluations[item.column] = draw_texts(rng, evaluations[item.column].to_numpy())
    evaluations.loc[rng.random(len(evaluations)) >= WEBCARE_USERS, "webcare"] = ""
    evaluations["kanaal"] = draw_channels(rng, evaluations["online"])
    evaluations["organisatie"] = draw_spellings(rng, evaluations)
    return _as_delivered(evaluations.sort_values(["local_time", "respondent"], kind="stable"))


def draw_channels(rng: np.random.Generator, online: pd.Series) -> np.ndarray:
    """Draw the channel that each customer used mostly."""
    drawn = {kind: rng.choice(list(shares), len(online), p=list(shares.values())) for kind, shares in CHANNELS.items()}
    return np.where(online == "ja", drawn["ja"], drawn["nee"])


def draw_spellings(rng: np.random.Generator, rows: pd.DataFrame) -> np.ndarray:
    """Draw how each row names its organisation: mostly by its name, else by its first alias."""
    return np.where(rng.random(len(rows)) < 0.9, rows["name"], rows["aliases"].str[0])


def _draw_persons(rng: np.random.Generator, wave: int) -> np.ndarray:
    """Positions in the panel, one per evaluation; who rates several organisations stands there several times."""
    counts = rng.choice(list(ORGANISATIONS_PER_PERSON), EVALUATIONS_PER_WAVE, p=list(ORGANISATIONS_PER_PERSON.values()))
    return np.repeat(np.arange(len(counts)), counts)[:EVALUATIONS_PER_WAVE] + FIRST_PERSON[wave]


def _draw_organisations(rng: np.random.Generator, organisations: pd.DataFrame, persons: np.ndarray) -> np.ndarray:
    """Positions of the organisations, one per evaluation; nobody rates one organisation twice."""
    counts = _draw_counts(rng, organisations)
    drawn = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    while True:
        repeated = np.flatnonzero(pd.DataFrame({"person": persons, "organisation": drawn}).duplicated())
        if len(repeated) == 0:
            return drawn
        for one, other in zip(repeated, rng.integers(0, len(drawn), len(repeated)), strict=True):
            drawn[[one, other]] = drawn[[other, one]]


def _draw_counts(rng: np.random.Generator, organisations: pd.DataFrame) -> np.ndarray:
    """Evaluations per organisation: a floor, and more for the large; they add up exactly."""
    sparse = organisations["organisation_id"].map(SPARSE_EVALUATIONS)
    floor = sparse.fillna(FEWEST_EVALUATIONS).to_numpy().astype(int)
    weights = organisations["size"].map(SIZE_WEIGHT).to_numpy() * sparse.isna().to_numpy()
    return floor + rng.multinomial(EVALUATIONS_PER_WAVE - floor.sum(), weights / weights.sum())


def _draw_completion(rng: np.random.Generator, wave: int, persons: np.ndarray) -> np.ndarray:
    """Local times, in the day; a person fills everything in within one sitting."""
    own, sitting = np.unique(persons, return_inverse=True)
    started = draw_days(rng, *FIELDWORK[wave], len(own)) + rng.integers(7 * 3600, 22 * 3600, len(own))
    order_in_sitting = pd.Series(sitting).groupby(sitting).cumcount().to_numpy()
    seconds = order_in_sitting * 240 + rng.integers(90, 240, len(persons))
    return started[sitting] + seconds


def _as_delivered(evaluations: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "evaluatie_id": [f"E{wave % 100}{number:06d}" for number, wave in enumerate(evaluations["wave"], start=1)],
            "respondent": evaluations["respondent"],
            "organisatie": evaluations["organisatie"],
            "ingevuld_op": evaluations["local_time"].dt.strftime("%d-%m-%Y %H:%M:%S"),
            "kanaal": evaluations["kanaal"],
            "weegfactor": evaluations["base_weight"].map("{:.2f}".format).str.replace(".", ","),
            "leeftijd_geslacht": evaluations["age_sex"],
            "opleiding": evaluations["education"],
            "regio": evaluations["region"],
            **{item.column: evaluations[item.column] for item in ITEMS},
            "toelichting": evaluations["toelichting"],
            "vragenlijst": "KCI-standaard",
            "local_time": evaluations["local_time"],
        }
    )
