"""How a level becomes marks from 0 to 10: level + the person's leniency + noise, rounded and cut."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

LENIENCY_SD = 0.9
NOISE_SD = 1.5
NO_ANSWER_RATE = 0.015


@dataclass(frozen=True)
class Item:
    """A question: its canonical name, the supplier's column, what it measures, how much harder it is."""

    name: str
    column: str
    trait: str
    shift: float = 0.0


ITEMS = (
    Item("recommend", "aanbeveling", "recommendation"),
    Item("experience", "ervaring", "experience"),
    Item("trust_1", "vertrouwen_1", "trust", -0.1),
    Item("trust_2", "vertrouwen_2", "trust", -0.3),
    Item("trust_3", "vertrouwen_3", "trust", 0.4),
    Item("consistency_1", "constant", "consistency"),
    Item("webcare_1", "webcare", "webcare"),
    Item("ease_1", "gemak", "processes"),
    Item("employee_1", "medewerker_1", "employees", 0.2),
    Item("employee_2", "medewerker_2", "employees", 0.1),
    Item("employee_3", "medewerker_3", "employees", -0.3),
    Item("driver_process_1", "reden_proces", "processes", -0.2),
    Item("driver_product_price_1", "reden_prijs", "recommendation", -0.8),
    Item("driver_reputation_1", "reden_reputatie", "trust", 0.1),
    Item("driver_emotion_1", "reden_gevoel", "experience", -0.1),
)


def draw_marks(rng: np.random.Generator, level: np.ndarray, leniency: np.ndarray) -> np.ndarray:
    """Draw one mark per level, whatever its shape."""
    drawn = np.rint(level + leniency + rng.normal(0, NOISE_SD, np.shape(level)))
    return np.clip(drawn, 0, 10).astype(int)


def mark_shares(level: np.ndarray) -> np.ndarray:
    """The exact share of each mark 0..10 (last axis) that `draw_marks` gives over all persons.

    The level includes the mean leniency of these persons.
    """
    edges = np.concatenate([[-np.inf], np.arange(0.5, 10), [np.inf]])
    below = ndtr((edges - np.asarray(level)[..., None]) / np.hypot(LENIENCY_SD, NOISE_SD))
    return np.diff(below, axis=-1)
