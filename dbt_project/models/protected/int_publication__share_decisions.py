"""Which shares of conversations and cases are reliable enough to publish."""

import pyarrow as pa

from centricity.privacy.shares import decide_shares
from centricity.warehouse.model_tables import model_table

SCHEMA = pa.schema(
    {
        "method_version": pa.string(),
        "organisation_id": pa.string(),
        "wave": pa.int32(),
        "indicator": pa.string(),
        "part": pa.string(),
        "base_of": pa.string(),
        "is_shown": pa.bool_(),
        "has_footnote": pa.bool_(),
        "suppression_reason": pa.string(),
    }
)


def model(dbt, session):
    decided = decide_shares(
        dbt.ref("int_inference__share_intervals").df(),
        dbt.ref("int_method__operations").df(),
        dbt.ref("int_method__parameters").df(),
    )
    return model_table(decided, SCHEMA)
