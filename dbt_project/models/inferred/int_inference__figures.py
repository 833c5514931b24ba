"""Standard errors of all figures, with the quantiles of Student's t, which SQL has not."""

import pyarrow as pa
from scipy.stats import t

from centricity.warehouse.model_tables import model_table

KEY = ["method_version", "organisation_id", "window_kind", "period", "evaluation_type", "touchpoint", "figure"]
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in KEY),
        ("standard_error", pa.float64()),
        ("df", pa.int64()),
        ("t_quantile", pa.float64()),
        ("t_quantile_of_sample", pa.float64()),
    ]
)


def model(dbt, session):
    variances = dbt.ref("int_inference__figure_variances").df().sort_values(KEY, ignore_index=True)
    confidence = dbt.ref("int_method__parameters").df().set_index("method_version")["confidence"]
    tail = (1 - variances["method_version"].map(confidence).astype(float)) / 2
    figures = variances.assign(
        t_quantile=_quantiles(tail, variances["df"]), t_quantile_of_sample=_quantiles(tail, variances["df_of_sample"])
    )
    return model_table(figures, SCHEMA)


def _quantiles(tail, df):
    """Upper quantiles; none below one degree of freedom."""
    return t.isf(tail, df.astype(float).where(df >= 1))
