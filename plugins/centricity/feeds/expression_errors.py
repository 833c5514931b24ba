"""DuckDB's own words about an expression of a feed.

They may be shown: an expression is looked at before any file is read, so they can quote nothing but the feed.
"""

import re
from typing import Any

import duckdb

NO_EXPRESSION = "this is no SQL expression"
ALL_TEXTS = "The file's columns are texts (VARCHAR), whatever its format."
CANDIDATES_SHOWN = 3
SEVERAL_RECORDS = "one SQL expression over a record's columns, not over several records"
# What DuckDB says of the frame that we put round an expression, and of what then is meant.
ABOUT_OUR_FRAME = {
    "aggregates are not allowed": SEVERAL_RECORDS,
    "window functions are not allowed": SEVERAL_RECORDS,
    "expression class in ExpressionBinder::BindExpression: WINDOW": SEVERAL_RECORDS,
    "volatile function": "one SQL expression that says the same of the same record every time",
    "prepared statement parameter": "one SQL expression without parameters ($1 or ?)",
}
HINTS = {
    r'Referenced table "(\w+)" not found': r'A column whose name has a dot needs double quotes: "\1.…".',
    r"Deprecated lambda arrow": "Write `lambda x: …` instead of `x -> …`.",
    r'Referenced column "\w+" not found': "If `->` was meant to look into JSON, write `json_extract_string(…)`.",
    r"No function matches": ALL_TEXTS,
    r"Cannot mix values of type VARCHAR": ALL_TEXTS,
}


def words_about(error: duckdb.Error) -> str:
    """What is wrong with an expression, in one line: DuckDB's headline, what it proposes, and what we know besides."""
    said = str(error)
    framed = next((meant for part, meant in ABOUT_OUR_FRAME.items() if part in said), None)
    return framed or " ".join(map(_sentence, [said.partition("\n")[0], *_proposals(said), *_hints(said)])).rstrip(".")


def words_about_text(parsed: dict[str, Any]) -> str:
    """What the parser says of a text that is no expression."""
    return f"{NO_EXPRESSION}: {parsed['error_message']}" if parsed.get("error_message") else NO_EXPRESSION


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _proposals(said: str) -> list[str]:
    """Names that are nearly the same, and the forms in which a function may be called."""
    meant = [line for line in said.splitlines() if line.startswith("Did you mean")]
    forms = re.findall(r"^\t(\S.* -> .*)$", said, re.MULTILINE)
    more = ", …" if len(forms) > CANDIDATES_SHOWN else ""
    return meant + ([f"Known: {', '.join(forms[:CANDIDATES_SHOWN])}{more}."] if forms else [])


def _hints(said: str) -> list[str]:
    found = ((re.search(pattern, said), hint) for pattern, hint in HINTS.items())
    return [match.expand(hint) for match, hint in found if match]
