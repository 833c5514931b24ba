"""T = F + s·bytes: what a run costs however little is delivered, and what each byte adds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Line:
    """Seconds as a straight line of bytes.

    Attributes:
        fixed: seconds.
        slope: seconds a byte.
    """

    fixed: float
    slope: float


def fit_line(points: Sequence[tuple[float, float]]) -> Line:
    """The line of (bytes, seconds) with the least squares of relative errors: a small run counts like a large one.

    Raises:
        ValueError: fewer than two sizes.
    """
    if len({size for size, _ in points}) < 2:
        raise ValueError("A line needs two sizes.")
    sizes, seconds = np.array(points, dtype=float).T
    slope, fixed = np.polyfit(sizes, seconds, 1, w=1 / seconds)
    return Line(float(fixed), float(slope))
