"""The names of deliveries: an allow-list, since names end up in paths, logs and the ledger."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

# What stands in braces in a feed's pattern. A name holds no character that a shell, a glob or SQL reads.
PLACES = {"{date}": r"(?P<date>\d{4}-\d{2}-\d{2})", "{name}": "[A-Za-z0-9][A-Za-z0-9_-]*"}
PLAIN = r"[A-Za-z0-9._-]*"


def name_pattern(pattern: str) -> str:
    """The regular expression of a feed's file pattern."""
    parts = re.split(r"(\{\w+\})", pattern)
    return "".join(PLACES.get(part) or re.escape(part) for part in parts)


def _check(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        plain = re.sub(r"\{(date|name)\}", "", pattern)
        if not re.fullmatch(PLAIN, plain) or pattern.startswith((".", "-")) or pattern.count("{date}") > 1:
            raise ValueError("letters, digits, `.`, `_`, `-`, {name} and one {date} (yyyy-mm-dd) only")
    return patterns


FilePatterns = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    AfterValidator(_check),
]
