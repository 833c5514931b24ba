"""The names of deliveries: an allow-list, since names end up in paths, logs and the ledger."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

# What stands in braces in a feed's pattern: a place of the name. A name holds no character that a shell, a glob or SQL
# reads.
PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
DATE, UNREAD = "{date}", "{name}"
PLAIN = r"[A-Za-z0-9._-]*"


def places_in(pattern: str) -> list[str]:
    """The places of a feed's file pattern, `{date}`, as they stand there."""
    return [found.group() for found in PLACE.finditer(pattern)]


def match_name(pattern: str, name: str, read: frozenset[str]) -> re.Match[str] | None:
    """The match of a delivery's name with a feed's file pattern; a compressed file ends in `.gz` or `.zip`.

    Args:
        pattern: the feed's.
        name: the delivery's.
        read: the places whose texts are read. A name in which they may end at several places is no match.
    """
    most, least = (re.fullmatch(_expression(pattern, read, repeat) + r"(\.gz|\.zip)?", name) for repeat in ("*", "*?"))
    return most if most and least and most.groupdict() == least.groupdict() else None


def _expression(pattern: str, read: frozenset[str], repeat: str) -> str:
    parts = re.split(f"({PLACE.pattern.replace('(', '(?:')})", pattern)
    return "".join(_part(part, read, repeat) if PLACE.fullmatch(part) else re.escape(part) for part in parts)


def _part(place: str, read: frozenset[str], repeat: str) -> str:
    if place == DATE:
        return r"(?P<date>\d{4}-\d{2}-\d{2})"
    text = f"[A-Za-z0-9][A-Za-z0-9_-]{repeat}"
    return f"(?P<{place[1:-1]}>{text})" if place in read else text


def _check(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        plain, named = PLACE.sub("", pattern), [place for place in places_in(pattern) if place != UNREAD]
        if not re.fullmatch(PLAIN, plain) or pattern.startswith((".", "-")) or len(set(named)) < len(named):
            raise ValueError(
                "letters, digits, `.`, `_`, `-`, {name}, one {date} (yyyy-mm-dd) and places that columns read only"
            )
    return patterns


FilePatterns = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    AfterValidator(_check),
]
