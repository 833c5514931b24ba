"""Quantiles of Student's t, which SQL has not."""

import pyarrow as pa
from scipy.stats import t

from centricity.warehouse.model_tables import model_table

SCHEMA = pa.schema({"method_version": pa.string(), "df": pa.int64(), "t_quantile": pa.float64()})


def model(dbt, session):
    degrees = dbt.ref("int_inference__degrees_of_freedom").df()
    parameters = dbt.ref("int_method__parameters").df()[["method_version", "confidence"]]
    rows = degrees.merge(parameters, on="method_version", validate="many_to_one")
    rows = rows.sort_values(["method_version", "df"]).reset_index(drop=True)
    rows["t_quantile"] = t.isf((1 - rows["confidence"]) / 2, rows["df"])
    return model_table(rows, SCHEMA)
