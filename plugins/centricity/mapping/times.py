"""From a text to an instant, in SQL. A text that is no time of the feed's formats gives null, never another time."""

from dataclasses import dataclass

from centricity.feeds.origins import Mapping
from centricity.formats.calendar_words import month_number
from centricity.formats.parts import TimestampFormats, Values
from centricity.formats.timestamps import (
    IN_WORDS,
    directives,
    has_offset,
    numeric_form,
    other_day_order,
    timestamp_pattern,
    unpadded,
)
from centricity.sql import literal


@dataclass(frozen=True)
class Clock:
    """A time by the supplier's clock, as SQL: names of columns, since each is read several times.

    Attributes:
        local: the time without its zone.
        by_before: its instant by the clock of the day before.
        by_after: its instant by the clock of the day after.
    """

    local: str
    by_before: str
    by_after: str

    @property
    def is_changing(self) -> str:
        return f"{self.by_before} <> {self.by_after}"


def local_time(mapping: Mapping, values: Values, text: str) -> str:
    """The text's time by the supplier's clock; null where the text says its offset, or is no time."""
    forms = [form for form in _forms(mapping, values) if not has_offset(form)]
    return f"coalesce({', '.join(_parsed(mapping, form, text) for form in forms)})" if forms else "null::timestamp"


def clock_readings(values: Values, clock: Clock) -> dict[str, str]:
    """The two instants of a local time, by the names of their columns.

    Only where they differ the hour may occur twice (the day before is its first occurrence) or not at all. Clocks do
    not always change by an hour.
    """
    zone = literal(values.time_zone)
    return {
        clock.by_before: f"timezone({zone}, {clock.local} - interval 24 hours) + interval 24 hours",
        clock.by_after: f"timezone({zone}, {clock.local} + interval 24 hours) - interval 24 hours",
    }


def instant(mapping: Mapping, values: Values, text: str, clock: Clock) -> str:
    """The text's instant as a UTC timestamp."""
    forms = [form for form in _forms(mapping, values) if has_offset(form)]
    said = [_in_utc(_parsed(mapping, form, text)) for form in forms]
    return f"coalesce({', '.join([*said, _reading(values, clock)])})"


def place_in_time(formats: TimestampFormats, text: str) -> str:
    """A number that grows with the time which a text says in one of these formats; null if it says none."""
    as_they_stand = Mapping(constant=True)
    parsed = (_parsed(as_they_stand, form, text) for form in formats)
    return f"coalesce({', '.join(f'epoch_us({time})::double' for time in parsed)})"


def timestamp_problems(mapping: Mapping, values: Values, text: str) -> dict[str, str]:
    """Why a text is no time, by problem code, the most telling first.

    A day that only the other order of day and month can mean casts doubt on all days up to the twelfth beside it.
    """
    loose = [unpadded(form) for form in _forms(mapping, values)]
    swapped = [other for form in loose if (other := other_day_order(form))]
    return {
        "unpadded_timestamp": _is_of(mapping, loose, text),
        "other_day_order": _is_of(mapping, swapped, text),
        "bad_timestamp": "true",
    }


def local_time_conditions(values: Values, clock: Clock) -> dict[str, str]:
    """Hours that do not exist, or that the feed wants quarantined because they occur twice, by problem code."""
    is_before, is_after = (_reads_as(values, by, clock.local) for by in (clock.by_before, clock.by_after))
    conditions = {"nonexistent_local_time": f"{clock.is_changing} and not {is_before} and not {is_after}"}
    if values.ambiguous_time == "quarantine":
        conditions["ambiguous_local_time"] = f"{clock.is_changing} and {is_before} and {is_after}"
    return conditions


def _forms(mapping: Mapping, values: Values) -> tuple[str, ...]:
    return mapping.timestamp_format or values.timestamp_format


def _parsed(mapping: Mapping, form: str, text: str) -> str:
    """A timestamp without zone, or an instant where the text says its offset."""
    numbers, number_form = _in_numbers(form, text)
    said = _with_whole_offset(form, numbers) if has_offset(form) else numbers
    is_written_so = f"regexp_full_match({text}, {literal(timestamp_pattern(form))})"
    parsed = f"case when {is_written_so} then try_strptime({said}, {literal(number_form.replace('%-z', '%z'))}) end"
    return f"(({parsed}) + interval 1 day - interval 1 second)" if mapping.end_of_day else parsed


def _with_whole_offset(form: str, text: str) -> str:
    """The text with an offset as DuckDB knows it: no Z of ISO 8601, and two digits for the hours."""
    said = f"regexp_replace({text}, 'Z$', '+0000')"
    # Another number of one digit behind a sign gets a zero too, and stays what it is.
    return f"regexp_replace({said}, '([+-])(\\d)(\\D|$)', '\\10\\2\\3', 'g')" if "%-z" in form else said


def _in_numbers(form: str, text: str) -> tuple[str, str]:
    """The text of a format in words as one in numbers, and its format: DuckDB reads English words only."""
    if IN_WORDS.isdisjoint(directives(form)):
        return text, form
    pieces, number_form = numeric_form(form)
    joined = " || ".join(_piece(word, f"regexp_extract({text}, {literal(at)}, 1)") for word, at in pieces)
    return f"ltrim({joined})", number_form.lstrip()


def _piece(word: str, said: str) -> str:
    if word == "%p":
        return f"replace({said}, '.', '')"
    return month_number(said) if word else said


def _is_of(mapping: Mapping, forms: list[str], text: str) -> str:
    """Whether a text is a time in one of these formats."""
    return " or ".join(f"({_parsed(mapping, form, text)}) is not null" for form in forms) or "false"


def _reading(values: Values, clock: Clock) -> str:
    """The instant of a local time; of one that occurs twice, the occurrence that the feed wants."""
    is_second = values.ambiguous_time == "second"
    wanted, other = (clock.by_after, clock.by_before) if is_second else (clock.by_before, clock.by_after)
    is_other = f"{clock.is_changing} and not {_reads_as(values, wanted, clock.local)}"
    return _in_utc(f"case when {is_other} then {other} else {wanted} end")


def _in_utc(instant: str) -> str:
    """The timestamp of an instant, without asking a calendar for the time zone that has no changes."""
    return f"make_timestamp(epoch_us({instant}))"


def _reads_as(values: Values, instant: str, local: str) -> str:
    return f"(timezone({literal(values.time_zone)}, {instant}) = {local})"
