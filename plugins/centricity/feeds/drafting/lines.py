"""Lines of YAML with comments. For drafts only."""

import re
from collections.abc import Mapping, Sequence

import yaml

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")


def scalar(value: object) -> str:
    """A value as YAML, on one line; a text that YAML would read as something else is quoted."""
    if not isinstance(value, str):
        return yaml.safe_dump(value).split("\n")[0]
    if PLAIN.fullmatch(value) and yaml.safe_load(value) == value:
        return value
    return yaml.safe_dump(value, default_style='"', allow_unicode=True, width=float("inf")).strip()


def flow(value: object) -> str:
    """A value, list or mapping as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value)


def entry(key: str, value: object, doubt: str = "", indent: str = "") -> str:
    """`key: value  # guess: why`."""
    return f"{indent}{scalar(key)}: {flow(value)}{_comment(doubt)}"


def item(value: str, doubt: str = "") -> str:
    return f"  - {scalar(value)}{_comment(doubt)}"


def _comment(doubt: str) -> str:
    # A line break or an odd sign in a name would end the comment, or the YAML.
    return f"    # guess: {''.join(sign if sign.isprintable() else ' ' for sign in doubt)}" if doubt else ""
