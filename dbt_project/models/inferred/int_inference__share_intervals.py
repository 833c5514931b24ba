"""Korn-Graubard intervals of the shares of conversations and of cases."""

import pandas as pd
import pyarrow as pa

from centricity.statistics import effective_respondents, korn_graubard
from centricity.warehouse.model_tables import model_table

GRAIN = ["method_version", "organisation_id", "wave", "indicator", "part"]
SCHEMA = pa.schema(
    {
        "method_version": pa.string(),
        "organisation_id": pa.string(),
        "wave": pa.int32(),
        "indicator": pa.string(),
        "part": pa.string(),
        "count_base": pa.int64(),
        "proportion": pa.float64(),
        "standard_error": pa.float64(),
        "df": pa.int64(),
        "count_effective": pa.float64(),
        "ci_low": pa.float64(),
        "ci_high": pa.float64(),
    }
)


def model(dbt, session):
    shares = dbt.ref("int_inference__share_variances").df().sort_values(GRAIN, ignore_index=True)
    confidence = dbt.ref("int_method__parameters").df().set_index("method_version")["confidence"]
    intervals = [_interval(row, confidence[row.method_version]) for row in shares.itertuples()]
    columns = pd.DataFrame(intervals, columns=["count_effective", "ci_low", "ci_high"], index=shares.index)
    return model_table(shares.join(columns), SCHEMA)


def _interval(row, confidence):
    """Effective base and both ends; nothing for one author or customer, whose variation is not known."""
    if row.df < 1:
        return None, None, None
    # authors with equal shares leave no error; then every conversation counts
    arguments = (row.proportion, max(row.standard_error, 1e-9), row.count_base, row.df)
    return effective_respondents(*arguments, confidence=confidence), *korn_graubard(*arguments, confidence=confidence)
