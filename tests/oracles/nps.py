"""Net Promoter Score with its sampling error, for one group and for two.

Counts and shares are ordered detractors, passives, promoters; results are points, -100 to 100.
"""

from collections.abc import Mapping
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from centricity.statistics import arguments
from centricity.statistics.proportions import quantile_ratio

GROUPS = ("detractors", "passives", "promoters")
PSEUDO_COUNTS = (0.75, 1.5, 0.75)


class NpsInterval(NamedTuple):
    """Points, but for `count`, which is the number of answers (not whole if the counts are not)."""

    nps: float
    standard_error: float
    ci_low: float
    ci_high: float
    count: float


class NpsDifference(NamedTuple):
    """Points, but for `statistic` (z) and `p_value`."""

    difference: float
    standard_error: float
    statistic: float
    p_value: float
    ci_low: float
    ci_high: float


class Score(NamedTuple):
    """Promoters minus detractors as a share of `count`, -1 to 1, and the variance of one answer."""

    value: float
    variance: float
    count: float


def nps_interval(
    detractors: float,
    passives: float,
    promoters: float,
    *,
    confidence: float = 0.95,
    method: str = "adjusted_wald",
) -> NpsInterval:
    """NPS of a simple random sample, with a two-sided interval.

    With shares p, Var = p_P + p_D - (p_P - p_D)² and SE = √(Var/n), always of the counts as they are.
    The interval is cut to -100..100 and, with z = Φ⁻¹((1 + confidence)/2), is by `method`

    * `wald`: NPS ± z·SE;
    * `adjusted_wald`: the same after adding ¾, 1½ and ¾ to the counts (Rocks 2016);
    * `score`: the NPS values that a score test does not reject, seeing the NPS as the difference of matched
      pairs (Tango 1998); for small n and extreme shares.

    Args:
        detractors: count, at least 0; effective counts may be fractions.
        passives: count, likewise.
        promoters: count, likewise; the three have a positive sum.
        confidence: in (0, 1).
        method: `wald`, `adjusted_wald` or `score`.

    Raises:
        ValueError: a count that is negative or not finite, a sum of 0, an unknown method.
    """
    arguments.choice("method", method, METHODS)
    z = norm.isf((1 - arguments.fraction("confidence", confidence)) / 2)
    counts = _counts({"detractors": detractors, "passives": passives, "promoters": promoters})
    score = _score(counts)
    low, high = METHODS[method](counts, z)
    return _interval(score.value, sqrt(score.variance / score.count), (low, high), score.count)


def nps_difference(a: Any, b: Any, *, confidence: float = 0.95) -> NpsDifference:
    """NPS of `a` minus NPS of `b`, two independent samples.

    `difference` is of the counts as they are. All else rests on the adjusted figures, ¾, 1½ and ¾ added on
    each side (Rocks 2016): z = (NPS_a' - NPS_b') / √(Var_a'/n_a' + Var_b'/n_b'), and the interval is centred
    on NPS_a' - NPS_b' and cut to -200..200.

    Not for groups that share respondents: their answers are correlated. Take the variance of the difference
    from the covariance of the two scores instead, V_aa + V_bb - 2·V_ab.

    Args:
        a: the counts (detractors, passives, promoters); a Series or mapping with these labels in any order.
        b: the same of the other group.
        confidence: in (0, 1).

    Raises:
        ValueError: not three counts, a count that is negative or not finite, a sum of 0.
    """
    z = norm.isf((1 - arguments.fraction("confidence", confidence)) / 2)
    counts = [_counts(_by_group(name, group), f"{name}: ") for name, group in (("a", a), ("b", b))]
    first, second = (_score(group) for group in counts)
    adjusted = [_score(group + PSEUDO_COUNTS) for group in counts]
    centre = adjusted[0].value - adjusted[1].value
    standard_error = sqrt(sum(score.variance / score.count for score in adjusted))
    statistic = centre / standard_error
    return NpsDifference(
        difference=100 * (first.value - second.value),
        standard_error=100 * standard_error,
        statistic=statistic,
        p_value=float(2 * norm.sf(abs(statistic))),
        ci_low=max(-200.0, 100 * float(centre - z * standard_error)),
        ci_high=min(200.0, 100 * float(centre + z * standard_error)),
    )


def weighted_nps_interval(
    detractor_share: float,
    promoter_share: float,
    standard_error: float,
    n: float,
    df: float,
    *,
    kish_n: float,
    confidence: float = 0.95,
) -> NpsInterval:
    """NPS of a weighted or clustered sample: the adjusted Wald interval on effective counts.

    n* = min(n, (1 + Var/SE²)·(t_{n-1}/t_df)²) with the quantiles at (1 + confidence)/2, and the Kish
    effective n if SE = 0; the interval is that of `nps_interval` on the counts n*·share. For equal weights and
    no clusters n* = n: Var/SE² alone is n - 1.

    Args:
        detractor_share: weighted, 0 to 1.
        promoter_share: weighted, 0 to 1; the two sum to at most 1.
        standard_error: of the NPS by the design, points.
        n: respondents, above 1.
        df: degrees of freedom of the design, at least 1.
        kish_n: (Σw)²/Σw², used if `standard_error` is 0.
        confidence: in (0, 1).

    Returns:
        The weighted NPS, the standard error passed, the interval, and n* as `count`.

    Raises:
        ValueError: an argument outside its limits.
    """
    tail = (1 - arguments.fraction("confidence", confidence)) / 2
    p_d = arguments.number("detractor_share", detractor_share, at_least=0, at_most=1)
    p_p = arguments.number("promoter_share", promoter_share, at_least=0, at_most=1)
    # shares that are sums of weights may miss 1 by a rounding
    p_n = arguments.number("1 - detractor_share - promoter_share", 1 - p_d - p_p, at_least=-1e-9)
    se = arguments.number("standard_error", standard_error, at_least=0) / 100
    n = arguments.number("n", n, above=1)
    kish_n = arguments.number("kish_n", kish_n, above=0)
    ratio = quantile_ratio(tail, n, arguments.number("df", df, at_least=1))
    score = _score(np.array([p_d, max(0.0, p_n), p_p]))
    n_effective = min(n, (1 + score.variance / se / se) * ratio * ratio if se > 0 else kish_n)
    counts = n_effective * np.array([p_d, max(0.0, p_n), p_p])
    return _interval(score.value, se, _adjusted_wald(counts, norm.isf(tail)), n_effective)


def _counts(groups: dict[str, float], prefix: str = "") -> np.ndarray:
    counts = np.array([arguments.number(prefix + name, groups[name], at_least=0) for name in GROUPS])
    if not 0 < counts.sum() < np.inf:
        raise ValueError(f"{prefix}detractors + passives + promoters is {counts.sum():g}: pass at least one answer")
    return counts


def _by_group(name: str, counts: Any) -> dict[str, float]:
    if isinstance(counts, Mapping):
        counts = pd.Series(counts, dtype=object)
    is_labelled = isinstance(counts, pd.Series) and not isinstance(counts.index, pd.RangeIndex)
    values = arguments.vector(name, counts)
    if is_labelled:
        values = values.iloc[
            arguments.same_labels(name, values.index, pd.Index(GROUPS), "detractors, passives, promoters")
        ]
    if len(values) != len(GROUPS):
        raise ValueError(f"{name} has {len(values)} values: pass the three counts detractors, passives, promoters")
    return dict(zip(GROUPS, values, strict=True))


def _score(counts: np.ndarray) -> Score:
    n = float(counts.sum())
    d, _, p = (float(count) for count in counts)
    value = (p - d) / n
    return Score(value, max(0.0, (p + d) / n - value**2), n)


def _interval(nps: float, standard_error: float, ends: tuple[float, float], count: float) -> NpsInterval:
    low, high = (100 * float(np.clip(end, -1, 1)) for end in ends)
    return NpsInterval(100 * nps, 100 * standard_error, low, high, count)


def _wald(counts: np.ndarray, z: float) -> tuple[float, float]:
    score = _score(counts)
    margin = z * sqrt(score.variance / score.count)
    return score.value - margin, score.value + margin


def _adjusted_wald(counts: np.ndarray, z: float) -> tuple[float, float]:
    return _wald(counts + PSEUDO_COUNTS, z)


def _tango(counts: np.ndarray, z: float) -> tuple[float, float]:
    """Both ends in -1..1; where the test rejects nothing up to an end, that end."""
    return _tango_root(counts, z, otherwise=-1.0), _tango_root(counts, -z, otherwise=1.0)


def _tango_root(counts: np.ndarray, target: float, otherwise: float) -> float:
    tolerance = 1e-10
    low, high = tolerance - 1, 1 - tolerance
    if (_tango_statistic(low, counts) - target) * (_tango_statistic(high, counts) - target) >= 0:
        return otherwise
    return brentq(lambda nps: _tango_statistic(nps, counts) - target, low, high, xtol=tolerance)


def _tango_statistic(nps: float, counts: np.ndarray) -> float:
    """Score statistic of the hypothesis that the NPS is `nps`, in (-1, 1); falls as `nps` rises."""
    n = counts.sum()
    p_d, _, p_p = counts / n
    b = (2 - p_p + p_d) * nps - p_d - p_p
    root = sqrt(max(0.0, b * b + 8 * p_d * nps * (1 - nps)))
    variance = (root - b) / 2 + nps * (1 - nps)  # 2·q₂₁ + λ(1 - λ): of one answer, given this NPS
    distance = (p_p - p_d) - nps
    return distance * sqrt(n / variance) if variance > 0 else np.copysign(np.inf, distance) if distance else 0.0


METHODS = {"wald": _wald, "adjusted_wald": _adjusted_wald, "score": _tango}
