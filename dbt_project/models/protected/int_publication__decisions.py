"""Which rows of the marts are withheld, and why."""

import pyarrow as pa

from centricity.privacy.decisions import decide
from centricity.warehouse.model_tables import model_table

SCHEMA = pa.schema(
    {
        "method_version": pa.string(),
        "base_of": pa.string(),
        "organisation_id": pa.string(),
        "part": pa.string(),
        "window_kind": pa.string(),
        "period": pa.string(),
        "is_base_withheld": pa.bool_(),
        "is_figure_withheld": pa.bool_(),
        "suppression_reason": pa.string(),
    }
)


def model(dbt, session):
    decided = decide(
        dbt.ref("int_publication__row_cells").df(),
        dbt.ref("int_publication__share_decisions").df(),
        dbt.ref("int_index__index_scores").df(),
        dbt.ref("int_method__parameters").df(),
    )
    return model_table(decided, SCHEMA)
