"""Changes from one wave to the next: which of them are more than sampling error."""

import pandas as pd

from centricity.statistics.contrasts import t_interval
from centricity.statistics.multiplicity import benjamini_hochberg
from centricity.statistics.neighbours import t_test

ALL = "*"


def tested_changes(differences: pd.DataFrame, parameters: pd.DataFrame) -> pd.DataFrame:
    """Interval and p-value of each change; adjusted by Benjamini-Hochberg over the organisations of a wave.

    Args:
        differences: `method_version`, `wave`, `figure` (an organisation, or `*` for all of them together: a single
            statement, that takes no part in the adjustment), `delta`, `standard_error`, `df`; the last two may be
            missing.
        parameters: one row per `method_version`, with `confidence`.

    Returns:
        `differences` in the order of its grain with `ci_low`, `ci_high`, `p_value` and `q_value`; missing where the
        standard error is.
    """
    grain = ["method_version", "wave", "figure"]
    confidence = parameters.set_index("method_version")["confidence"]
    found = [
        _tested(rows, float(confidence[version]))
        for (version, _), rows in differences.sort_values(grain).groupby(grain[:2])
    ]
    return pd.concat(found, ignore_index=True) if found else differences


def _tested(rows: pd.DataFrame, confidence: float) -> pd.DataFrame:
    known = rows.dropna(subset=["standard_error", "df"])
    p_values = pd.Series(t_test(known["delta"], known["standard_error"], known["df"].to_numpy()), index=known.index)
    low, high = t_interval(known["delta"], known["standard_error"], known["df"].to_numpy(), confidence)
    return rows.assign(
        ci_low=pd.Series(low, index=known.index, dtype=float),
        ci_high=pd.Series(high, index=known.index, dtype=float),
        p_value=p_values,
        q_value=benjamini_hochberg(p_values[known["figure"] != ALL]),
    )
