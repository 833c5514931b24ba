"""Names and literals in SQL, and what DuckDB may take of the machine."""

from pathlib import Path

# In DuckDB's words: 80 % of what the machine or the container has.
MOST_MEMORY = "-1"


def quote_name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def literal(value: str | float | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + value.replace("'", "''") + "'"


def spilling_into(folder: Path | str, memory_limit: str | None) -> dict[str, str | bool | int | float | list[str]]:
    """The configuration of a connection that works on deliveries of any size.

    Args:
        folder: what does not fit into memory goes there.
        memory_limit: how much fits, such as "4GB"; None: most of the machine's.
    """
    return {"temp_directory": str(folder), "memory_limit": memory_limit or MOST_MEMORY}
