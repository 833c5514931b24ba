"""Every change since the wave before, tested; false discoveries are held in check over all organisations."""

import pyarrow as pa

from centricity.statistics.changes import tested_changes
from centricity.warehouse.model_tables import model_table

COLUMNS = pa.schema(
    [
        ("method_version", pa.string()),
        ("wave", pa.int32()),
        ("figure", pa.string()),
        ("delta", pa.float64()),
        ("standard_error", pa.float64()),
        ("df", pa.float64()),
        ("ci_low", pa.float64()),
        ("ci_high", pa.float64()),
        ("p_value", pa.float64()),
        ("q_value", pa.float64()),
    ]
)


def model(dbt, session):
    tested = tested_changes(
        dbt.ref("int_change__differences").df(),
        dbt.ref("int_method__parameters").df(),
    )
    return model_table(tested, COLUMNS)
