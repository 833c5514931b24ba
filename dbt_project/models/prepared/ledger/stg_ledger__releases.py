"""Which changes of the records wait for others, so that two builds side by side give nobody away."""

import pyarrow as pa

from centricity.privacy.release import release_changes
from centricity.warehouse.model_tables import model_table

SCHEMA = pa.schema(
    {
        "entity": pa.string(),
        "feed": pa.string(),
        "organisation_id": pa.string(),
        "wave": pa.int32(),
        "part": pa.string(),
        "month": pa.string(),
        "arrived_at": pa.int64(),
        "is_departure": pa.bool_(),
        "changed_at": pa.int64(),
        "is_waiting": pa.bool_(),
        "counted_month": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    parameters = dbt.ref("int_method__parameters").df()
    released = release_changes(dbt.ref("stg_ledger__cell_changes").df(), int(parameters["release_batch"].max()))
    return model_table(released, SCHEMA)
