"""Process: what happened in each complaint and each order, one event per row, with what was promised.

Cases are drawn first, then turned into events, step by step. A case's steps take place at ever later
hours of the day, so they keep their order when they fall on one day, and none falls in the night.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from centricity_sample.calendar import LAST_DAY, WAVES, draw_days
from centricity_sample.channels import draw_channels
from centricity_sample.organisations import in_wave
from centricity_sample.qualities import standing_of

CASES_PER_WAVE = {"klacht": (50, 60), "aanvraag": (56, 64)}
PROMISED_DAYS = {"klacht": (14, 21, 42), "aanvraag": (3, 5, 10)}
TOPICS = {"klacht": ("factuur", "levering", "storing", "bejegening"), "aanvraag": ("nieuw", "wijziging", "verlenging")}
WITHOUT_PROMISE_RATE = 0.05
NEVER_CLOSED_RATE = 0.04
TIME_FORMAT = "%d-%m-%Y %H:%M"


@dataclass(frozen=True)
class Step:
    """A step of a case: for which cases it happens (a column of the cases; empty: all), and on which day."""

    activity: dict[str, str]
    day: str
    happens: str = ""
    milestone: str = ""


STEPS = (
    Step({"klacht": "Klacht ontvangen", "aanvraag": "Aanvraag ontvangen"}, "opened_day", milestone="start"),
    Step({"klacht": "Ontvangst bevestigd", "aanvraag": "Betaling ontvangen"}, "opened_day"),
    Step({"klacht": "Klacht behandeld", "aanvraag": "Aanvraag uitgevoerd"}, "handled_day"),
    Step({"klacht": "Klacht behandeld", "aanvraag": "Aanvraag uitgevoerd"}, "closed_day", happens="has_rework"),
    Step({"klacht": "Klacht gesloten", "aanvraag": "Geleverd"}, "closed_day", happens="is_closed", milestone="einde"),
    Step(
        {"klacht": "Klacht heropend", "aanvraag": "Levering teruggemeld"},
        "reopened_day",
        happens="is_reopened",
        milestone="heropend",
    ),
    Step(
        {"klacht": "Klacht opnieuw gesloten", "aanvraag": "Opnieuw geleverd"},
        "reclosed_day",
        happens="is_reopened",
        milestone="einde",
    ),
)


def draw_events(rng: np.random.Generator, organisations: pd.DataFrame, qualities: pd.DataFrame) -> pd.DataFrame:
    """Draw all events up to the last delivery in the supplier's columns, in their order, plus `local_time`."""
    cases = pd.concat(
        [_draw_cases(rng, wave, process, organisations) for wave in WAVES for process in CASES_PER_WAVE],
        ignore_index=True,
    )
    _draw_courses(rng, cases, standing_of(qualities, cases, "processes"))
    cases = _add_repeat_contacts(cases)
    cases["zaaknummer"] = [f"Z{wave % 100}-{number:06d}" for number, wave in enumerate(cases["wave"], start=1)]
    events = pd.concat([_events(rng, cases, position) for position in range(len(STEPS))], ignore_index=True)
    events = events[events["local_time"] < np.datetime64(LAST_DAY[2026]) + np.timedelta64(1, "D")]
    return events.sort_values(["local_time", "zaaknummer"], kind="stable", ignore_index=True)


def _draw_cases(rng: np.random.Generator, wave: int, process: str, organisations: pd.DataFrame) -> pd.DataFrame:
    organisations = in_wave(organisations, wave)
    counts = rng.integers(*CASES_PER_WAVE[process], len(organisations), endpoint=True)
    cases = organisations.loc[np.repeat(organisations.index, counts), ["organisation_id", "online"]]
    return cases.reset_index(drop=True).assign(
        wave=wave,
        process=process,
        opened_day=draw_days(rng, f"{wave}-01-01", LAST_DAY[wave], len(cases)),
        promised_days=rng.choice(PROMISED_DAYS[process], len(cases)),
        topic=rng.choice(TOPICS[process], len(cases)),
        channel=draw_channels(rng, cases["online"]),
    )


def _draw_courses(rng: np.random.Generator, cases: pd.DataFrame, standing: np.ndarray) -> None:
    """Draw how each case goes. The better the processes, the less is late, done again, reopened or asked again."""
    count = len(cases)

    def happens(rate: float, effect: float) -> np.ndarray:
        return rng.random(count) < np.clip(rate - effect * standing, 0.01, 0.6)

    is_late = happens(0.22, 0.09)
    closed_after = rng.integers(1, cases["promised_days"])
    closed_after = np.where(is_late, cases["promised_days"] + rng.integers(1, 15, count), closed_after)
    cases["closed_day"] = cases["opened_day"] + closed_after.astype("timedelta64[D]")
    cases["handled_day"] = cases["opened_day"] + (closed_after // 2).astype("timedelta64[D]")
    cases["has_rework"] = happens(0.16, 0.07)
    cases["is_closed"] = rng.random(count) >= NEVER_CLOSED_RATE
    cases["is_reopened"] = cases["is_closed"] & happens(0.08, 0.04)
    cases["reopened_day"] = cases["closed_day"] + rng.integers(1, 15, count).astype("timedelta64[D]")
    cases["reclosed_day"] = cases["reopened_day"] + rng.integers(1, 10, count).astype("timedelta64[D]")
    cases["is_repeated"] = happens(0.07, 0.03)
    cases["repeat_days"] = rng.integers(2, 13, count)
    has_promise = rng.random(count) >= WITHOUT_PROMISE_RATE
    promised = cases["opened_day"] + cases["promised_days"].to_numpy().astype("timedelta64[D]")
    cases["promised_day"] = promised.where(has_promise)
    cases["customer"] = [f"K{number:06d}" for number in rng.permutation(count) + 1]


def _add_repeat_contacts(cases: pd.DataFrame) -> pd.DataFrame:
    """Add a second case of the same customer and topic, a few days after the first was opened."""
    repeats = cases[cases["is_repeated"]].copy()
    later = repeats["repeat_days"].to_numpy().astype("timedelta64[D]")
    for day in ("opened_day", "handled_day", "closed_day", "reopened_day", "reclosed_day", "promised_day"):
        repeats[day] = repeats[day] + later
    return pd.concat([cases, repeats], ignore_index=True)


def _events(rng: np.random.Generator, cases: pd.DataFrame, position: int) -> pd.DataFrame:
    """The events of one step."""
    step = STEPS[position]
    chosen = cases[cases[step.happens]] if step.happens else cases
    minutes = 8 * 60 + 100 * position + rng.integers(0, 100, len(chosen))
    occurred_at = chosen[step.day] + minutes.astype("timedelta64[m]")
    return pd.DataFrame(
        {
            "zaaknummer": chosen["zaaknummer"],
            "organisatie": chosen["organisation_id"],
            "klantnummer": chosen["customer"],
            "soort": chosen["process"],
            "onderwerp": chosen["topic"],
            "kanaal": chosen["channel"],
            "activiteit": chosen["process"].map(step.activity),
            "mijlpaal": step.milestone,
            "tijdstip": occurred_at.dt.strftime(TIME_FORMAT),
            "toegezegd": chosen["promised_day"].dt.strftime("%d-%m-%Y").fillna(""),
            "local_time": occurred_at,
        }
    )
