"""Timestamp formats: which are allowed, and the exact pattern that a text of each must have.

`strptime` alone forgives: it reads `1-3-2026` as `%d-%m-%Y`. The pattern does not.
"""

import re
from itertools import combinations

from centricity.formats.calendar_words import A_MONTH, A_WEEKDAY

# A number with `-` may lack its leading zero, and then has one digit.
DIRECTIVES = {
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%m": r"\d{2}",
    "%-m": r"\d{1,2}",
    "%b": A_MONTH,
    "%B": A_MONTH,
    "%d": r"\d{2}",
    "%-d": r"\d{1,2}",
    "%H": r"\d{2}",
    "%-H": r"\d{1,2}",
    "%I": r"(?:0[1-9]|1[0-2])",
    "%-I": r"(?:0?[1-9]|1[0-2])",
    "%p": r"(?i:[ap]\.?m\.?)",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%f": r"\d{1,6}",
    # No clock was ever sixteen hours from Greenwich's.
    "%z": r"(?:Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)",
    # `GMT+2`, as Google writes it; what follows one digit is told from minutes by a colon only.
    "%-z": r"(?:Z|[+-](?:(?:0\d|1[0-5])(?::?[0-5]\d)?|\d(?::[0-5]\d)?))",
    "%a": A_WEEKDAY,
    "%A": A_WEEKDAY,
}
# What is said in words, which DuckDB reads in English and in capitals only.
IN_WORDS = frozenset({"%b", "%B", "%a", "%A", "%p"})
# Directives that say the same thing in another way.
QUANTITIES = {"%y": "%Y", "%b": "%m", "%B": "%m", "%I": "%H", "%A": "%a"}
OTHER_ORDER = {"%d": "%m", "%-d": "%-m", "%m": "%d", "%-m": "%-d"}
DIRECTIVE = re.compile("(%-?.)")
A_NUMBER = r"(?:\d|%-?[YymdHIMSf])"
NOT_DIVIDED = re.compile(rf"{A_NUMBER}%-[mdHI]|%-[mdHI]{A_NUMBER}")
MONTH_FIRST = re.compile("%m[^%]%d[^%]%-?[Yy]")
DATE = re.compile("%-?[dmbBYy][^%]*%-?[dmbBYy][^%]*%-?[dmbBYy]")
# One moment by each directive, all numbers of which may be a day, a month or a year.
PROBE = {"%Y": "2003", "%y": "03", "%m": "02", "%b": "feb", "%B": "feb", "%d": "01", "%H": "04", "%I": "04", "%p": "am",
         "%M": "05", "%S": "06", "%f": "07", "%z": "Z", "%a": "sat", "%A": "sat"}  # fmt: skip


def check_timestamp_format(value: str) -> str:
    """Return the format, or raise ValueError that says what is wrong with it."""
    said = directives(value)
    unknown = [directive for directive in said if directive not in DIRECTIVES]
    if unknown:
        raise ValueError(f"unknown {', '.join(unknown)}; known: {', '.join(DIRECTIVES)}")
    quantities = [_quantity(directive) for directive in said]
    if not {"%Y", "%m", "%d"} <= set(quantities):
        raise ValueError("a timestamp format has at least %Y (or %y), %m (or %b) and %d")
    if ("%p" in said) != bool({"%I", "%-I"} & set(said)):
        raise ValueError("an hour is %H, or %I with %p")
    twice = [directive for directive in said if quantities.count(_quantity(directive)) > 1]
    if twice:
        raise ValueError(f"{' and '.join(twice)} say the same twice")
    if NOT_DIVIDED.search(value):
        raise ValueError("a number with `-` has one digit or two: something must stand between it and another number")
    return value


def check_formats_agree(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Return the formats, or raise ValueError if two of them read one text, or one date in it, as two times."""
    dates = [_date_of(form) for form in formats]
    for one, other in [*combinations(formats, 2), *combinations(dates, 2)]:
        twofold = [text for text in _probes(one) + _probes(other) if _disagree(one, other, text)]
        if twofold:
            raise ValueError(
                f"{one} and {other} make two times of one text ({twofold[0]}, say): "
                "keep the one that the supplier writes; if he writes both, nobody can tell them apart"
            )
    return formats


def _date_of(form: str) -> str:
    """The format of the date in it: no time behind it and no short year tells the orders of day and month apart."""
    found = DATE.search(form)
    return found.group().replace("%y", "%Y") if found else form


def directives(value: str) -> list[str]:
    return DIRECTIVE.findall(value)


def has_offset(value: str) -> bool:
    """Whether a text of this format says its own offset from UTC."""
    return not {"%z", "%-z"}.isdisjoint(directives(value))


def timestamp_pattern(value: str) -> str:
    """The regular expression that a text of this format matches as a whole."""
    return "^" + "".join(_part_pattern(part) for part in _parts(value)) + "$"


def other_day_order(value: str) -> str | None:
    """The format with day and month in each other's place; None where the month is a name."""
    if not {"%m", "%-m"} & set(directives(value)):
        return None
    return "".join(OTHER_ORDER.get(part, part) for part in _parts(value))


def unpadded(value: str) -> str:
    """The format, whose days, months and hours may lack a leading zero."""
    loose = "".join(f"%-{part[-1]}" if part in ("%d", "%m", "%H", "%I") else part for part in _split(value))
    return value if NOT_DIVIDED.search(loose) else loose


def literals(value: str) -> list[str]:
    """What a format holds besides directives: the texts between them."""
    return [part for part in _parts(value) if part not in DIRECTIVES]


def numeric_form(value: str) -> tuple[list[tuple[str, str]], str]:
    """A format in words as numbers: the pieces of its text to be joined, and the format of what they make.

    Returns:
        What each piece is (`%b`, `%p`, or empty for a piece that stays as it is) and the pattern of the whole text in
        which it is the only group; and the format without words. Days of the week are left out: they say nothing more.
    """
    segments = _segments(value)
    # Of a text that is known to match, letters are enough: looking for the names again takes ten times as long.
    patterns = [
        "[A-Za-z.]+" if segment[0] in IN_WORDS else "".join(map(_part_pattern, segment)) for segment in segments
    ]
    pieces = [
        (segment[0] if segment[0] in IN_WORDS else "", _with_group(patterns, place))
        for place, segment in enumerate(segments)
        if _quantity(segment[0]) != "%a"
    ]
    form = "".join("%m" if _quantity(part) == "%m" and part in IN_WORDS else part for part in _parts(value))
    return pieces, re.sub("%[aA]", "", form)


def _with_group(patterns: list[str], place: int) -> str:
    return "^" + "".join(f"({pattern})" if at == place else pattern for at, pattern in enumerate(patterns)) + "$"


def _segments(value: str) -> list[list[str]]:
    """The parts of a format, each word by itself and what stands between words together."""
    segments: list[list[str]] = []
    for part in _parts(value):
        if segments and part not in IN_WORDS and segments[-1][0] not in IN_WORDS:
            segments[-1].append(part)
        else:
            segments.append([part])
    return segments


def _parts(value: str) -> list[str]:
    """The parts of a format as texts have them.

    The United States, which write the month first, write no leading zeros: that is what such a format means. A
    day-first text without them may have been saved again there, and mean another day.
    """
    return _split(unpadded(value) if MONTH_FIRST.search(value) else value)


def _split(value: str) -> list[str]:
    return [part for part in DIRECTIVE.split(value) if part]


def _part_pattern(part: str) -> str:
    return DIRECTIVES.get(part) or re.escape(part)


def _quantity(directive: str) -> str:
    padded = directive.replace("-", "")
    return QUANTITIES.get(padded, padded)


def _probes(form: str) -> list[str]:
    """One moment in a format, with leading zeros and without where they may lack."""
    full = "".join(PROBE.get(part.replace("%-", "%"), part) for part in _parts(form))
    short = "".join(
        PROBE["%" + part[-1]].lstrip("0") if "%-" in part else PROBE.get(part, part) for part in _parts(form)
    )
    return [full, short]


def _disagree(one: str, other: str, text: str) -> bool:
    """Whether two formats read a text, and not as the same time."""
    read, read_otherwise = _read(one, text), _read(other, text)
    if read is None or read_otherwise is None:
        return False
    return any(read[quantity] != read_otherwise[quantity] for quantity in read.keys() & read_otherwise.keys())


def _read(form: str, text: str) -> dict[str, str] | None:
    """What a text says by quantity; None for one that is no day in this format."""
    found = re.fullmatch("".join(f"({pattern})" for pattern in map(_part_pattern, _parts(form))), text)
    if found is None:
        return None
    said = {part: value for part, value in zip(_parts(form), found.groups(), strict=True) if part in DIRECTIVES}
    by_quantity = {_quantity(part): value[-2:].zfill(2) for part, value in said.items()}
    is_month = by_quantity["%m"].isalpha() or "01" <= by_quantity["%m"] <= "12"
    return by_quantity if is_month and said.get("%Y", "20").startswith(("19", "20")) else None
