"""What may be said of each industry: a winner, tiers only, or a shared lead."""

import pyarrow as pa

from centricity.statistics.league_results import verdicts
from centricity.warehouse.model_tables import model_table

INDICES = ("first_order", "first_order_error", "total", "total_error")
COLUMNS = pa.schema(
    [
        ("method_version", pa.string()),
        ("wave", pa.int32()),
        ("industry", pa.string()),
        ("verdict", pa.string()),
        ("verdict_margin", pa.float64()),
        ("nearest_statement", pa.string()),
        ("is_settled", pa.bool_()),
        ("count_ranked", pa.int64()),
        ("leaders", pa.list_(pa.string())),
        ("rivals", pa.list_(pa.string())),
        ("best_set", pa.list_(pa.string())),
        ("method_share", pa.float64()),
        ("method_share_error", pa.float64()),
        ("mean_rank_shift", pa.float64()),
        ("rankability", pa.float64()),
        ("rankability_level", pa.string()),
        (
            "dimension_rankability",
            pa.list_(pa.struct([("dimension", pa.string()), ("rankability", pa.float64()), ("level", pa.string())])),
        ),
        (
            "method_factors",
            pa.list_(pa.struct([("factor", pa.string()), *((name, pa.float64()) for name in INDICES)])),
        ),
        ("count_matrices", pa.int64()),
        ("count_rank_draws", pa.int64()),
        ("count_method_draws", pa.int64()),
    ]
)


def model(dbt, session):
    found = verdicts(
        dbt.ref("int_rank__league_scores").df(),
        dbt.ref("int_rank__league_covariances").df(),
        dbt.ref("int_rank__league_scenarios").df(),
        dbt.ref("int_rank__confidence_sets").df(),
        dbt.ref("int_rank__sensitivity").df(),
        dbt.ref("int_rank__index_intervals").df(),
        dbt.ref("int_method__parameters").df(),
    )
    return model_table(found, COLUMNS)
