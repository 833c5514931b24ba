"""Lines of YAML with comments. For drafts only."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from centricity.feeds.unfilled import TO_FILL_IN

# What may stand in a feed file.
Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")


@dataclass(frozen=True)
class Guess:
    """One key of a feed file with its value, and what is uncertain about it (empty: nothing is)."""

    key: str
    value: Value
    doubt: str = ""


def scalar(value: Value) -> str:
    """A value as YAML, on one line; a text that YAML would read as something else is quoted."""
    if value == TO_FILL_IN:
        return TO_FILL_IN
    if not isinstance(value, str):
        return yaml.safe_dump(value).split("\n")[0]
    if PLAIN.fullmatch(value) and yaml.safe_load(value) == value:
        return value
    if value.isprintable():
        return json.dumps(value, ensure_ascii=False)  # a quoted text of YAML too, with emoji as they are
    return yaml.safe_dump(value, default_style='"', allow_unicode=True, width=float("inf")).strip()


def flow(value: Value) -> str:
    """A value, list or mapping as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value)


def entry(key: str, value: Value, doubt: str = "", indent: str = "") -> str:
    """`key: value  # guess: why`, or `key: to fill in  # what`."""
    said = flow(value)
    return f"{indent}{scalar(key)}: {said}{_comment(doubt, leaves_open(value))}"


def leaves_open(value: Value) -> bool:
    """Whether a person must fill in the value, or a part of it."""
    if isinstance(value, Mapping):
        return any(map(leaves_open, value.values()))
    return value == TO_FILL_IN


def item(value: str, doubt: str = "") -> str:
    return f"  - {scalar(value)}{_comment(doubt)}"


def _comment(doubt: str, is_open: bool = False) -> str:
    # A line break or an odd sign in a name would end the comment, or the YAML.
    said = "".join(sign if sign.isprintable() else " " for sign in doubt)
    return f"    # {'' if is_open else 'guess: '}{said}" if doubt else ""
