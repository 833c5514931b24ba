"""From a supplier's text to canonical columns, as one SQL statement.

Every value that is there but cannot be read, cast or matched gives its row a `problem_code`; nothing
is dropped and nothing guessed.
"""

from datetime import datetime

from centricity.feeds.answers import answers_whole
from centricity.feeds.definition import Feed
from centricity.feeds.problems import Problem, first_problem, problems_at
from centricity.feeds.sql import literal, quote_name
from centricity.feeds.targets import Target, prepared, read_clocks, target_of
from centricity.feeds.texts import UNIT_SEPARATOR, expression_problems, key_text, present_step, said_step
from centricity.feeds.values import identifier_problems


def mapping_sql(feed: Feed, load_id: str, taken_at: datetime) -> str:
    """The statement that maps the relation `records` to a staged batch.

    The relation has the columns `record_columns`. The statement needs the macros `pseudonym` and `masked` and, unless
    the entity is reference data, `organisation_named`. It has no join and no order: rows come out as they went in, and
    sorting them would cost as much as all the rest.

    Args:
        feed: the definition.
        load_id: the load that the rows will be of.
        taken_at: when the delivery is taken in; nothing has happened later than a day after.
    """
    targets = [target_of(feed, column, taken_at) for column in feed.canonical.columns]
    names = ", ".join(quote_name(target.name) for target in targets)
    values = {quote_name(target.name): target.value for target in targets}
    return f"""
with present as ({present_step(feed)}),
said as ({said_step(feed)}),
prepared as (select *{_named(prepared(feed))} from said),
clocked as (select *{_named(read_clocks(feed))} from prepared),
read as (select *, {_record_key(feed)} as record_key{_named(values)} from clocked),
judged as (select *, {first_problem(_problems(feed, targets))} as problem from read)
select {literal(load_id)} as load_id, row_number, record_key, {names},
  coalesce(unreadable, problem.code) as problem_code,
  case when unreadable is null then problem.place end as problem_column
from judged
"""


def batch_columns(feed: Feed) -> str:
    """The columns of a staged batch, out of its file: answers are whole."""
    return f"* replace ({answers_whole(feed)} as answers)" if feed.answers else "*"


def _named(values: dict[str, str]) -> str:
    return "".join(f",\n    {value} as {name}" for name, value in values.items())


def _record_key(feed: Feed) -> str:
    if not feed.key:
        return "null::varchar"
    parts = f" || {literal(UNIT_SEPARATOR)} || ".join(key_text(feed, column) for column in feed.key)
    return f"pseudonym({literal(feed.namespace)}, {parts})"


def _problems(feed: Feed, targets: list[Target]) -> list[Problem]:
    """What a row is asked for, in this order."""
    keys = {column: key_text(feed, column) for column in feed.key}
    # What becomes an identifier is looked at there.
    others = keys.keys() - {mapping.from_ for name, mapping in feed.columns.items() if _is_identifier(feed, name)}
    return [
        # An expression that fails leaves no text: what then looks missing is not.
        *expression_problems(feed),
        *(problem for target in targets for problem in target.problems),
        *(Problem("missing_value", column, f"{text} is null") for column, text in keys.items()),
        *(problem for column in sorted(others) for problem in problems_at(column, identifier_problems(keys[column]))),
    ]


def _is_identifier(feed: Feed, name: str) -> bool:
    return feed.canonical.column(name).is_identifier
