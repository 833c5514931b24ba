"""Who is ahead of the next in a league table: descriptive, for the pairs were chosen by their order."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from centricity.statistics import arguments
from centricity.statistics.covariance import joint_covariance
from centricity.statistics.multiplicity import holm


def t_test(differences: Any, standard_errors: Any, df: Any) -> np.ndarray:
    """Two-sided p-values of differences from 0, by Student's t.

    Without error (`standard_error` 0) a difference is certain: p = 0, or 1 if it is 0 itself.

    Args:
        differences: n values.
        standard_errors: n values of at least 0, by position.
        df: degrees of freedom above 0, n values or one.
    """
    difference = arguments.vector("differences", differences).to_numpy()
    error = arguments.vector("standard_errors", standard_errors).to_numpy()
    arguments.refuse(error < 0, "standard_errors", error, "standard errors are at least 0")
    certain = np.where(difference == 0, 0.0, np.inf)
    statistic = np.divide(np.abs(difference), error, out=certain, where=error > 0)
    return 2 * student.sf(statistic, df)


def neighbour_tests(scores: pd.Series, covariance: Any, df: pd.Series) -> pd.DataFrame:
    """Each organisation against the next of its league table.

    D = A_a - A_b, V = V_aa + V_bb - 2V_ab, t with the smaller df of the two; p-values adjusted by Holm over the
    J - 1 pairs. Sorted neighbours are selected pairs: the formal statement is the simultaneous rank set.

    Args:
        scores: by organisation; equal ones stay in the order given.
        covariance: J × J, joint; a DataFrame is matched by label.
        df: degrees of freedom by organisation.

    Returns:
        `next_lead` (points ahead of the next) and `next_p_value` by organisation in the order of `scores`; NaN for
        the last.
    """
    scores = arguments.vector("scores", scores)
    v = joint_covariance(covariance, scores.index, "scores")
    freedom = df.iloc[arguments.same_labels("df", df.index, scores.index, "scores")].to_numpy(float)
    order = np.argsort(-scores.to_numpy(), kind="stable")
    first, second = order[:-1], order[1:]
    lead = scores.to_numpy()[first] - scores.to_numpy()[second]
    error = np.sqrt(np.maximum(v[first, first] + v[second, second] - 2 * v[first, second], 0))
    p_values = holm(t_test(lead, error, np.minimum(freedom[first], freedom[second])))
    found = pd.DataFrame({"next_lead": np.nan, "next_p_value": np.nan}, index=scores.index)
    found.iloc[first] = np.column_stack([lead, p_values])
    return found
