"""What is true in the sample: the organisations, how good they are, and who their customers are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from centricity_sample.channels import draw_gaps
from centricity_sample.customers import draw_affinities
from centricity_sample.organisations import list_organisations
from centricity_sample.qualities import draw_qualities
from centricity_sample.streams import stream
from centricity_sample.structure import EQUAL_INDUSTRY, PROFILES


@dataclass(frozen=True)
class World:
    """All that the truth depends on.

    Attributes:
        organisations: one row each.
        qualities: a level per trait; index (organisation_id, wave), for the waves in which they exist.
        affinities: log odds by which persons of a cell become customers; index organisation_id.
        gaps: how far the experience differs between channels; index organisation_id.
    """

    organisations: pd.DataFrame
    qualities: pd.DataFrame
    affinities: pd.DataFrame
    gaps: pd.Series


def draw_world(seed: int) -> World:
    """Draw what is true. Industries with a built-in structure differ in nothing but that."""
    organisations = list_organisations()
    affinities = draw_affinities(stream(seed, "customers"), organisations)
    gaps = draw_gaps(stream(seed, "channels"), organisations)
    industries = organisations["industry"].to_numpy()
    has_structure = np.isin(industries, [EQUAL_INDUSTRY, *PROFILES])
    affinities[has_structure] = 0.0
    gaps[has_structure] = 0.0
    return World(organisations, draw_qualities(stream(seed, "qualities"), organisations), affinities, gaps)
