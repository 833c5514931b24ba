"""Which rows of a delivery count: those left out by the feed's condition, withdrawn records, repeats, periods; in SQL.

A row that is left out is no problem: nobody has to mend it. It is counted with its reason.
"""

from centricity.feeds.definition import Feed
from centricity.feeds.origins import LastBy, Mapping
from centricity.mapping.problems import Problem, problems_at
from centricity.mapping.texts import PERIOD, PLACE, WHERE, expressions, failure, key_text, said_names, text_of
from centricity.mapping.times import place_in_time
from centricity.mapping.values import identifier_problems, labelled, number, typed_value
from centricity.sql import literal, quote_name

# Why a row is left out: the condition is not true; it is null, since a value that it asks for is missing; or the feed
# says that another row of its key counts.
WHERE_FALSE, WHERE_NULL, KEY_REPEATED = "where_false", "where_null", "key_repeated"
EVERYTHING = "everything"


def left_out(feed: Feed) -> str:
    """SQL: why the feed's condition leaves a row out; null for a row that stays, over the canonical columns.

    What cannot be read says nothing, so a condition says nothing of it. Nor does one that asks a withdrawn record for
    what it lacks: that has its key only.
    """
    if feed.where is None:
        return "null::varchar"
    is_null = f"{text_of(WHERE)} is null and not {failure(WHERE)}{_unless_withdrawn(feed)}"
    return (
        f"case when unreadable is not null then null when {text_of(WHERE)} = 'false' then {literal(WHERE_FALSE)} "
        f"when {is_null} then {literal(WHERE_NULL)} end"
    )


def withdrawn_step(feed: Feed) -> str:
    """SQL: after `said`, the texts of withdrawn records null but for what names them.

    So a tombstone needs its key only, and whatever else stands in it is neither judged nor kept.
    """
    if "is_withdrawn" not in feed.columns:
        return "select * from said"
    named = {text_of("is_withdrawn"), text_of(PERIOD), text_of(PLACE), text_of(WHERE)}
    named |= {key_text(feed, column) for column in feed.key} | {text_of(feed.canonical.own_id or "")}
    is_withdrawn = f"coalesce({_said_flag(feed.columns['is_withdrawn'], feed)}, false)"
    emptied = [text for text in map(text_of, said_names(feed)) if text not in named]
    failures = [failure(name) for name in expressions(feed) if text_of(name) in emptied]
    nulls = ", ".join(
        [
            *(f"case when not {is_withdrawn} then {text} end as {text}" for text in emptied),
            *(f"{failed} and not {is_withdrawn} as {failed}" for failed in failures),
        ]
    )
    return f"select * replace ({nulls}) from said" if nulls else "select * from said"


def period(feed: Feed) -> str:
    """SQL: what a row's delivery is the whole of."""
    if feed.period:
        return text_of(PERIOD)
    return literal(EVERYTHING) if feed.delivers == "whole" else "null::varchar"


def place_among_repeats(feed: Feed) -> str:
    """SQL: where a row stands among those of its key, the last one counts; null: by its place in the file."""
    if not isinstance(feed.repeated_keys, LastBy):
        return "null::double"
    text = text_of(PLACE)
    formats = feed.time_columns.get(feed.repeated_keys.last, feed.values.timestamp_format)
    return f"coalesce({place_in_time(formats, text)}, {number(feed.values, text)})"


def selection_problems(feed: Feed) -> list[Problem]:
    """What keeps it from being told whether a row counts."""
    problems = []
    if feed.period:
        place, text = feed.period.from_ or "delivers", text_of(PERIOD)
        problems.append(Problem("missing_value", place, f"{text} is null{_unless_withdrawn(feed)}"))
        problems += problems_at(place, identifier_problems(text))
    if isinstance(feed.repeated_keys, LastBy):
        is_unread = f"{text_of(PLACE)} is not null and place_among_repeats is null"
        problems.append(Problem("bad_place_among_repeats", feed.repeated_keys.last, is_unread))
    return problems


def _unless_withdrawn(feed: Feed) -> str:
    return f" and {quote_name('is_withdrawn')} is not true" if "is_withdrawn" in feed.columns else ""


def _said_flag(mapping: Mapping, feed: Feed) -> str:
    text = text_of("is_withdrawn")
    if mapping.constant is not None:
        return literal(bool(mapping.constant))
    if mapping.labels is not None:
        return f"({labelled(text, mapping.labels)})::boolean"
    return typed_value(feed.canonical.column("is_withdrawn"), mapping, feed.values, text)[0]
