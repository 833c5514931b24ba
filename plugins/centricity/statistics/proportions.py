"""Intervals of proportions from a survey design, and whether a share is good enough to publish."""

from functools import cache
from math import sqrt
from typing import NamedTuple

from scipy.stats import beta, t

from centricity.statistics import arguments


class Interval(NamedTuple):
    """A proportion's interval, 0 to 1."""

    ci_low: float
    ci_high: float


def korn_graubard(
    proportion: float, standard_error: float, n: float, df: float, *, confidence: float = 0.95
) -> Interval:
    """Clopper-Pearson interval of a proportion on the design's effective sample size (Korn and Graubard 1998).

    n* = min(n, p(1 - p)/se²·(t_{n-1}/t_df)²) with the quantiles at (1 + confidence)/2, x = p·n*; the ends are
    the lower quantile of Beta(x, n* - x + 1) and the upper quantile of Beta(x + 1, n* - x). The cap at n is
    NCHS's (2017). A proportion of 0 or 1 has no standard error to speak of: n* = n, and that end is exact.

    Args:
        proportion: weighted, 0 to 1.
        standard_error: of the proportion by the design, at least 0.
        n: respondents, above 1; the Kish effective n where the proportion is 0 or 1.
        df: degrees of freedom of the design, at least 1; may be a fraction.
        confidence: in (0, 1).

    Raises:
        ValueError: an argument outside its limits, or a standard error of 0 with a proportion inside (0, 1).
    """
    tail = (1 - arguments.fraction("confidence", confidence)) / 2
    p = arguments.number("proportion", proportion, at_least=0, at_most=1)
    n = effective_respondents(p, standard_error, n, df, confidence=confidence)
    x = p * n
    return Interval(
        ci_low=float(beta.ppf(tail, x, n - x + 1)) if x > 0 else 0.0,
        ci_high=float(beta.isf(tail, x + 1, n - x)) if n - x > 0 else 1.0,
    )


def effective_respondents(
    proportion: float, standard_error: float, n: float, df: float, *, confidence: float = 0.95
) -> float:
    """n* of `korn_graubard`: how many respondents of a simple random sample tell as much; arguments as there."""
    tail = (1 - arguments.fraction("confidence", confidence)) / 2
    p = arguments.number("proportion", proportion, at_least=0, at_most=1)
    se = arguments.number("standard_error", standard_error, at_least=0)
    n = arguments.number("n", n, above=1)
    ratio = quantile_ratio(tail, n, arguments.number("df", df, at_least=1))
    if p in (0, 1):
        return n
    if se == 0:
        raise ValueError(
            f"standard_error is 0 with proportion {p}: no design gives that; "
            "pass the design's standard error, √(p(1 - p)/(n - 1)) for a simple random sample"
        )
    root = sqrt(p * (1 - p)) / se * ratio
    return n if root >= sqrt(n) else root**2


@cache
def quantile_ratio(tail: float, n: float, df: float) -> float:
    """t_{n-1}/t_df at the upper `tail`: by how much fewer degrees of freedom than n - 1 widen an interval."""
    return float(t.isf(tail, n - 1) / t.isf(tail, df))
