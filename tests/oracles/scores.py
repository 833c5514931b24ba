"""Figures on a scale of 0 to 100, and their weighted means: sections 3 and 4."""

from collections.abc import Sequence
from math import exp, log

GEOMETRIC_FLOOR = 1.0


def goalpost_score(figure: float, low: float, high: float, *, direction: int = 1, scale: str = "linear") -> float:
    """100·clip((f(x) - f(L))/(f(U) - f(L)), 0, 1), f the identity or the logarithm; 100 minus that if more is worse."""
    if scale == "ln":
        figure, low, high = log(max(figure, low)), log(low), log(high)
    score = 100 * min(max((figure - low) / (high - low), 0), 1)
    return score if direction == 1 else 100 - score


def arithmetic_mean(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Σω·S / Σω."""
    return sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights)


def geometric_mean(scores: Sequence[float], weights: Sequence[float]) -> float:
    """exp(Σω·ln max(S, 1) / Σω): a strong dimension does not make up for a weak one."""
    return exp(arithmetic_mean([log(max(score, GEOMETRIC_FLOOR)) for score in scores], weights))
