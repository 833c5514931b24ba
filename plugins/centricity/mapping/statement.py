"""From a supplier's text to canonical columns, as one SQL statement.

Every value that is there but cannot be read, cast or matched gives its row a `problem_code`; nothing
is dropped and nothing guessed.
"""

from datetime import datetime

from centricity.feeds.definition import Feed
from centricity.feeds.entities import Column
from centricity.mapping.answers import answers_whole
from centricity.mapping.problems import Problem, first_problem, problems_at
from centricity.mapping.selection import left_out, period, place_among_repeats, selection_problems, withdrawn_step
from centricity.mapping.targets import DATED_AT, Target, dated_at, named_organisation, prepared, read_clocks, target_of
from centricity.mapping.texts import (
    UNIT_SEPARATOR,
    expression_problems,
    key_text,
    present_step,
    said_step,
    text_of,
    tried_step,
)
from centricity.mapping.values import identifier_problems
from centricity.sql import literal, quote_name

# Columns of a staged batch that are neither judged nor kept.
BATCH_ONLY = ("left_out", "place_among_repeats")


def mapping_sql(feed: Feed, load_id: str, taken_at: datetime, name_texts: dict[str, str]) -> str:
    """The statement that maps the relation `records` to a staged batch.

    The relation has the columns `record_columns`. The statement needs the macros `pseudonym` and `masked` and, unless
    the entity is reference data, `organisation_named`. It has no join and no order: rows come out as they went in, and
    sorting them would cost as much as all the rest.

    Args:
        feed: the definition.
        load_id: the load that the rows will be of.
        taken_at: when the delivery is taken in; nothing has happened later than a day after.
        name_texts: what the file's name says, by place.
    """
    targets = [target_of(feed, column, taken_at) for column in feed.canonical.columns]
    names = ", ".join(_typed(column) for column in feed.canonical.columns)
    values = {quote_name(target.name): target.value for target in targets if not target.is_matched}
    matched = {quote_name(target.name): target.value for target in targets if target.is_matched}
    return f"""
with present as ({present_step(feed, name_texts)}),
tried as ({tried_step(feed)}),
said as ({said_step(feed)}),
kept as ({withdrawn_step(feed)}),
prepared as (select *{_named(prepared(feed))} from kept),
clocked as (select *{_named(read_clocks(feed))} from prepared),
read as (select *, {period(feed)} as period,
  {place_among_repeats(feed)} as place_among_repeats{_named(values)}, {left_out(feed)} as left_out from clocked),
dated as (select *, {dated_at(feed)} as {DATED_AT} from read),
named as (select *{_named(named_organisation(feed))} from dated),
matched as (select *{_named(matched)} from named),
judged as (
  select *, {_record_key(feed)} as record_key,
    case when left_out is null then {first_problem(_problems(feed, targets))} end as problem from matched
)
select {literal(load_id)} as load_id, row_number, record_key, period, {names},
  coalesce(unreadable, problem.code) as problem_code,
  case when unreadable is null then problem.place end as problem_column,
  {", ".join(BATCH_ONLY)}
from judged
"""


def batch_columns(feed: Feed) -> str:
    """The columns of a batch that is judged, out of the file of a staged one: answers are whole."""
    whole = f" replace ({answers_whole(feed)} as answers)" if feed.answers else ""
    return f"* exclude ({', '.join(BATCH_ONLY)}){whole}"


def _named(values: dict[str, str]) -> str:
    return "".join(f",\n    {value} as {name}" for name, value in values.items())


def _typed(column: Column) -> str:
    """A column of its own type, also where it is null throughout: DuckDB makes a number of that."""
    name = quote_name(column.name)
    return name if column.name == "answers" else f"{name}::{column.type} as {name}"


def _record_key(feed: Feed) -> str:
    """SQL: what tells a record from others over all deliveries: its key, or its own id where the feed has no key."""
    if not feed.key:
        return "null::varchar" if feed.own_id is None else quote_name(feed.own_id)
    texts = [key_text(feed, column) for column in feed.key]
    for name in feed.columns:
        if _is_pseudonym(feed, name) and texts == [text_of(name)]:
            return quote_name(name)  # a pseudonym takes long to make
    return f"pseudonym({literal(feed.namespace)}, {f' || {literal(UNIT_SEPARATOR)} || '.join(texts)})"


def _problems(feed: Feed, targets: list[Target]) -> list[Problem]:
    """What a row is asked for, in this order."""
    keys = {column: key_text(feed, column) for column in feed.key}
    # What becomes an identifier is looked at there.
    others = keys.keys() - {mapping.from_ for name, mapping in feed.columns.items() if _is_pseudonym(feed, name)}
    return [
        # An expression that failed made nothing: that a required value is missing then says less.
        *expression_problems(feed),
        *selection_problems(feed),
        *(problem for target in targets for problem in target.problems),
        *(Problem("missing_value", column, f"{text} is null") for column, text in keys.items()),
        *(problem for column in sorted(others) for problem in problems_at(column, identifier_problems(keys[column]))),
    ]


def _is_pseudonym(feed: Feed, name: str) -> bool:
    return feed.canonical.column(name).is_identifier and feed.columns[name].labels is None
