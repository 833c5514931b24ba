"""The part of `docs/marts.md` that says what each mart holds."""

import textwrap

from generate.markdown import table
from generate.marts import Mart, read_marts

WIDTH = 120


def sections_of_marts() -> str:
    return "\n\n".join(map(section_of, read_marts()))


def section_of(mart: Mart) -> str:
    """A mart's heading, what a row is, its grain, how to read it, and its columns."""
    what_a_row_is, *more = map(_wrapped, mart.paragraphs)
    grain = _wrapped(f"Grain: {', '.join(f'`{column}`' for column in mart.grain)}.")
    return "\n\n".join([f"## {mart.name}", what_a_row_is, grain, *more, _columns(mart)])


def _columns(mart: Mart) -> str:
    rows = [(f"`{column.name}`", _type(column.type), column.description) for column in mart.columns]
    return table(("column", "type", "meaning"), rows)


def _type(duckdb: str) -> str:
    """The type for people: the fields of a list of structs are told in its meaning."""
    return "list of structs" if duckdb.startswith("struct(") else duckdb


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
