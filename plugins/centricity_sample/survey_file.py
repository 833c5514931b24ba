"""The survey as its supplier writes it: Dutch columns, decimal commas, organisations by any of their names."""

import numpy as np
import pandas as pd

from centricity_sample.answers import ITEMS
from centricity_sample.calendar import TIME_ZONE
from centricity_sample.words import draw_comments


def as_delivered(rng: np.random.Generator, evaluations: pd.DataFrame, organisations: pd.DataFrame) -> pd.DataFrame:
    """The evaluations of `survey_frame` in the supplier's columns, plus `local_time`."""
    named = evaluations[["organisation_id"]].merge(organisations, on="organisation_id", validate="many_to_one")
    local_time = evaluations["completed_at"].dt.tz_localize("UTC").dt.tz_convert(TIME_ZONE).dt.tz_localize(None)
    return pd.DataFrame(
        {
            "evaluatie_id": evaluations["evaluation_id"],
            "respondent": evaluations["respondent_id"],
            "organisatie": draw_spellings(rng, named),
            "ingevuld_op": local_time.dt.strftime("%d-%m-%Y %H:%M:%S"),
            "kanaal": evaluations["channel"],
            "contact_12_maanden": np.where(evaluations["has_recent_contact"], "ja", "nee"),
            "weegfactor": evaluations["base_weight"].map("{:.2f}".format).str.replace(".", ","),
            "leeftijd_geslacht": evaluations["age_sex"],
            "opleiding": evaluations["education"],
            "regio": evaluations["region"],
            **{item.column: _draw_texts(rng, evaluations[item.name].to_numpy(), item.name) for item in ITEMS},
            "toelichting": draw_comments(rng, evaluations["experience"].fillna(7).to_numpy()),
            "duur_seconden": evaluations["duration_seconds"].astype(int),
            "paginatijden": [_as_text(pages) for pages in evaluations["page_seconds"]],
            "apparaat": evaluations["device"],
            "netwerkadres": evaluations["network_id"],
            "vragenlijst": "KCI-standaard",
            "versie": evaluations["questionnaire_version"],
            "local_time": local_time,
        }
    )


def draw_spellings(rng: np.random.Generator, rows: pd.DataFrame) -> np.ndarray:
    """Draw how each row names its organisation: mostly by its name, else by its first alias."""
    return np.where(rng.random(len(rows)) < 0.9, rows["name"], rows["aliases"].str[0])


def _draw_texts(rng: np.random.Generator, marks: np.ndarray, item: str) -> np.ndarray:
    """The marks as text: no answer is empty or `weet niet`, and empty for all who used no webcare."""
    texts = np.nan_to_num(marks).astype(int).astype(str).astype(object)
    says_so = (rng.random(len(marks)) < 0.5) & (item != "webcare_1")
    return np.where(np.isnan(marks), np.where(says_so, "weet niet", ""), texts)


def _as_text(pages: np.ndarray) -> str:
    return "|".join(f"{seconds:.1f}" for seconds in pages).replace(".", ",")
