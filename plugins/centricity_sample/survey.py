"""The survey: what 9,000 evaluations per wave say, careful ones and others."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from centricity_sample.answers import ITEMS, NO_ANSWER_RATE, draw_marks
from centricity_sample.calendar import FIELDWORK, TIME_ZONE, WAVES, draw_days
from centricity_sample.carelessness import (
    CARELESS_SHARE,
    HEARSAY_EFFECT,
    draw_delays,
    draw_kinds,
    draw_sources,
    spoil_marks,
)
from centricity_sample.channels import STANDING, draw_channels
from centricity_sample.durations import draw_page_seconds
from centricity_sample.organisations import in_wave
from centricity_sample.people import draw_people
from centricity_sample.selection import PANEL_SIZE, draw_organisations, draw_persons
from centricity_sample.streams import stream
from centricity_sample.world import World, draw_world

WEBCARE_USERS = 0.41
NAMES = [item.name for item in ITEMS]


@dataclass(frozen=True)
class Streams:
    """The random numbers of the survey; what is careful stays the same whatever the careless do."""

    survey: np.random.Generator
    careless: np.random.Generator
    durations: np.random.Generator


def survey_frame(seed: int, careless_share: float = CARELESS_SHARE) -> pd.DataFrame:
    """Draw the survey evaluations of both waves, each in the order of completion, without writing files.

    Columns have the canonical names, channel and device the supplier's words. Each item is a column (NaN: no
    answer), and so is each margin (empty: unknown). `carelessness` says which kind of careless an evaluation
    is, empty for the careful: no supplier could.
    """
    return draw_survey(seed, draw_world(seed), draw_panel(seed), careless_share)


def draw_panel(seed: int) -> pd.DataFrame:
    """The persons who may be asked."""
    return draw_people(stream(seed, "people"), PANEL_SIZE)


def draw_survey(seed: int, world: World, people: pd.DataFrame, careless_share: float) -> pd.DataFrame:
    """Draw the evaluations in a world by a panel; see `survey_frame`."""
    streams = Streams(stream(seed, "survey"), stream(seed, "carelessness"), stream(seed, "durations"))
    return pd.concat([_draw_wave(streams, wave, world, people, careless_share) for wave in WAVES], ignore_index=True)


def _draw_wave(streams: Streams, wave: int, world: World, people: pd.DataFrame, careless_share: float) -> pd.DataFrame:
    organisations = in_wave(world.organisations, wave)
    persons = draw_persons(streams.survey, wave)
    affinities = world.affinities.loc[organisations["organisation_id"]].to_numpy()
    cells = people["cell"].to_numpy()[persons]
    rated = draw_organisations(streams.survey, organisations, persons, cells, affinities)
    kinds = draw_kinds(streams.careless, persons, careless_share)
    sources = draw_sources(streams.careless, kinds, rated)
    respondents = np.where(kinds == "repeated", persons[sources], persons)
    rows = pd.concat([_rows(people, respondents), _rows(organisations, rated)], axis=1)
    rows = rows.assign(wave=wave, carelessness=kinds, channel=draw_channels(streams.survey, rows["online"]))
    marks = _draw_answers(streams, world, rows)
    _copy(rows, marks, sources)
    is_hurried = np.isin(kinds, ["hurried", "flat"])
    pages = draw_page_seconds(streams.durations, wave, respondents, rows["device"], is_hurried)
    completed = _draw_completion(streams.survey, wave, persons, pages.sum(axis=1))
    delayed = completed[sources] + draw_delays(streams.careless, len(rows))
    completed = np.where(sources == np.arange(len(rows)), completed, delayed)
    return _as_canonical(rows, marks, pages, completed)


def _rows(frame: pd.DataFrame, positions: np.ndarray) -> pd.DataFrame:
    return frame.iloc[positions].reset_index(drop=True)


def _copy(rows: pd.DataFrame, marks: np.ndarray, sources: np.ndarray) -> None:
    """Give copies the marks, device and network of their source."""
    copies = np.flatnonzero(rows["carelessness"] == "copied")
    marks[copies] = marks[sources[copies]]
    for column in ("device", "network_id"):
        rows.loc[copies, column] = rows[column].to_numpy()[sources[copies]]


def _draw_answers(streams: Streams, world: World, rows: pd.DataFrame) -> np.ndarray:
    """Draw the marks, evaluations × items; NaN where there is no answer."""
    rng = streams.survey
    levels = world.qualities.loc[pd.MultiIndex.from_frame(rows[["organisation_id", "wave"]])]
    levels = levels[[item.trait for item in ITEMS]].to_numpy() + [item.shift for item in ITEMS]
    gaps = world.gaps.loc[rows["organisation_id"]].to_numpy() * rows["channel"].map(STANDING).to_numpy()
    levels[:, NAMES.index("experience")] += gaps
    levels += HEARSAY_EFFECT * (rows["carelessness"] == "ineligible").to_numpy()[:, None]
    marks = draw_marks(rng, levels, rows["leniency"].to_numpy()[:, None])
    spoil_marks(streams.careless, marks, rows["carelessness"].to_numpy())
    answers = np.where(rng.random(marks.shape) < NO_ANSWER_RATE, np.nan, marks)
    answers[rng.random(len(rows)) >= WEBCARE_USERS, NAMES.index("webcare_1")] = np.nan
    return answers


def _draw_completion(rng: np.random.Generator, wave: int, persons: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Local times, in the day; a person fills everything in within one sitting."""
    own, sitting = np.unique(persons, return_inverse=True)
    started = draw_days(rng, *FIELDWORK[wave], len(own)) + rng.integers(7 * 3600, 22 * 3600, len(own))
    so_far = pd.Series(seconds).groupby(sitting).cumsum().to_numpy()
    return started[sitting] + np.ceil(so_far).astype("timedelta64[s]")


def _as_canonical(rows: pd.DataFrame, marks: np.ndarray, pages: np.ndarray, completed: np.ndarray) -> pd.DataFrame:
    in_utc = pd.Series(completed).dt.tz_localize(TIME_ZONE).dt.tz_convert("UTC").dt.tz_localize(None)
    evaluations = pd.DataFrame(
        {
            "respondent_id": rows["respondent_id"],
            "organisation_id": rows["organisation_id"],
            "industry": rows["industry"],
            "wave": rows["wave"],
            "completed_at": in_utc,
            "channel": rows["channel"],
            "base_weight": rows["base_weight"],
            "has_recent_contact": rows["carelessness"] != "ineligible",
            "duration_seconds": pages.sum(axis=1).round(),
            "page_seconds": list(pages),
            "questionnaire_version": rows["wave"].astype(str) + "-1",
            "device": rows["device"],
            "network_id": rows["network_id"],
            **{margin: rows[margin] for margin in ("age_sex", "education", "region")},
            **dict(zip(NAMES, marks.T, strict=True)),
            "carelessness": rows["carelessness"],
        }
    )
    evaluations = evaluations.sort_values(["completed_at", "respondent_id"], kind="stable", ignore_index=True)
    ids = [f"E{wave % 100}{number:06d}" for number, wave in enumerate(evaluations["wave"], start=1)]
    evaluations.insert(0, "evaluation_id", ids)
    return evaluations
