"""What the Python models of dbt return."""

import pandas as pd
import pyarrow as pa


def model_table(rows: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """The rows with the columns and types of the schema.

    A column that no row has is null, whatever its type: pandas would make it float64, which Arrow cannot turn into a
    list or a text, and a warehouse without a single league would not build.
    """
    absent = {name: pd.Series(None, index=rows.index, dtype=object) for name in schema.names if name not in rows}
    return pa.Table.from_pandas(rows.assign(**absent)[schema.names], schema, preserve_index=False)
