"""Times of which some had not ended when the observation did."""

from typing import Any

import numpy as np
from scipy.stats import CensoredData, ecdf

from centricity.statistics import arguments


def kaplan_meier_median(durations: Any, has_ended: Any) -> float | None:
    """The smallest duration t with S(t) ≤ ½, S the Kaplan-Meier survival function (1958).

    What had not ended is censored at its duration: it counts as waiting until then, and is never dropped.

    Args:
        durations: at least 0, in any unit.
        has_ended: by position, True where the duration is complete.

    Returns:
        The median in the unit of `durations`, or None if it is not reached.

    Raises:
        ValueError: no durations, a negative one, lengths that differ, a `has_ended` other than True or False.
    """
    times = arguments.vector("durations", durations).to_numpy()
    ended = arguments.vector("has_ended", has_ended).to_numpy()
    arguments.refuse(times < 0, "durations", times, "a duration is at least 0")
    arguments.refuse(~np.isin(ended, (0, 1)), "has_ended", ended, "pass True or False")
    if len(times) != len(ended) or not len(times):
        raise ValueError(
            f"durations has {len(times)} values, has_ended {len(ended)}: pass as many of each, at least one"
        )
    survival = ecdf(CensoredData.right_censored(times, ended == 0)).sf
    # rounded: a product of fractions may miss one half by a hair
    reached = np.round(survival.probabilities, 9) <= 0.5
    return float(survival.quantiles[reached][0]) if reached.any() else None
