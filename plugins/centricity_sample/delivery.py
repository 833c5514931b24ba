"""The sample delivery as files: what suppliers would drop into `landing/`, and beside it the truth."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from centricity.home import replace_file
from centricity_sample.calendar import (
    PROCESS_DELIVERIES,
    SURVEY_DELIVERIES,
    WAVES,
    WEBCARE_DELIVERIES,
    split_by_delivery,
)
from centricity_sample.carelessness import CARELESS_SHARE
from centricity_sample.planted import list_planted, spoil
from centricity_sample.process import draw_events
from centricity_sample.reference import draw_organisation_records, list_margins
from centricity_sample.streams import DEFAULT_SEED, stream
from centricity_sample.survey import draw_panel, draw_survey
from centricity_sample.survey_file import as_delivered
from centricity_sample.touchpoints import draw_touchpoints
from centricity_sample.truth import scores_of
from centricity_sample.webcare import as_json_lines, draw_messages
from centricity_sample.world import World, draw_world

Files = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Sample:
    """Where a sample stands: the delivered files, and outside `landing/` the truth and what was planted."""

    delivered: tuple[Path, ...]
    truth: Path
    planted: Path


def write_sample(folder: Path, seed: int = DEFAULT_SEED, careless_share: float = CARELESS_SHARE) -> Sample:
    """Write a sample delivery to `folder/landing/<feed>/` and its truth and what is planted in it to `folder`.

    The same seed gives the same bytes. Every file appears whole, so a scheduler may be looking on.
    """
    world = draw_world(seed)
    files = _draw_files(seed, world, careless_share)
    spoil(files)
    delivered = tuple(_write(folder / "landing" / feed / name, text) for (feed, name), text in files.items())
    truth = scores_of(world).to_csv(index=False, float_format="%.6f", lineterminator="\n")
    return Sample(
        delivered=delivered,
        truth=_write(folder / "sample_truth.csv", truth),
        planted=_write(folder / "sample_faults.csv", list_planted().to_csv(index=False, lineterminator="\n")),
    )


def _draw_files(seed: int, world: World, careless_share: float) -> Files:
    """The texts of all files, keyed by feed and file name."""
    people = draw_panel(seed)
    drawn = (world.organisations, world.qualities)
    evaluations = draw_survey(seed, world, people, careless_share)
    survey = as_delivered(stream(seed, "wording"), evaluations, world.organisations)
    rng = stream(seed, "touchpoints")
    touchpoints = pd.concat([draw_touchpoints(rng, wave, *drawn, people) for wave in WAVES])
    messages = draw_messages(stream(seed, "webcare"), *drawn)
    events = draw_events(stream(seed, "process"), *drawn)
    return {
        **_draw_reference(stream(seed, "reference"), *drawn),
        **_split("sample_survey", "evaluaties_{}.csv", survey, SURVEY_DELIVERIES, _timed_as_csv),
        **_split("sample_touchpoints", "contactmomenten_{}.csv", touchpoints, SURVEY_DELIVERIES, _timed_as_csv),
        **_split("sample_webcare", "webcare_{}.jsonl", messages, WEBCARE_DELIVERIES, as_json_lines),
        **_split("sample_process", "gebeurtenissen_{}.csv", events, PROCESS_DELIVERIES, _timed_as_csv),
    }


def _draw_reference(rng: np.random.Generator, organisations: pd.DataFrame, qualities: pd.DataFrame) -> Files:
    """A year's organisations are delivered when the year is over; those of the last one, at its last delivery."""
    delivered = dict(zip(WAVES, ("2026-01-15", "2026-11-15"), strict=True))
    records = {wave: draw_organisation_records(rng, wave, organisations, qualities) for wave in WAVES}
    return {
        **{("sample_organisations", f"organisaties_{delivered[wave]}.csv"): _as_csv(records[wave]) for wave in WAVES},
        ("sample_margins", "bevolking_2025-01-01.csv"): _as_csv(list_margins()),
    }


def _split(
    feed: str, name: str, rows: pd.DataFrame, deliveries: tuple[str, ...], as_text: Callable[[pd.DataFrame], str]
) -> Files:
    """One text per delivery, each with the rows since the one before."""
    delivered_on = split_by_delivery(rows["local_time"], deliveries)
    return {(feed, name.format(day)): as_text(rows[delivered_on == day]) for day in deliveries}


def _as_csv(rows: pd.DataFrame) -> str:
    """Semicolons, quotes where needed, one line feed per record."""
    return rows.to_csv(index=False, sep=";", lineterminator="\n")


def _timed_as_csv(rows: pd.DataFrame) -> str:
    """The supplier has written the time in its own way."""
    return _as_csv(rows.drop(columns="local_time"))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text)
    return path
