"""How times are written in a column: their formats, the order of day and month, the zone they name. For drafts only."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from centricity.formats.calendar_words import A_MONTH, A_WEEKDAY, month_of

DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%m-%d-%Y")
SHORT_DAYS = ("%d-%m-%y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%m-%d-%y", "%y-%m-%d", "%y/%m/%d")
NAMED_DAYS = (
    *("%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d/%b/%Y", "%d/%b/%y", "%b %d, %Y"),
    *("%d %b %y", "%d %b '%y", "%a %d %b %Y"),
)
CLOCKS = (
    *(f" %H:%M{seconds}{offset}" for offset in ("", "%z", " %z") for seconds in (":%S", "", ":%S.%f")),
    "",
    *(f" %I:%M{seconds} %p" for seconds in (":%S", "", ":%S.%f")),
)
TIMESTAMP_FORMATS = (
    *(f"%Y-%m-%dT%H:%M{seconds}{offset}" for offset in ("%z", "") for seconds in (":%S", ":%S.%f", "")),
    *(day + clock for clock in CLOCKS for day in DAYS + SHORT_DAYS),
    *(f"{day},{clock}" for clock in CLOCKS if clock for day in DAYS + SHORT_DAYS),
    # Google Forms writes the clock of the form's owner, with its distance from Greenwich.
    *(f"{day}{clock} GMT%z" for clock in (" %I:%M:%S %p", " %H:%M:%S") for day in DAYS),
    *(f"{day}{clock}" for clock in CLOCKS for day in NAMED_DAYS),
    *(f"%a, %d %b %Y %H:%M:%S{offset}" for offset in ("", " %z")),
    "%a %b %d %H:%M:%S %z %Y",
)
MOST_FORMATS = 3
TEXTS_TRIED = 100
# What may lack its leading zero, and then has a `-` in its directive.
PADDED = ("%d", "%m", "%H", "%I")
PATTERNS = {
    **dict.fromkeys(PADDED, r"(\d{1,2})"),
    **dict.fromkeys(("%y", "%M", "%S"), r"\d{2}"),
    "%Y": r"\d{4}",
    "%f": r"\d{1,6}",
    "%p": "(?i:AM|PM)",
    "%z": r"(?:Z|[+-]\d{1,2}(?::\d{2})?|[+-]\d{4})",
    "%a": A_WEEKDAY,
    "%b": A_MONTH,
}
# A zone that is named behind the time: `10:11:00 UTC`. (AM and PM have two letters.)
NAMED_ZONE = re.compile(r"(.*\d(?: ?[APap][Mm])?)( ?[A-Z]{3,5})")
# Hours from Greenwich in one digit.
SHORT_OFFSET = re.compile(r"([+-])(\d)((?::\d\d)?)$")
MIDNIGHT = re.compile(r"[T ,](0?0:00(:00(\.0+)?)?|12:00(:00)? ?[Aa][Mm])$")
# Those that are one clock all year round, and a name of the IANA database.
SURE_ZONES = ("UTC", "GMT")


@dataclass(frozen=True)
class Times:
    """How the times of a column are written.

    Attributes:
        formats: those that nearly all values have, the commonest first; empty if these are no times.
        candidates: where two formats or more read all values and give other days: each of them.
        is_mixed: some values can only be day-first, and others only month-first.
        has_clock: some values have a time of the day; midnight in all of them is none.
        zones: the zones that the values name; an empty text stands for values that say nothing of their zone.
    """

    formats: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    is_mixed: bool = False
    has_clock: bool = False
    zones: frozenset[str] = frozenset()

    @property
    def is_decided(self) -> bool:
        return not self.candidates and not self.is_mixed


@dataclass(frozen=True)
class Reading:
    """One format and the values that it reads, without the zone that they name."""

    form: str
    texts: Counter[str]
    zone: str

    @property
    def written(self) -> str:
        """The format as the feed says it: a directive has a `-` if the values lack its leading zeros."""
        form = "".join(self._directive(part) for part in re.split("(%.)", self.form)) + self.zone
        return form.replace("%z", "%-z") if any(map(SHORT_OFFSET.search, self.texts)) else form

    @property
    def candidates(self) -> list["Reading"]:
        """The readings by every format that reads all of the values."""
        forms = (form for form in TIMESTAMP_FORMATS if _written_so(self.texts, form) == self.texts)
        return [Reading(form, self.texts, self.zone) for form in forms]

    def _directive(self, part: str) -> str:
        own = self._numbers.get(part, set())
        # Of a number that never has a leading zero nor lacks one, the others decide.
        is_telling = any(len(number) == 1 or number.startswith("0") for number in own)
        deciding = own if is_telling else set().union(*self._numbers.values())
        return f"%-{part[1]}" if part in PADDED and any(len(number) == 1 for number in deciding) else part

    @cached_property
    def _numbers(self) -> dict[str, set[str]]:
        matches = (_pattern(self.form).fullmatch(text) for text in self.texts)
        found = [match.groups() for match in matches if match]
        directives = [part for part in re.findall("%.", self.form) if part in PADDED]
        return dict(zip(directives, map(set, zip(*found, strict=True)), strict=True))


def times_of(texts: Counter[str]) -> Times:
    """Look at the values of a column."""
    readings = _readings(texts)
    if sum(reading.texts.total() for reading in readings) < 0.98 * texts.total() or not readings:
        return Times()
    forms = {reading.form for reading in readings}
    is_mixed = len({form.replace("%d", "%m") for form in forms}) < len(forms)
    has_clock = any("%M" in reading.form and not all(map(MIDNIGHT.search, reading.texts)) for reading in readings)
    zones = {reading.zone.strip() for reading in readings if reading.zone or "%z" not in reading.form}
    formats = tuple(reading.written for reading in readings)
    return Times(formats, _candidates(readings), is_mixed, has_clock, frozenset(zones))


def _readings(texts: Counter[str]) -> list[Reading]:
    found: list[Reading] = []
    for zone, stems in _by_zone(texts).items():
        left = stems
        while left and len(found) < MOST_FORMATS and (reading := _best(left, zone)).texts:
            found.append(reading)
            left = left - reading.texts
    return sorted(found, key=lambda reading: -reading.texts.total())


def _by_zone(texts: Counter[str]) -> dict[str, Counter[str]]:
    zones: dict[str, Counter[str]] = {}
    for text, count in texts.items():
        named = NAMED_ZONE.fullmatch(text)
        stem, zone = named.groups() if named else (text, "")
        zones.setdefault(zone, Counter())[stem] += count
    return zones


def _best(texts: Counter[str], zone: str) -> Reading:
    """The reading of most values; a few are tried by each format, and all by those that read most of the few."""
    few = Counter(dict(texts.most_common(TEXTS_TRIED)))
    fitting = {form: _written_so(few, form).total() for form in TIMESTAMP_FORMATS}
    most = max(fitting.values())
    likely = [form for form in TIMESTAMP_FORMATS if fitting[form] == most > 0]
    readings = [Reading(form, _written_so(texts, form), zone) for form in likely]
    return max(readings, key=lambda reading: reading.texts.total(), default=Reading("", Counter(), zone))


def _candidates(readings: list[Reading]) -> tuple[str, ...]:
    """Every way to read the values of the first reading that has several."""
    several = next((found for reading in readings if len(found := reading.candidates) > 1), [])
    return tuple(reading.written for reading in several)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile("".join(PATTERNS.get(part) or re.escape(part) for part in re.split("(%.)", form)))


def _written_so(texts: Counter[str], form: str) -> Counter[str]:
    return Counter({text: n for text, n in texts.items() if _pattern(form).fullmatch(text) and _is_time(text, form)})


def _with_whole_offset(text: str) -> str:
    """The text as Python reads an offset: with two digits for the hours, and with minutes."""
    return re.sub(r"([+-]\d\d)$", r"\1:00", SHORT_OFFSET.sub(r"\g<1>0\2\3", text))


def _is_time(text: str, form: str) -> bool:
    if "%b" in form:
        text, form = _in_numbers(text), form.replace("%b", "%m").replace("%a", "%%")
    try:
        return bool(datetime.strptime(_with_whole_offset(text) if "%z" in form else text, form))
    except ValueError:
        return False


def _in_numbers(text: str) -> str:
    """The text with its month as a number, and `%` for the day of the week: Python reads English names only."""
    numbered = re.sub(rf"(?<![A-Za-z]){A_MONTH}(?![A-Za-z])", lambda name: month_of(name.group()), text)
    return re.sub(rf"^{A_WEEKDAY}(?![A-Za-z])", "%", numbered)
