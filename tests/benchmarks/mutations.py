"""Small changes of a text of SQL or Python: another operator, another constant, another end."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple


class Change(NamedTuple):
    """The whole changed text; the line, and what stood and stands there."""

    text: str
    line: int
    before: str
    after: str


SWAPS = {
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "!=": "=",
    "and": "or",
    "or": "and",
    "desc": "asc",
    "min": "max",
    "max": "min",
    "arg_min": "arg_max",
    "arg_max": "arg_min",
    "least": "greatest",
    "greatest": "least",
    "bool_or": "bool_and",
    "bool_and": "bool_or",
    "lag": "lead",
    "lead": "lag",
}
# What stays: texts, names, comments, types, window frames, all columns, digits of rounding, the value of a pivot.
SKIPPED = (
    r"""'[^']*'|"[^"]*"|--[^\n]*|decimal\([^)]*\)|::\w+|\brows between [^\n]*"""
    r"""|\b(?:select|distinct) \*|, (?:9|15)\)|\b(?:max|bool_or)\([^()]*\) filter"""
)
NUMBER = r"(?<![\w.])\d+(?:\.\d+)?(?:e\d+)?(?![\w.])"
# Inside a line: the `and` of a join's conditions stands in front of one.
OPERATOR = r"(?<=\S )(?:\+|-|\*|/|<=|>=|!=|<|>|and|or)(?= )|\bdesc\b"
FUNCTION = r"\b(?:arg_min|arg_max|min|max|least|greatest|bool_or|bool_and|lag|lead)(?=\()"
SQL_TOKEN = re.compile(f"(?P<skipped>{SKIPPED})|(?P<number>{NUMBER})|(?P<word>{OPERATOR}|{FUNCTION})")


def sql_changes(text: str) -> Iterator[Change]:
    """Every change of one operator, function or number, in the order of the text; conditions of joins stay."""
    for token in SQL_TOKEN.finditer(text):
        before = token.group()
        if token.lastgroup == "skipped":
            continue
        after = f"{float(before) + 1:g}" if token.lastgroup == "number" else SWAPS[before]
        line = text.count("\n", 0, token.start()) + 1
        yield Change(text[: token.start()] + after + text[token.end() :], line, before, after)


PYTHON_SWAPS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def python_changes(text: str) -> Iterator[Change]:
    """Every change of one operator or number outside docstrings and annotations."""
    count = len(list(_sites(ast.parse(text))))
    for place in range(count):
        tree = ast.parse(text)
        node, attribute = list(_sites(tree))[place]
        before = ast.unparse(node)
        _change(node, attribute)
        yield Change(ast.unparse(tree), node.lineno, before, ast.unparse(node))


def _sites(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.BoolOp)) and type(node.op) in PYTHON_SWAPS:
            yield node, "op"
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in PYTHON_SWAPS:
            yield node, "ops"
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield node, "value"


def _change(node: ast.AST, attribute: str) -> None:
    if attribute == "op":
        node.op = PYTHON_SWAPS[type(node.op)]()
    elif attribute == "ops":
        node.ops[0] = PYTHON_SWAPS[type(node.ops[0])]()
    else:
        node.value += 1
