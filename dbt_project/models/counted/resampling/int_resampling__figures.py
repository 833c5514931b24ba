"""Figures of all indicators of the full index, in the sample and in each of its replicates."""

import pandas as pd
import pyarrow as pa

from centricity.statistics import replicated_figures
from centricity.warehouse.model_tables import model_table

SCHEMA = pa.schema(
    {
        "method_version": pa.string(),
        "organisation_id": pa.string(),
        "wave": pa.int32(),
        "indicator": pa.string(),
        "source": pa.string(),
        "figure": pa.float64(),
        "replicates": pa.list_(pa.float64()),
    }
)


def model(dbt, session):
    # Texts as categories: millions of rows have a few hundred of them.
    sums = dbt.ref("int_resampling__group_sums").to_arrow_table().to_pandas(strings_to_categorical=True)
    waits = dbt.ref("int_resampling__group_waits").df()
    groups = dbt.ref("int_resampling__groups").df()
    gaps = dbt.ref("int_survey__channel_gaps").df()
    parameters = dbt.ref("int_method__parameters").df().set_index("method_version")
    found = [
        replicated_figures(
            *(table[table["method_version"] == version] for table in (sums, waits)),
            groups[groups["method_version"] == version].sort_values("group_number", ignore_index=True),
            gaps[gaps["method_version"] == version],
            replicates=int(parameters.loc[version, "bootstrap_replicates"]),
            step=parameters.loc[version, "bootstrap_step"],
        ).assign(method_version=version)
        for version in sorted(sums["method_version"].unique())
    ]
    keys = ["method_version", "indicator"]
    sources = dbt.ref("int_method__indicators").df()[[*keys, "source"]]
    rows = (
        pd.concat(found).merge(sources, on=keys, validate="many_to_one")
        if found
        else pd.DataFrame(columns=SCHEMA.names)
    )
    return model_table(rows, SCHEMA)
