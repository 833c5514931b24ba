"""Which shares are reliable enough to publish."""

from collections.abc import Mapping

import pandas as pd

from centricity.statistics import ShareDecision, share_decision

GRAIN = ["method_version", "organisation_id", "wave", "indicator", "part"]


def decide_shares(intervals: pd.DataFrame, operations: pd.DataFrame, parameters: pd.DataFrame) -> pd.DataFrame:
    """Hold every share of `int_inference__share_intervals` against the rules of its method version.

    Args:
        intervals: the shares.
        operations: `int_method__operations`, which says what the base of each is called.
        parameters: `int_method__parameters`.

    Returns:
        The grain, what its base counts (`base_of`), `is_shown`, `has_footnote`, `suppression_reason`; ordered by grain.
    """
    thresholds = {row["method_version"]: _thresholds(row) for row in parameters.to_dict("records")}
    shares = intervals.sort_values(GRAIN, ignore_index=True)
    decisions = [_decide(share, thresholds[share["method_version"]]) for share in shares.to_dict("records")]
    decided = pd.DataFrame(decisions, columns=ShareDecision._fields, index=shares.index)
    decided = decided.astype({"is_shown": bool, "has_footnote": bool, "suppression_reason": object})
    base_of = operations.set_index(["method_version", "indicator"])["base"]
    bases = [base_of[key] for key in zip(shares["method_version"], shares["indicator"], strict=True)]
    return shares[GRAIN].assign(base_of=bases).join(decided)


def _thresholds(parameters: Mapping[str, float]) -> dict[str, float]:
    return {
        "minimum_n": parameters["share_minimum_base"],
        "minimum_df": parameters["share_minimum_df"],
        "narrow": parameters["share_width_shown"],
        "wide": parameters["share_width_withheld"],
        "relative": parameters["share_relative_width"],
    }


def _decide(share: dict[str, float], thresholds: Mapping[str, float]) -> ShareDecision:
    """Of a single author or customer no interval is known: it may be anything."""
    if share["df"] < 1:
        share = share | {"ci_low": 0, "ci_high": 1, "count_effective": share["count_base"]}
    return share_decision(
        share["proportion"],
        share["ci_low"],
        share["ci_high"],
        share["count_base"],
        share["count_effective"],
        share["df"],
        **thresholds,
    )
