"""Standard errors and intervals of the full scores, from replicates of their sums."""

import pandas as pd
import pyarrow as pa

from centricity.statistics import full_index_errors
from centricity.warehouse.model_tables import model_table

SCHEMA = pa.schema(
    {
        "method_version": pa.string(),
        "organisation_id": pa.string(),
        "wave": pa.int32(),
        "figure": pa.string(),
        "standard_error": pa.float64(),
        "df": pa.int64(),
        "ci_low": pa.float64(),
        "ci_high": pa.float64(),
    }
)


def model(dbt, session):
    indicators = dbt.ref("int_inference__full_indicators").df()
    sums = dbt.ref("int_resampling__group_sums").df()
    waits = dbt.ref("int_resampling__group_waits").df()
    groups = dbt.ref("int_resampling__groups").df()
    parameters = dbt.ref("int_method__parameters").df().set_index("method_version")
    found = [
        full_index_errors(
            *(_of(version, table) for table in (indicators, sums, waits)),
            groups[groups["method_version"] == version].sort_values("group_number", ignore_index=True),
            replicates=int(parameters.loc[version, "bootstrap_replicates"]),
            step=parameters.loc[version, "bootstrap_step"],
            confidence=parameters.loc[version, "confidence"],
        ).assign(method_version=version)
        for version in sorted(indicators["method_version"].unique())
    ]
    rows = pd.concat(found) if found else pd.DataFrame(columns=SCHEMA.names)
    return model_table(rows, SCHEMA)


def _of(version, table):
    """Rows of a version, always in the same order: sums of doubles depend on it."""
    rows = table[table["method_version"] == version].drop(columns="method_version")
    keys = [name for name in rows if rows[name].dtype != float]
    return rows.sort_values(keys, ignore_index=True)
