"""The channels that customers use, and organisations whose channels differ."""

import numpy as np
import pandas as pd

CHANNELS = {
    "ja": {"website": 0.50, "app": 0.32, "telefoon": 0.10, "chat": 0.08},
    "nee": {"website": 0.30, "app": 0.14, "telefoon": 0.24, "balie": 0.32},
}
# Where channels differ, the website and the counter are better than the app and the telephone.
STANDING = {"website": 1, "app": -1, "telefoon": -1, "chat": 0, "balie": 1}
GAP_RATE = 0.4
GAP_SIZE = (0.4, 1.0)


def draw_channels(rng: np.random.Generator, online: pd.Series) -> np.ndarray:
    """Draw the channel that each customer used mostly."""
    drawn = {kind: rng.choice(list(shares), len(online), p=list(shares.values())) for kind, shares in CHANNELS.items()}
    return np.where(online == "ja", drawn["ja"], drawn["nee"])


def draw_gaps(rng: np.random.Generator, organisations: pd.DataFrame) -> pd.Series:
    """Draw how far an organisation's channels differ, in marks for the experience; 0 for most. By organisation_id."""
    sizes = rng.uniform(*GAP_SIZE, len(organisations))
    return pd.Series(sizes * (rng.random(len(sizes)) < GAP_RATE), index=organisations["organisation_id"])


def channel_shares(online: pd.Series) -> np.ndarray:
    """The expected share of each channel of `STANDING`, one row per organisation."""
    return np.array([[CHANNELS[kind].get(channel, 0.0) for channel in STANDING] for kind in online])
