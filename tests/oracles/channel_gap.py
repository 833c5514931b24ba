"""How far apart an organisation's channels are: section 3, the channel gap."""

from math import sqrt

import numpy as np
from tests.oracles import method
from tests.oracles.design import standard_error
from tests.oracles.survey import Wave

INDICATOR = "consistency_gap"


def channel_gap(wave: Wave, channels: np.ndarray, organisation: str, version: str) -> float | None:
    """√max(0, Σ π (ȳ_k - ȳ)² - Σ π (1 - π) se_k²) over channels with enough valid evaluations; None for fewer than two.

    Args:
        wave: its values of the indicator are marks of 0 to 10.
        channels: of its evaluations; "" where it is not known.
        organisation: whose.
        version: of the method.
    """
    valid = wave.valid(organisation, INDICATOR)
    least = method.parameter(version, "channel_minimum_base")
    inside = [valid & (channels == name) for name in sorted(set(channels[valid]) - {""})]
    inside = [each for each in inside if each.sum() >= least]
    if len(inside) < 2:
        return None
    values, weights = wave.values[INDICATOR], wave.weights
    totals = np.array([weights[each].sum() for each in inside])
    means = np.array([np.average(values[each], weights=weights[each]) for each in inside])
    shares = totals / totals.sum()
    errors = []
    for each, total, mean in zip(inside, totals, means, strict=True):
        deviations = np.where(each, weights * (np.nan_to_num(values) - mean) / total, 0)
        errors.append(standard_error(wave.design.centred(deviations)))
    spread = (shares * (means - (shares * means).sum()) ** 2).sum()
    noise = (shares * (1 - shares) * np.array(errors) ** 2).sum()
    return sqrt(max(0.0, spread - noise))
