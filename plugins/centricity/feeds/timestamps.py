"""Timestamp formats: which are allowed, and the exact pattern that a text of each must have.

`strptime` alone forgives: it reads `1-3-2026` as `%d-%m-%Y`. The pattern does not.
"""

import re

DIRECTIVES = {
    "%Y": r"\d{4}",
    "%m": r"\d{2}",
    "%d": r"\d{2}",
    "%H": r"\d{2}",
    "%I": r"(0[1-9]|1[0-2])",
    "%p": "(AM|PM)",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%f": r"\d{1,6}",
    # No clock was ever sixteen hours from Greenwich's.
    "%z": r"(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)",
    "%a": "[A-Z][a-z]{2}",
    "%b": "[A-Z][a-z]{2}",
}


def check_timestamp_format(value: str) -> str:
    """Return the format, or raise ValueError that lists what is known."""
    unknown = [directive for directive in re.findall("%.", value) if directive not in DIRECTIVES]
    if unknown:
        raise ValueError(f"unknown {', '.join(unknown)}; known: {', '.join(DIRECTIVES)}")
    if not {"%Y", "%m", "%d"} <= set(re.findall("%.", value.replace("%b", "%m"))):
        raise ValueError("a timestamp format has at least %Y, %m (or %b) and %d")
    if ("%I" in value) != ("%p" in value) or {"%H", "%I"} <= set(re.findall("%.", value)):
        raise ValueError("an hour is %H, or %I with %p")
    return value


def has_offset(value: str) -> bool:
    """Whether a text of this format says its own offset from UTC."""
    return "%z" in value


def timestamp_pattern(value: str) -> str:
    """The regular expression that a text of this format matches as a whole."""
    parts = re.split("(%.)", value)
    return "^" + "".join(DIRECTIVES.get(part) or re.escape(part) for part in parts) + "$"
