"""Standard errors and intervals of the full scores, from replicates of their figures."""

import numpy as np
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
    figures = dbt.source("waist", "int_resampling__figures").df()
    # a median that a replicate does not reach
    figures["replicates"] = [np.ma.filled(replicates, np.nan) for replicates in figures["replicates"]]
    counts = dbt.source("waist", "int_resampling__group_counts").df()
    parameters = dbt.ref("int_method__parameters").df().set_index("method_version")
    found = [
        full_index_errors(
            *(table[table["method_version"] == version] for table in (indicators, figures, counts)),
            replicates=int(parameters.loc[version, "bootstrap_replicates"]),
            step=parameters.loc[version, "bootstrap_step"],
            confidence=parameters.loc[version, "confidence"],
        ).assign(method_version=version)
        for version in sorted(indicators["method_version"].unique())
    ]
    rows = pd.concat(found) if found else pd.DataFrame(columns=SCHEMA.names)
    return model_table(rows, SCHEMA)
