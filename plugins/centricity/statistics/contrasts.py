"""Two kinds of organisations compared: is it these, or is it the kind?"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as student
from scipy.stats import ttest_ind

from centricity.statistics import arguments
from centricity.statistics.neighbours import t_test


class Contrast(NamedTuple):
    """First minus second, in points of the index; NaN where too few organisations leave it undefined."""

    difference: float
    standard_error: float
    df: float
    p_value: float


def welch_contrast(scores: Any, is_first: Any) -> Contrast:
    """The organisation as the unit: difference of two means with unequal variances (Welch 1947).

    Args:
        scores: index by organisation.
        is_first: True for the first kind, by position.

    Raises:
        ValueError: a score that is missing.
    """
    theta, first = _groups(scores, is_first)
    a, b = theta[first], theta[~first]
    if min(len(a), len(b)) < 2:
        return Contrast(float(a.mean() - b.mean()) if len(a) and len(b) else np.nan, np.nan, np.nan, np.nan)
    error = float(np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)))
    difference = float(a.mean() - b.mean())
    if error == 0:
        return Contrast(difference, 0.0, float(len(theta) - 2), float(difference == 0))
    found = ttest_ind(a, b, equal_var=False)
    return Contrast(difference, error, float(found.df), float(found.pvalue))


def industry_contrast(scores: Any, is_first: Any, industries: Any) -> Contrast:
    """The same with one intercept per industry, by least squares: kinds are spread unevenly over industries.

    The slope of A on the kind, both centred on their industry; standard error with J - industries - 1 degrees of
    freedom. An industry of one kind only says nothing about it.

    Args:
        scores: index by organisation.
        is_first: True for the first kind, by position.
        industries: by position.

    Raises:
        ValueError: a score that is missing.
    """
    theta, first = _groups(scores, is_first)
    frame = pd.DataFrame({"score": theta, "kind": first.astype(float), "industry": np.asarray(industries)})
    centred = frame[["score", "kind"]] - frame.groupby("industry")[["score", "kind"]].transform("mean")
    information = float((centred["kind"] ** 2).sum())
    df = len(frame) - frame["industry"].nunique() - 1
    if information < 1e-12:
        return Contrast(np.nan, np.nan, np.nan, np.nan)
    slope = float((centred["kind"] * centred["score"]).sum() / information)
    if df < 1:
        return Contrast(slope, np.nan, np.nan, np.nan)
    residual = float(((centred["score"] - slope * centred["kind"]) ** 2).sum())
    error = float(np.sqrt(residual / df / information))
    return Contrast(slope, error, float(df), float(t_test([slope], [error], df)[0]))


def claim(general: Contrast, within_industries: Contrast, level: float = 0.05) -> str:
    """What may be said of the kinds: `first_higher`, `second_higher`, or why nothing is.

    Both contrasts have to be significant at `level` and to agree. Over organisations alone a difference between
    industries passes for one between kinds; within industries alone it may be what a few mixed industries show.

    Returns:
        `first_higher`, `second_higher`; or `too_few` organisations, `signs_differ`, `only_over_organisations`,
        `only_within_industries` (significant there and not in the other), `not_significant` in either.
    """
    if np.isnan([general.p_value, within_industries.p_value]).any():
        return "too_few"
    if np.sign(general.difference) != np.sign(within_industries.difference):
        return "signs_differ"
    said = {
        (True, True): "first_higher" if general.difference > 0 else "second_higher",
        (True, False): "only_over_organisations",
        (False, True): "only_within_industries",
        (False, False): "not_significant",
    }
    return said[general.p_value < level, within_industries.p_value < level]


def t_interval(estimates: Any, standard_errors: Any, df: Any, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """θ ± t·SE."""
    half = student.ppf((1 + arguments.fraction("confidence", confidence)) / 2, df) * np.asarray(standard_errors)
    return np.asarray(estimates) - half, np.asarray(estimates) + half


def _groups(scores: Any, is_first: Any) -> tuple[np.ndarray, np.ndarray]:
    theta = arguments.vector("scores", scores).to_numpy()
    first = np.asarray(is_first, dtype=bool)
    if first.shape != theta.shape:
        raise ValueError(f"is_first has {first.size} values: pass one for each of the {theta.size} scores")
    return theta, first


def group_contrasts(members: pd.DataFrame, variances: pd.DataFrame, parameters: pd.DataFrame) -> pd.DataFrame:
    """Both questions of each contrast: these organisations (sampling error only), and organisations of their kind.

    Args:
        members: one row per organisation in a contrast: `method_version`, `wave`, `contrast`, `is_first`, `industry`,
            `score`.
        variances: per `method_version`, `wave`, `contrast`: `variance` and `df` of the difference of the two means;
            none where the method has no inference.
        parameters: one row per `method_version`, with `confidence`.

    Returns:
        One row per contrast, in the order of its grain.
    """
    grain = ["method_version", "wave", "contrast"]
    sampling = variances.set_index(grain)
    confidence = parameters.set_index("method_version")["confidence"]
    rows = []
    for key, group in members.sort_values([*grain, "organisation_id"]).groupby(grain):
        given = sampling.loc[key] if key in sampling.index else pd.Series({"variance": np.nan, "df": np.nan})
        rows.append(dict(zip(grain, key, strict=True)) | _contrast_row(group, given, float(confidence[key[0]])))
    return pd.DataFrame(rows)


def _contrast_row(group: pd.DataFrame, sampling: pd.Series, confidence: float) -> dict:
    first = group["is_first"].to_numpy(bool)
    general = welch_contrast(group["score"], first)
    within = industry_contrast(group["score"], first, group["industry"])
    these = _sampled(general.difference, sampling["variance"], sampling["df"], confidence)
    return {
        "count_first": int(first.sum()),
        "count_second": int((~first).sum()),
        "difference": general.difference,
        **these,
        **{f"kind_{name}": value for name, value in general._asdict().items() if name != "difference"},
        **{f"within_industry_{name}": value for name, value in within._asdict().items()},
        "claim": claim(general, within, 1 - confidence),
    }


def _sampled(difference: float, variance: float, df: float, confidence: float) -> dict:
    """Error, interval and p-value of a difference between organisations that are given, not drawn."""
    if np.isnan([difference, variance, df]).any() or df < 1:
        return dict.fromkeys(("standard_error", "ci_low", "ci_high", "p_value"), np.nan)
    error = float(np.sqrt(variance))
    low, high = t_interval([difference], [error], df, confidence)
    return {
        "standard_error": error,
        "ci_low": float(low[0]),
        "ci_high": float(high[0]),
        "p_value": float(t_test([difference], [error], df)[0]),
    }
