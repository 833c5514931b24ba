"""Where the sample's random numbers come from."""

import numpy as np

DEFAULT_SEED = 2012
# In this order; a new part is added at the end, so that the others stay as they are.
STREAMS = (
    "qualities",
    "people",
    "survey",
    "touchpoints",
    "webcare",
    "process",
    "reference",
    "customers",
    "channels",
    "carelessness",
    "durations",
    "wording",
)


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one part of the sample: a change in one part leaves the others as they are."""
    return np.random.default_rng([seed, STREAMS.index(name)])
