"""Errors of the full index from sums per group: both halves of the bootstrap, and what dbt counts between them."""

import pandas as pd

from centricity.statistics import full_index_errors, replicated_figures

KEYS = ["organisation_id", "wave", "evidence", "group_number"]
WAITS = [*KEYS, "indicator", "duration", "count_ended", "count_observed"]


def errors_of(
    indicators: pd.DataFrame,
    sums: pd.DataFrame,
    groups: pd.DataFrame,
    *,
    replicates: int,
    step: float,
    waits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """`full_index_errors` of sums per group; a gap's noise stands in `indicators`."""
    waits = pd.DataFrame(columns=WAITS) if waits is None else waits
    gaps = indicators[indicators["kind"] == "channel_gap"]
    figures = replicated_figures(sums, waits, groups, gaps, replicates=replicates, step=step)
    counts = count_groups(pd.concat([sums[[*KEYS, "indicator"]], waits[[*KEYS, "indicator"]]]), groups)
    return full_index_errors(indicators, figures, counts, replicates=replicates, step=step)


def count_groups(used: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """As `int_resampling__group_counts` does: groups by the indicators that they stand behind."""
    behind = used.drop_duplicates().sort_values("indicator").groupby(KEYS)["indicator"].agg(tuple).reset_index()
    strata = groups["stratum_number"].to_numpy()[behind["group_number"].to_numpy(dtype=int)]
    keys = ["organisation_id", "wave", "evidence", "stratum_number", "indicators"]
    sized = behind.assign(stratum_number=strata, indicators=behind["indicator"]).groupby(keys).size()
    return sized.reset_index(name="count_groups")
