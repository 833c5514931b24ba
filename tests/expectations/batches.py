"""Small batches in Parquet, from rows written as dicts."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

Columns = dict[str, str]


def write_batch(path: Path, columns: Columns, rows: Sequence[dict]) -> None:
    """Writes rows to Parquet; a column that a row does not name is null.

    Args:
        path: the file.
        columns: DuckDB type by name.
        rows: the values.
    """
    with duckdb.connect() as connection:
        connection.execute(f"create table batch ({', '.join(f'{name} {type_}' for name, type_ in columns.items())})")
        if rows:
            places = ", ".join("?" for _ in columns)
            values = [[row.get(name) for name in columns] for row in rows]
            connection.executemany(f"insert into batch values ({places})", values)
        connection.execute(f"copy batch to '{path}' (format parquet)")
