"""The suppliers' own SQL expressions: what they read, and whether they may be used."""

import json
from functools import cache, lru_cache
from typing import Any

import duckdb

from centricity.feeds.expression_errors import NO_EXPRESSION, SEVERAL_RECORDS, words_about, words_about_text
from centricity.sql import literal, quote_name

# What could read the pseudonyms' key, the machine's environment or its files.
FORBIDDEN_FUNCTIONS = frozenset(
    {"getvariable", "getenv", "current_setting", "pseudonym", "read_text", "read_blob", "query", "query_table"}
)


# One makes a join of a long list of texts, and joins lose the order of the rows. The other moves what an expression
# does twice out of its `try`, so that a row that fails stops the file (docs/decisions/0012).
UNWANTED_OPTIMIZERS = "in_clause,common_subexpressions"


@lru_cache(typed=True)  # a connection takes its time; 1 and True are not the same text
def can_be(value: str | float | bool, kind: str) -> bool:
    """Whether a value can become one of a DuckDB type."""
    with duckdb.connect() as connection:
        return connection.execute(f"select try_cast($1::varchar as {kind}) is not null", [str(value)]).fetchall()[0][0]


@cache
def columns_of(expression: str) -> frozenset[str]:
    """The columns that an SQL expression reads.

    Raises:
        ValueError: it is no single expression over columns.
    """
    with duckdb.connect() as connection:
        parsed = connection.execute("select json_serialize_sql($1)", [f"select {expression}"]).fetchall()[0][0]
    said = json.loads(parsed)
    if said["error"]:
        raise ValueError(words_about_text(said))
    if len(said["statements"]) != 1:
        raise ValueError(NO_EXPRESSION)
    node = said["statements"][0]["node"]
    if node.get("from_table", {}).get("type") != "EMPTY" or len(node["select_list"]) != 1 or _has_subquery(node):
        raise ValueError("one SQL expression over the file's columns, without a subquery")
    forbidden = sorted(
        FORBIDDEN_FUNCTIONS & {found["function_name"] for found in _nodes(node) if "function_name" in found}
    )
    if forbidden:
        raise ValueError(f"an expression may not use {', '.join(forbidden)}")
    columns = frozenset(_column_names(node["select_list"]))
    _check_on_records(expression, columns)
    return columns


def check_condition(value: str) -> str:
    """Return a condition over a record's columns, or raise ValueError."""
    if _type_on_records(value, columns_of(value)) != "BOOLEAN":
        raise ValueError("this is no condition: it gives something else than true or false")
    return value


def tried(expression: str) -> str:
    """A struct whose `said` is the expression's text; null if it fails: that is a problem of its row, not of the file.

    Right below `try` stands a function, never `coalesce` or `case`: those write into other rows there, with values of
    their own (docs/decisions/0012). A connection that evaluates it is prepared by `keep_rows_apart`.
    """
    return f"try(struct_pack(said := ({expression})::varchar))"


def keep_rows_apart(connection: duckdb.DuckDBPyConnection) -> None:
    """Make a connection fit for `tried`: a row that fails changes no other one, and rows keep their order."""
    connection.execute(f"set disabled_optimizers = {literal(UNWANTED_OPTIMIZERS)}")


def _check_on_records(expression: str, columns: frozenset[str]) -> None:
    """Try an expression on two records: it makes one text of each."""
    if len(_made_of_two(tried(expression), columns)) != 2:
        raise ValueError(SEVERAL_RECORDS)


def _type_on_records(expression: str, columns: frozenset[str]) -> str:
    return _made_of_two(f"typeof({expression})", columns)[0][0]


def _made_of_two(expression: str, columns: frozenset[str]) -> list[tuple]:
    """What an expression makes of two records without any value.

    Raises:
        ValueError: DuckDB's words, which speak of the expression only.
    """
    # by lower case, since SQL does not tell capital letters apart
    texts = [f"null::varchar as {quote_name(name)}" for name in {name.lower(): name for name in columns}.values()]
    record = f"select {', '.join(['1 as one', *texts])}"
    try:
        with duckdb.connect() as connection:
            keep_rows_apart(connection)
            return connection.execute(f"select {expression} from ({record} union all {record})").fetchall()
    except duckdb.Error as error:
        raise ValueError(words_about(error)) from None


def _nodes(part: Any) -> list[dict]:
    """All nodes of a parsed expression, the outer ones first."""
    if isinstance(part, list):
        return [node for item in part for node in _nodes(item)]
    if isinstance(part, dict):
        return [part, *(node for item in part.values() for node in _nodes(item))]
    return []


def _has_subquery(node: dict) -> bool:
    return any(found.get("class") == "SUBQUERY" for found in _nodes(node))


def _column_names(part: list) -> set[str]:
    parameters = {name for node in _nodes(part) if node.get("class") == "LAMBDA" for name in _lambda_parameters(node)}
    references = {node["column_names"][-1] for node in _nodes(part) if node.get("class") == "COLUMN_REF"}
    return references - parameters


def _lambda_parameters(node: dict) -> set[str]:
    return {found["column_names"][-1] for found in _nodes(node.get("lhs")) if found.get("class") == "COLUMN_REF"}
