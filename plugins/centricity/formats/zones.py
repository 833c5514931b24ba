"""Time zones that a timestamp format holds as plain text: `… UTC`. Read as text, they shift no time."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from centricity.formats.timestamps import has_offset, literals

# Hours from UTC of the abbreviations that exports write; some are used in several parts of the world.
HOURS = {
    **dict.fromkeys(("Z", "UTC", "UT", "GMT", "WET"), (0,)),
    **dict.fromkeys(("CET", "MET", "MEZ", "WEST", "WAT"), (1,)),
    **dict.fromkeys(("CEST", "MEST", "MESZ", "EET", "CAT", "SAST"), (2,)),
    **dict.fromkeys(("EEST", "MSK", "EAT", "TRT"), (3,)),
    **{"BST": (1, 6), "IST": (1, 2, 5.5), "GST": (4,), "PKT": (5,), "WIB": (7,), "HKT": (8,), "SGT": (8,)},
    **{"JST": (9,), "KST": (9,), "AEST": (10,), "AEDT": (11,), "NZST": (12,), "NZDT": (13,)},
    **{"AST": (-4,), "ADT": (-3,), "EST": (-5, 10), "EDT": (-4, 11), "CST": (-6, 8), "CDT": (-5,), "MST": (-7, 8)},
    **{"MDT": (-6,), "PST": (-8, 8), "PDT": (-7,), "AKST": (-9,), "HST": (-10,)},
}
# A word by itself: UTC in `UTC`, `(utc)` and `00Z`, not in `uur`.
ZONE = re.compile(rf"(?<![^\W\d_])({'|'.join(HOURS)})(?![^\W\d_])(?P<later>[+-]\d{{1,2}}(?::?\d\d)?)?", re.IGNORECASE)
OFFSET = re.compile(r"[+-]\d\d:?\d\d(?!\d)")
NAME = re.compile(r"[A-Z][A-Za-z_]+/[A-Z][A-Za-z_/+-]+")
ANY_YEAR = [datetime(year, month, 1, tzinfo=UTC) for year in range(2000, 2038) for month in range(1, 13)]


def check_zones_in_formats(formats: tuple[str, ...], time_zone: str) -> None:
    """Raise ValueError if a format holds a zone that the times would not be read in."""
    for form in formats:
        foreign = [] if has_offset(form) else [zone for zone in zones_in(form) if not _is_clock_of(zone, time_zone)]
        if foreign:
            said = f"{form} holds the zone {foreign[0]}, and its times are read in {time_zone}"
            raise ValueError(f"{said}: {_remedy(foreign[0])}")


def zones_in(form: str) -> list[str]:
    """The zones that a format holds as plain text."""
    texts = literals(form)
    return [found.group() for text in texts for zone in (NAME, ZONE, OFFSET) for found in zone.finditer(text)]


def _is_clock_of(zone: str, time_zone: str) -> bool:
    """Whether the clock of a time zone always shows the time of what a text calls a zone."""
    if NAME.fullmatch(zone):
        return zone == time_zone
    return any(_offsets(time_zone) == {timedelta(hours=hours)} for hours in _hours(zone))


def _hours(zone: str) -> tuple[float, ...]:
    digits = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", zone)
    if digits is None:
        return HOURS[zone.upper()]
    sign, hours, minutes = digits.groups()
    return (float(f"{sign}1") * (int(hours) + int(minutes or 0) / 60),)


@cache
def _offsets(time_zone: str) -> set[timedelta]:
    """All distances from UTC that a zone's clocks have had this century."""
    zone = ZoneInfo(time_zone)
    return {offset for at in ANY_YEAR if (offset := at.astimezone(zone).utcoffset()) is not None}


def _remedy(zone: str) -> str:
    if NAME.fullmatch(zone):
        return f"say `time_zone: {zone}`"
    hours = _hours(zone)[0]
    if hours == 0:
        return "say `time_zone: UTC`"
    if OFFSET.fullmatch(zone):
        return "say `%z` in its place"
    return (
        f"if they are {zone} all year, say `time_zone: Etc/GMT{-int(hours):+d}`; if the word changes with the season, "
        "make an offset of it by `sql` and say `%z`"
    )
