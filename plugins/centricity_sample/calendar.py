"""When things happen in the sample, and on which days suppliers deliver them.

The last delivery is that of November 2026: the second year runs to the end of October.
"""

import numpy as np
import pandas as pd

WAVES = (2025, 2026)
TIME_ZONE = "Europe/Amsterdam"
LAST_DAY = {2025: "2025-12-31", 2026: "2026-10-31"}
FIELDWORK = {2025: ("2025-09-01", "2025-11-30"), 2026: ("2026-09-01", "2026-10-31")}

SURVEY_DELIVERIES = ("2025-10-01", "2025-11-01", "2025-12-01", "2026-10-01", "2026-11-01")
WEBCARE_DELIVERIES = (
    "2025-04-01",
    "2025-07-01",
    "2025-10-01",
    "2026-01-01",
    "2026-04-01",
    "2026-07-01",
    "2026-10-01",
    "2026-11-01",
)
PROCESS_DELIVERIES = ("2025-07-01", "2026-01-01", "2026-07-01", "2026-11-01")


def draw_days(rng: np.random.Generator, first_day: str, last_day: str, count: int) -> np.ndarray:
    """Draw days between two days, both included, as datetime64 in seconds at midnight."""
    first, last = np.datetime64(first_day, "D"), np.datetime64(last_day, "D")
    days = first + rng.integers(0, (last - first).astype(int) + 1, count)
    return days.astype("datetime64[s]")


def split_by_delivery(times: pd.Series, deliveries: tuple[str, ...]) -> pd.Series:
    """The day on which each local time is delivered: the first delivery after it; null if none is yet."""
    edges = [pd.Timestamp("2025-01-01"), *(pd.Timestamp(day) for day in deliveries)]
    return pd.cut(times, edges, right=False, labels=list(deliveries)).astype(object)
