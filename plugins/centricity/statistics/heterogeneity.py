"""How much of the spread between organisations is real: between-variance and rankability."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from centricity.statistics import arguments


class Rankability(NamedTuple):
    """`share` of the variance between estimates that is no sampling error, 0 to 1, and its `level`."""

    share: float
    between_variance: float
    level: str


def dersimonian_laird(estimates: Any, standard_errors: Any) -> float:
    """Between-variance τ² by moments (DerSimonian and Laird 1986), in squared units of the estimates.

    With w = 1/se², Q = Σw(θ - θ̄_w)²: τ² = max(0, (Q - (J - 1))/(Σw - Σw²/Σw)). A τ² of 0 is a legal answer:
    the estimates differ by no more than their errors.

    Args:
        estimates: J ≥ 2 values.
        standard_errors: above 0; matched by label if both are Series, else by position.

    Raises:
        ValueError: fewer than two estimates, labels or lengths that differ, a standard error not above 0.
    """
    theta, variances = _estimates(estimates, standard_errors)
    w = 1 / variances
    excess = _spread(theta, w) - (len(theta) - 1)
    return float(max(0.0, excess / (w.sum() - (w**2).sum() / w.sum())))


def rankability(
    estimates: Any, standard_errors: Any, *, moderate_from: float = 0.5, high_above: float = 0.75
) -> Rankability:
    """Share of the differences between organisations that is real: τ²/(τ² + median se²) (van Dishoeck 2011).

    τ² is that of `dersimonian_laird`. Where an estimate has no error (all its respondents agree) its weight would be
    infinite: then τ² is that of Hedges and Olkin (1985), max(0, s² - mean se²). Equal estimates without error: 0.

    Args:
        estimates: J ≥ 2 scores; with five of them the result is rough.
        standard_errors: at least 0; matched by label if both are Series, else by position.
        moderate_from: a share below it is `low`.
        high_above: a share above it is `high`, else `moderate`.

    Raises:
        ValueError: fewer than two estimates, labels or lengths that differ, a standard error below 0.
    """
    theta, variances = _estimates(estimates, standard_errors, may_be_certain=True)
    if (variances > 0).all():
        between = dersimonian_laird(estimates, standard_errors)
    else:
        between = max(0.0, float(theta.var(ddof=1) - variances.mean()))
    share = between / (between + float(np.median(variances))) if between > 0 else 0.0
    level = "low" if share < moderate_from else "high" if share > high_above else "moderate"
    return Rankability(share, between, level)


def _spread(theta: np.ndarray, w: np.ndarray) -> float:
    return float((w * (theta - np.average(theta, weights=w)) ** 2).sum())


def _estimates(estimates: Any, standard_errors: Any, *, may_be_certain: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """The estimates and their sampling variances."""
    theta = arguments.vector("estimates", estimates)
    errors = arguments.vector("standard_errors", standard_errors)
    if isinstance(estimates, pd.Series) and isinstance(standard_errors, pd.Series):
        errors = errors.iloc[arguments.same_labels("standard_errors", errors.index, theta.index, "estimates")]
    if len(theta) != len(errors) or len(theta) < 2:
        raise ValueError(
            f"estimates has {len(theta)} values, standard_errors {len(errors)}: pass as many of each, at least two"
        )
    values = errors.to_numpy()
    wrong = values < 0 if may_be_certain else values <= 0
    remedy = "pass values of at least 0" if may_be_certain else "standard errors are above 0; leave the unit out"
    arguments.refuse(wrong, "standard_errors", values, remedy, (theta.index,))
    return theta.to_numpy(), values**2
