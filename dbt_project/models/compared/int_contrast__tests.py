"""Online against offline and large against small, as the two questions that they are."""

import pyarrow as pa

from centricity.statistics.contrasts import group_contrasts
from centricity.warehouse.model_tables import model_table

COLUMNS = pa.schema(
    [
        ("method_version", pa.string()),
        ("wave", pa.int32()),
        ("contrast", pa.string()),
        ("count_first", pa.int64()),
        ("count_second", pa.int64()),
        *(
            (name, pa.float64())
            for name in (
                *("difference", "standard_error", "ci_low", "ci_high", "p_value"),
                *("kind_standard_error", "kind_df", "kind_p_value"),
                *("within_industry_difference", "within_industry_standard_error"),
                *("within_industry_df", "within_industry_p_value"),
            )
        ),
        ("claim", pa.string()),
    ]
)


def model(dbt, session):
    found = group_contrasts(
        dbt.ref("int_contrast__members").df(),
        dbt.ref("int_contrast__variances").df(),
        dbt.ref("int_method__parameters").df(),
    )
    return model_table(found, COLUMNS)
