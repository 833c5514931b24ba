"""Net Promoter Score with its sampling error, as the method page says it: section 5, NPS.

Shares are 0 to 1, results are points, -100 to 100.
"""

from math import sqrt
from typing import NamedTuple

from scipy.stats import norm, t

# Added to the detractors, the passives and the promoters (Rocks 2016).
PSEUDO_COUNTS = (0.75, 1.5, 0.75)


class NpsInterval(NamedTuple):
    """Points, but for `count`: the answers of a simple random sample that tells as much."""

    nps: float
    standard_error: float
    ci_low: float
    ci_high: float
    count: float


def nps_interval(detractors: float, passives: float, promoters: float, *, confidence: float = 0.95) -> NpsInterval:
    """Of a simple random sample, given its counts: SE = √(Var/n), the interval is the adjusted Wald interval."""
    count = detractors + passives + promoters
    shares = detractors / count, promoters / count
    return _interval(*shares, 100 * sqrt(variance_of_answer(*shares) / count), count, confidence)


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
    """Of a weighted or clustered sample: the adjusted Wald interval on effective counts.

    n* = min(n, (1 + Var/SE²)·(t_{n-1}/t_df)²), and Kish's effective number where SE = 0. For equal weights and no
    clusters n* = n: Var/SE² alone is n - 1.

    Args:
        detractor_share: weighted.
        promoter_share: weighted; the two sum to at most 1.
        standard_error: of the NPS by the design, points.
        n: respondents, above 1.
        df: degrees of freedom of the design, at least 1.
        kish_n: (Σw)²/Σw².
        confidence: in (0, 1).
    """
    variance = 1e4 * variance_of_answer(detractor_share, promoter_share)
    tail = (1 - confidence) / 2
    wider = t.isf(tail, n - 1) / t.isf(tail, df)
    count = min(n, (1 + variance / standard_error**2) * wider**2) if standard_error > 0 else kish_n
    return _interval(detractor_share, promoter_share, standard_error, count, confidence)


def variance_of_answer(detractor_share: float, promoter_share: float) -> float:
    """Of one answer that is -1, 0 or 1: promoters and detractors are not independent (Rocks 2016)."""
    return max(0.0, promoter_share + detractor_share - (promoter_share - detractor_share) ** 2)


def _interval(
    detractor_share: float, promoter_share: float, standard_error: float, count: float, confidence: float
) -> NpsInterval:
    adjusted = count + sum(PSEUDO_COUNTS)
    low = (count * detractor_share + PSEUDO_COUNTS[0]) / adjusted
    high = (count * promoter_share + PSEUDO_COUNTS[2]) / adjusted
    half_width = norm.isf((1 - confidence) / 2) * sqrt(variance_of_answer(low, high) / adjusted)
    return NpsInterval(
        100 * (promoter_share - detractor_share),
        standard_error,
        max(-100.0, 100 * (high - low - half_width)),
        min(100.0, 100 * (high - low + half_width)),
        count,
    )
