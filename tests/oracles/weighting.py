"""What unequal weights cost: section 2."""

from collections.abc import Sequence

import numpy as np


def effective_number(weights: Sequence[float]) -> float:
    """Kish's (Σw)²/Σw²: so many equal weights are as precise (Kish 1965)."""
    weights = np.asarray(weights, dtype=float)
    return weights.sum() ** 2 / (weights**2).sum()


def design_effect(weights: Sequence[float]) -> float:
    """Kish's n·Σw²/(Σw)²; rows of weight 0 are no part of n."""
    return np.count_nonzero(weights) / effective_number(weights)
