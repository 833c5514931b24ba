"""The canonical columns: the value of each over the texts of a record, and what can be wrong with it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from centricity.feeds.definition import Feed
from centricity.feeds.entities import Column
from centricity.feeds.origins import Mapping
from centricity.mapping.answers import answer_problems, answers, margin_problems, margins, marks
from centricity.mapping.problems import Problem, problems_at, unread
from centricity.mapping.texts import place_of, text_of
from centricity.mapping.times import (
    Clock,
    clock_readings,
    instant,
    local_time,
    local_time_conditions,
    timestamp_problems,
)
from centricity.mapping.values import (
    has_no_label,
    identifier_problems,
    labelled,
    name_problems,
    text_problems,
    typed_value,
)
from centricity.sql import literal, quote_name

# Clocks differ, and days do with the time zone.
CLOCK_TOLERANCE = timedelta(days=1)
NAMED_ORGANISATION = quote_name("named organisation")
DATED_AT = quote_name("dated at")


@dataclass(frozen=True)
class Target:
    """A canonical column: its value over the texts, and what can be wrong with it.

    Attributes:
        is_matched: an organisation, found by a name of the record's wave, so after all other values.
    """

    name: str
    value: str
    problems: tuple[Problem, ...] = ()
    is_matched: bool = False


def prepared(feed: Feed) -> dict[str, str]:
    """What is looked at more than once, by name: it is computed once."""
    times = {
        _clock(column).local: local_time(feed.columns[column], feed.values, text_of(column))
        for column in _time_columns(feed)
    }
    return times | marks(feed)


def read_clocks(feed: Feed) -> dict[str, str]:
    """The instants that times by the supplier's clock may be, by name; over what is prepared."""
    readings = [clock_readings(feed.values, _clock(column)) for column in _time_columns(feed)]
    return {name: value for reading in readings for name, value in reading.items()}


def target_of(feed: Feed, column: Column, taken_at: datetime) -> Target:
    """What becomes of a canonical column."""
    mapping = feed.columns.get(column.name)
    if column.name == "answers":
        return Target(column.name, answers(feed), tuple(answer_problems(feed)))
    if column.name == "margins":
        return Target(column.name, margins(feed), tuple(margin_problems(feed)))
    if mapping is None:
        return Target(column.name, f"{literal(column.default)}::{column.type}")
    if column.name == "mentioned_organisation_id":
        return Target(column.name, _first_known_organisation(feed, text_of(column.name)), is_matched=True)
    if _is_matched(feed, column):
        return _organisation(feed, column, mapping)
    if mapping.constant is not None:
        return Target(column.name, _constant(feed, column, mapping))
    return _mapped(feed, column, mapping, taken_at)


def dated_at(feed: Feed) -> str:
    """SQL: the time that says of which year a record is, over the canonical columns."""
    names = [quote_name(name) for name in feed.canonical.dated_by if name in feed.columns]
    return f"coalesce({', '.join(names)})" if names else "null::timestamp"


def named_organisation(feed: Feed) -> dict[str, str]:
    """The organisation that a record names, over its canonical columns and `DATED_AT`."""
    mapping = feed.columns.get("organisation_id")
    if mapping is None or feed.source == "reference":
        return {}
    return {NAMED_ORGANISATION: _named(_said_organisation(mapping))}


def latest_instant(taken_at: datetime) -> datetime:
    """The last instant, in UTC, that has happened when a delivery is taken in."""
    return (taken_at + CLOCK_TOLERANCE).astimezone(UTC).replace(tzinfo=None)


def _time_columns(feed: Feed) -> list[str]:
    names = (column.name for column in feed.canonical.columns if column.type == "timestamp")
    return [name for name in names if name in feed.columns and feed.columns[name].constant is None]


def _clock(column: str) -> Clock:
    return Clock(*(quote_name(f"{name} {column}") for name in ("local", "before", "after")))


def _constant(feed: Feed, column: Column, mapping: Mapping) -> str:
    text = literal(mapping.constant)
    return (
        f"pseudonym({literal(feed.namespace)}, {text}::varchar)" if column.is_identifier else f"{text}::{column.type}"
    )


def _mapped(feed: Feed, column: Column, mapping: Mapping, taken_at: datetime) -> Target:
    text, place = text_of(column.name), place_of(column.name, mapping)
    problems = _missing(feed, column, text, place)
    if mapping.labels is not None:
        problems.append(Problem("unknown_label", place, has_no_label(text, mapping.labels)))
        return Target(column.name, f"({labelled(text, mapping.labels)})::{column.type}", tuple(problems))
    if column.is_identifier:
        problems += problems_at(place, identifier_problems(text))
        return Target(column.name, f"pseudonym({literal(feed.namespace)}, {text})", tuple(problems))
    is_unread = f"{text} is not null and {quote_name(column.name)} is null"
    if column.type == "timestamp":
        value = instant(mapping, feed.values, text, _clock(column.name))
        problems += unread(place, is_unread, timestamp_problems(mapping, feed.values, text))
        problems += problems_at(place, local_time_conditions(feed.values, _clock(column.name)))
    else:
        value, reasons = typed_value(column, mapping, feed.values, text)
        problems += unread(place, is_unread, reasons)
    if column.is_past:
        latest = latest_instant(taken_at).isoformat(sep=" ")
        problems.append(Problem("future_timestamp", place, f"{quote_name(column.name)} > timestamp {literal(latest)}"))
    if column.type == "varchar":
        problems += problems_at(place, text_problems(text))
    return Target(column.name, f"masked({value})" if column.is_worded else value, tuple(problems))


def _missing(feed: Feed, column: Column, text: str, place: str) -> list[Problem]:
    """A required value is not there; a record that is withdrawn needs its key only, or its own id where it has none."""
    if not column.is_required:
        return []
    is_waived = "is_withdrawn" in feed.columns and (feed.key or column.name != feed.canonical.own_id)
    waived = f" and {quote_name('is_withdrawn')} is not true" if is_waived else ""
    return [Problem("missing_value", place, f"{text} is null{waived}")]


def _is_matched(feed: Feed, column: Column) -> bool:
    """Whether the column names an organisation that the reference must know."""
    return column.name == "organisation_id" and feed.source != "reference"


def _organisation(feed: Feed, column: Column, mapping: Mapping) -> Target:
    said, place = _said_organisation(mapping), place_of(column.name, mapping)
    is_unknown = f"{said} is not null and {NAMED_ORGANISATION} is null"
    whose = _whose(feed, NAMED_ORGANISATION)
    is_of_others = f"{whose} is null and not {NAMED_ORGANISATION}.is_ambiguous"
    problems = (
        *_missing(feed, column, said, place),
        Problem("ambiguous_organisation", place, f"{NAMED_ORGANISATION}.is_ambiguous"),
        Problem("organisation_of_other_wave", place, is_of_others),
        *unread(place, is_unknown, name_problems(said)),
    )
    return Target(column.name, whose, problems, is_matched=True)


def _said_organisation(mapping: Mapping) -> str:
    if mapping.constant is not None:
        return literal(str(mapping.constant))
    text = text_of("organisation_id")
    return f"nfc_normalize({labelled(text, mapping.labels) if mapping.labels else text})"


def _named(name: str) -> str:
    """Whose a name is in the record's wave."""
    return f"organisation_named({name}, {quote_name('wave')}, {DATED_AT})"


def _whose(feed: Feed, named: str) -> str:
    """Of what `_named` finds: who has the name in the wave, else, in a record of follow-up, who had it before."""
    now, before = f"{named}.organisation_id", f"{named}.organisation_before"
    return f"coalesce({now}, {before})" if feed.canonical.follows_up else now


def _first_known_organisation(feed: Feed, text: str) -> str:
    """Of the names in a text, divided by spaces, the first that an organisation has."""
    names = f"string_split(nfc_normalize({text}), ' ')"
    known = f"list_transform({names}, lambda name: {_whose(feed, _named('name'))})"
    return f"list_filter({known}, lambda organisation: organisation is not null)[1]"
