"""How long respondents take: log-normal, by page, slower on a small screen."""

import numpy as np
import pandas as pd

# Median seconds of each page: contact, overall marks, trust, service, employees, reasons.
PAGE_MEDIANS = np.array([16.0, 24.0, 38.0, 28.0, 34.0, 46.0])
# A careful respondent needs to be at twice the median pace to look hurried: about one in 500 is.
PACE_SD = 0.20
PAGE_SD = 0.25
DEVICE_PACE = {"desktop": 1.0, "telefoon": 1.15, "tablet": 1.05}
# The questionnaire of the second wave explains more.
VERSION_PACE = {2025: 1.0, 2026: 1.1}
HURRY = 0.12


def draw_page_seconds(
    rng: np.random.Generator, wave: int, persons: np.ndarray, devices: pd.Series, is_hurried: np.ndarray
) -> np.ndarray:
    """Draw seconds per page, evaluations × pages; a person has the same pace in all evaluations of a wave."""
    pace = rng.normal(0, PACE_SD, persons.max() + 1)[persons] + np.log(devices.map(DEVICE_PACE).to_numpy())
    pace += np.log(VERSION_PACE[wave]) + np.log(HURRY) * is_hurried
    noise = rng.normal(0, PAGE_SD, (len(persons), len(PAGE_MEDIANS)))
    return (PAGE_MEDIANS * np.exp(pace[:, None] + noise)).round(1)
