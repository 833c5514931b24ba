"""The ranks that the sample does not rule out, per industry and wave."""

import pyarrow as pa

from centricity.statistics.league_results import confidence_sets
from centricity.warehouse.model_tables import model_table

COLUMNS = pa.schema(
    [
        ("method_version", pa.string()),
        ("wave", pa.int32()),
        ("industry", pa.string()),
        ("organisation_id", pa.string()),
        ("rank", pa.int32()),
        ("rank_low", pa.int32()),
        ("rank_high", pa.int32()),
        ("tier", pa.string()),
        ("is_in_best_set", pa.bool_()),
        ("exclusion_margin", pa.float64()),
        ("next_lead", pa.float64()),
        ("next_p_value", pa.float64()),
        ("critical_value", pa.float64()),
        ("critical_value_error", pa.float64()),
        ("count_draws", pa.int64()),
    ]
)


def model(dbt, session):
    sets = confidence_sets(
        dbt.ref("int_rank__league_scores").df(),
        dbt.ref("int_rank__league_covariances").df(),
        dbt.ref("int_method__parameters").df(),
    )
    return model_table(sets, COLUMNS)
