"""Ranks under other defensible methods, under other samples, and under both."""

import pyarrow as pa

from centricity.statistics.league_results import sensitivity
from centricity.warehouse.model_tables import model_table

COLUMNS = pa.schema(
    [
        ("method_version", pa.string()),
        ("wave", pa.int32()),
        ("industry", pa.string()),
        ("organisation_id", pa.string()),
        ("run", pa.string()),
        ("count_draws", pa.int64()),
        ("reference_rank", pa.int32()),
        ("p_win", pa.float64()),
        ("p_win_error", pa.float64()),
        ("rank_q05", pa.int32()),
        ("rank_q50", pa.int32()),
        ("rank_q95", pa.int32()),
        ("mean_abs_shift", pa.float64()),
        ("mean_rank_shift", pa.float64()),
        ("ahead_of", pa.list_(pa.struct([("organisation_id", pa.string()), ("probability", pa.float64())]))),
    ]
)


def model(dbt, session):
    runs = sensitivity(
        dbt.ref("int_rank__league_scores").df(),
        dbt.ref("int_rank__league_covariances").df(),
        dbt.ref("int_rank__league_scenarios").df(),
        dbt.ref("int_rank__confidence_sets").df(),
        dbt.ref("int_rank__index_intervals").df(),
        dbt.ref("int_method__parameters").df(),
    )
    return model_table(runs, COLUMNS)
