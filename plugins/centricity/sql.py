"""Names and literals in SQL."""


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
