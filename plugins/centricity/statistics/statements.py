"""How far simulation leaves each statement that decides a verdict from its limit, in Monte-Carlo errors."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from centricity.statistics.step_down import OPEN


def surely_at_least(share: float, limit: float, draws: int | None) -> bool:
    """At the limit or above; where `draws` are given, by more than `OPEN` Monte-Carlo errors."""
    if draws is None:
        return bool(share >= limit)
    return limit_margin(share, limit, draws) > OPEN


def limit_margin(share: float, limit: float, draws: int) -> float:
    """Errors by which a share of draws lies above a limit; the error is that of a share at the limit."""
    return float((share - limit) / np.sqrt(limit * (1 - limit) / draws))


def deciding_statements(
    verdict: str,
    sets: pd.DataFrame,
    share: pd.Series,
    draws: int,
    is_first_by_geometric: bool,
    *,
    clear_from: float,
    winner_from: float,
) -> dict[str, float]:
    """The simulated statements on which a verdict rests, with the margin of each.

    `best_set`: one organisation alone may be the best, or more than one; in a lead group, each of those who may.
    `clear_share`, `winner_share`: the method share reaches the limit, or not. `lead_share`: who wins more scenarios
    than the first in rank. First place by the geometric index and rankability are computed, not simulated.

    Args:
        verdict: what was found.
        sets: `low`, `rank` and `exclusion_margin` by organisation.
        share: method share by organisation.
        draws: of the method's choices.
        is_first_by_geometric: of who alone may be the best.
        clear_from: limit of `clear winner`.
        winner_from: limit of `winner`.

    Returns:
        Positive margins by statement; no statement where nothing simulated decides.
    """
    is_group = verdict == "shared lead group"
    margins = {"best_set": _best_set_margin(sets, each=is_group)}
    candidates = sets.index[sets["low"] == 1]
    if len(candidates) == 1:
        margins |= _share_margins(
            verdict,
            float(share[candidates[0]]),
            draws,
            {"winner_share": winner_from} | ({"clear_share": clear_from} if is_first_by_geometric else {}),
        )
    if is_group:
        margins["lead_share"] = _lead_margin(sets, share, draws)
    return {name: margin for name, margin in margins.items() if np.isfinite(margin)}


def _best_set_margin(sets: pd.DataFrame, *, each: bool) -> float:
    """Of the least settled organisation, if `each` counts or one is alone; else of the surest second."""
    others = sets["exclusion_margin"].sort_values(kind="stable").iloc[1:]
    if each or (sets["low"] == 1).sum() == 1:
        return float(others.abs().min())
    return float(-others.min())


def _share_margins(verdict: str, share: float, draws: int, limits: Mapping[str, float]) -> dict[str, float]:
    """A clear winner needs the upper limit alone; who does not win, only the lower one."""
    margins = {name: abs(limit_margin(share, limit, draws)) for name, limit in limits.items()}
    needless = {"clear winner": "winner_share", "winner": None}.get(verdict, "clear_share")
    return {name: margin for name, margin in margins.items() if name != needless}


def _lead_margin(sets: pd.DataFrame, share: pd.Series, draws: int) -> float:
    """Of the closest comparison with the first in rank; two that win no scenario are not compared."""
    first = float(share[sets["rank"] == 1].max())
    others = share[(sets["low"] > 1) & (share + first > 0)]
    return float(((others - first).abs() / np.sqrt((others + first) / draws)).min())
