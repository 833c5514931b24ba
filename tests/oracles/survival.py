"""Times of which some had not ended when the observation did: section 3, questions and cases."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import CensoredData, ecdf


def kaplan_meier_median(durations: Sequence[float], has_ended: Sequence[bool]) -> float | None:
    """The smallest duration t with S(t) ≤ ½, S the Kaplan-Meier survival function (1958); None if not reached.

    What had not ended is censored at its duration: it counts as waiting until then, and is never dropped.

    Args:
        durations: at least 0, in any unit; the median is in it.
        has_ended: by position, True where the duration is complete.
    """
    survival = ecdf(CensoredData.right_censored(durations, ~np.asarray(has_ended, dtype=bool))).sf
    # rounded: a product of fractions may miss one half by a hair
    reached = np.round(survival.probabilities, 9) <= 0.5
    return float(survival.quantiles[reached][0]) if reached.any() else None
