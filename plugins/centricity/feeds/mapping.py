"""From a supplier's text to canonical columns, as one SQL statement.

Every value that is there but cannot be read, cast or matched gives its row a `problem_code`; nothing
is dropped and nothing guessed.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from centricity.feeds.definition import Feed
from centricity.feeds.entities import ANSWER, MARGIN, Column
from centricity.feeds.parts import Answer, Characteristic, Mapping, Origin
from centricity.feeds.sql import literal, quote_name
from centricity.feeds.values import (
    Clock,
    clock_readings,
    has_no_label,
    identifier_problems,
    instant,
    labelled,
    local_time,
    local_time_conditions,
    name_problems,
    nul_problem,
    number,
    number_problems,
    text_problems,
    typed_value,
)

# Clocks differ, and days do with the time zone.
CLOCK_TOLERANCE = timedelta(days=1)
UNIT_SEPARATOR = "\x1f"
# Stands for an expression's null, so that a null of its evaluation means that it failed.
NO_VALUE = "\x1e"
NAMED_ORGANISATION = quote_name("named organisation")


@dataclass(frozen=True)
class Problem:
    """A condition under which a row has a problem.

    Attributes:
        code: what it is.
        place: the supplier's column, or what an expression makes.
        condition: when a row has it.
        finer: codes that say more than `code`, and when; only looked at where the row has the problem.
    """

    code: str
    place: str
    condition: str
    finer: dict[str, str] = field(default_factory=dict)

    @property
    def code_sql(self) -> str:
        cases = " ".join(f"when {condition} then {literal(code)}" for code, condition in self.finer.items())
        return f"case {cases} else {literal(self.code)} end" if cases else literal(self.code)


@dataclass(frozen=True)
class Target:
    """A canonical column: its value over the texts, and what can be wrong with it."""

    name: str
    value: str
    problems: tuple[Problem, ...] = ()


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
    origins = _origins(feed)
    targets = [_target(feed, column, taken_at) for column in feed.canonical.columns]
    problems = [
        *(problem for target in targets for problem in target.problems),
        *_expression_problems(origins),
        *(Problem("missing_value", column, f"{_key_text(feed, column)} is null") for column in feed.key),
        *(problem for column in feed.key for problem in _problems(column, nul_problem(_key_text(feed, column)))),
    ]
    names = ", ".join(quote_name(target.name) for target in targets)
    values = ",\n    ".join(f"{target.value} as {quote_name(target.name)}" for target in targets)
    return f"""
with present as (
  select row_number as {_own("row_number")}, problem_code as {_own("unreadable")}, {_present(feed)} from records
),
said as (
  select {_own("row_number")} as row_number, {_own("unreadable")} as unreadable{_said(feed, origins)}{
        _said_failures(origins)
    }{_said_keys(feed)}
  from present
),
prepared as (select *{_prepared(feed)} from said),
clocked as (select *{_clock_readings(feed)} from prepared),
read as (
  select *, {_record_key(feed)} as record_key,
    {values}
  from clocked
),
judged as (select *, {_first_problem(problems)} as problem from read)
select {literal(load_id)} as load_id, row_number, record_key, {names},
  coalesce(unreadable, problem.code) as problem_code,
  case when unreadable is null then problem.place end as problem_column
from judged
"""


def record_columns(feed: Feed) -> list[str]:
    """The columns of the relation `records`: what a reader says of a record, then its texts by place.

    Not by the supplier's names: one may be ours, or another but for capital letters, which SQL does not tell apart.
    """
    return ["row_number", "problem_code", "unreadable_record", *(f"text {n}" for n in range(len(feed.mapped_columns)))]


def latest_instant(taken_at: datetime) -> datetime:
    """The last instant, in UTC, that has happened when a delivery is taken in."""
    return (taken_at + CLOCK_TOLERANCE).astimezone(UTC).replace(tzinfo=None)


def _origins(feed: Feed) -> dict[str, Origin]:
    """Everything that is made of the file's columns, by the name of its text in the statement."""
    mapped = {name: mapping for name, mapping in feed.columns.items() if mapping.constant is None}
    answers = {_answer_name(item): answer for item, answer in sorted(feed.answers.items())}
    margins = {_margin_name(margin): origin for margin, origin in sorted(feed.margins.items())}
    return mapped | answers | margins


def _answer_name(item: str) -> str:
    return f"answer {item}"


def _margin_name(margin: str) -> str:
    return f"margin {margin}"


def _text(name: str) -> str:
    """The text of an origin, after the statement's step `said`."""
    return quote_name(f"said {name}")


def _key_text(feed: Feed, column: str) -> str:
    """The text of a key's column; by the same name as what is mapped from it, so that its pseudonym is made once."""
    plain = (name for name, origin in _origins(feed).items() if _said_of(feed, origin) == _present_text(feed, column))
    return _text(next(plain, f"key {feed.key.index(column)}"))


def _present_text(feed: Feed, column: str) -> str:
    """The text of a file's column, in the statement's step `present`."""
    return _own(f"text {sorted(feed.mapped_columns).index(column)}")


def _own(name: str) -> str:
    """A name in the step `present`, where the columns that expressions read have the supplier's."""
    return quote_name(f"{UNIT_SEPARATOR}{name}")


def _place(name: str, origin: Origin) -> str:
    """Where a problem stands: the supplier's column, or what the expression makes."""
    return origin.from_ or name


def _present(feed: Feed) -> str:
    """Each text, null where it means that there is none; once more by its name for the expressions."""
    texts = {
        _present_text(feed, column): _unless_missing(feed, quote_name(f"text {place}"))
        for place, column in enumerate(sorted(feed.mapped_columns))
    }
    named = {quote_name(column): texts[_present_text(feed, column)] for column in sorted(feed.expression_columns)}
    return ", ".join(f"{text} as {name}" for name, text in (texts | named).items())


def _unless_missing(feed: Feed, text: str) -> str:
    missing = ", ".join(literal(said) for said in feed.values.missing)
    return f"case when {text} in ({missing}) then null else {text} end" if missing else text


def _said(feed: Feed, origins: dict[str, Origin]) -> str:
    return "".join(f",\n    {_said_of(feed, origin)} as {_text(name)}" for name, origin in origins.items())


def _said_of(feed: Feed, origin: Origin) -> str:
    missing = (*feed.values.missing, *origin.missing) if origin.sql is not None else origin.missing
    is_plain = origin.sql is None
    text = _present_text(feed, origin.from_) if is_plain else f"nullif({_tried(origin.sql)}, {literal(NO_VALUE)})"
    for said in missing:
        text = f"nullif({text}, {literal(said)})"
    return text


def _tried(expression: str) -> str:
    """An expression's text; null if it fails (a cast, say): that is a problem of its row, not of the file."""
    return f"try(coalesce(({expression})::varchar, {literal(NO_VALUE)}))"


def _said_failures(origins: dict[str, Origin]) -> str:
    expressions = {name: origin.sql for name, origin in origins.items() if origin.sql is not None}
    return "".join(f",\n    {_tried(sql)} is null as {_failure(name)}" for name, sql in expressions.items())


def _failure(name: str) -> str:
    return quote_name(f"failed {name}")


def _expression_problems(origins: dict[str, Origin]) -> list[Problem]:
    return [
        Problem("expression_failed", name, _failure(name)) for name, origin in origins.items() if origin.sql is not None
    ]


def _said_keys(feed: Feed) -> str:
    return "".join(
        f", {_present_text(feed, column)} as {_text(f'key {place}')}" for place, column in enumerate(feed.key)
    )


def _prepared(feed: Feed) -> str:
    """What is looked at more than once: it is computed once, and named."""
    times = {
        _clock(column).local: local_time(feed.columns[column], feed.values, _text(column))
        for column in _time_columns(feed)
    }
    marks = {_mark(item): _read_mark(feed, item, answer) for item, answer in sorted(feed.answers.items())}
    return "".join(f",\n    {value} as {name}" for name, value in (times | marks | _named_organisation(feed)).items())


def _clock_readings(feed: Feed) -> str:
    readings = [clock_readings(feed.values, _clock(column)) for column in _time_columns(feed)]
    return "".join(f",\n    {value} as {name}" for reading in readings for name, value in reading.items())


def _time_columns(feed: Feed) -> list[str]:
    names = (column.name for column in feed.canonical.columns if column.type == "timestamp")
    return [name for name in names if name in feed.columns and feed.columns[name].constant is None]


def _clock(column: str) -> Clock:
    return Clock(*(quote_name(f"{name} {column}") for name in ("local", "before", "after")))


def _mark(item: str) -> str:
    return quote_name(f"mark {item}")


def _record_key(feed: Feed) -> str:
    if not feed.key:
        return "null::varchar"
    parts = f" || {literal(UNIT_SEPARATOR)} || ".join(_key_text(feed, column) for column in feed.key)
    return f"pseudonym({literal(feed.namespace)}, {parts})"


def _target(feed: Feed, column: Column, taken_at: datetime) -> Target:
    if column.name == "answers":
        return _answers(feed)
    if column.name == "margins":
        return _margins(feed)
    mapping = feed.columns.get(column.name)
    if mapping is None:
        return Target(column.name, f"{literal(column.default)}::{column.type}")
    if column.name == "mentioned_organisation_id":
        return Target(column.name, _first_known_organisation(_text(column.name)))
    if _is_matched(feed, column):
        return _organisation(column, mapping)
    if mapping.constant is not None:
        return Target(column.name, _constant(feed, column, mapping))
    return _mapped(feed, column, mapping, taken_at)


def _constant(feed: Feed, column: Column, mapping: Mapping) -> str:
    text = literal(mapping.constant)
    return (
        f"pseudonym({literal(feed.namespace)}, {text}::varchar)" if column.is_identifier else f"{text}::{column.type}"
    )


def _mapped(feed: Feed, column: Column, mapping: Mapping, taken_at: datetime) -> Target:
    text, place = _text(column.name), _place(column.name, mapping)
    problems = [Problem("missing_value", place, f"{text} is null")] if column.is_required else []
    if mapping.labels is not None:
        problems.append(Problem("unknown_label", place, has_no_label(text, mapping.labels)))
        return Target(column.name, f"({labelled(text, mapping.labels)})::{column.type}", tuple(problems))
    if column.is_identifier:
        problems += _problems(place, identifier_problems(text))
        return Target(column.name, f"pseudonym({literal(feed.namespace)}, {text})", tuple(problems))
    unread = f"{text} is not null and {quote_name(column.name)} is null"
    if column.type == "timestamp":
        value = instant(mapping, feed.values, text, _clock(column.name))
        problems.append(Problem("bad_timestamp", place, unread))
        problems += _problems(place, local_time_conditions(feed.values, _clock(column.name)))
    else:
        value, reasons = typed_value(column, mapping, feed.values, text)
        problems += _unread(place, unread, reasons)
    if column.is_past:
        latest = latest_instant(taken_at).isoformat(sep=" ")
        problems.append(Problem("future_timestamp", place, f"{quote_name(column.name)} > timestamp {literal(latest)}"))
    if column.type == "varchar":
        problems += _problems(place, text_problems(text))
    return Target(column.name, f"masked({value})" if column.is_worded else value, tuple(problems))


def _problems(place: str, conditions: dict[str, str]) -> list[Problem]:
    return [Problem(code, place, condition) for code, condition in conditions.items()]


def _unread(place: str, condition: str, reasons: dict[str, str]) -> list[Problem]:
    """The problem of a text that cannot be read: the last reason, unless one before it holds."""
    *finer, last = reasons or [None]
    return [Problem(last, place, condition, {code: reasons[code] for code in finer})] if last else []


def _is_matched(feed: Feed, column: Column) -> bool:
    """Whether the column names an organisation that the reference must know."""
    return column.name == "organisation_id" and feed.source != "reference"


def _organisation(column: Column, mapping: Mapping) -> Target:
    said, place = _said_organisation(mapping), _place(column.name, mapping)
    missing = [Problem("missing_value", place, f"{said} is null")] if column.is_required else []
    unknown = f"{said} is not null and {NAMED_ORGANISATION} is null"
    return Target(
        column.name,
        f"{NAMED_ORGANISATION}.organisation_id",
        (
            *missing,
            Problem("ambiguous_organisation", place, f"{NAMED_ORGANISATION}.is_ambiguous"),
            *_unread(place, unknown, name_problems(said)),
        ),
    )


def _said_organisation(mapping: Mapping) -> str:
    if mapping.constant is not None:
        return literal(str(mapping.constant))
    text = _text("organisation_id")
    return f"nfc_normalize({labelled(text, mapping.labels) if mapping.labels else text})"


def _named_organisation(feed: Feed) -> dict[str, str]:
    mapping = feed.columns.get("organisation_id")
    if mapping is None or feed.source == "reference":
        return {}
    return {NAMED_ORGANISATION: f"organisation_named({_said_organisation(mapping)})"}


def _first_known_organisation(text: str) -> str:
    """Of the names in a text, divided by spaces, the first that an organisation has."""
    known = f"list_transform(string_split({text}, ' '), lambda name: organisation_named(name).organisation_id)"
    return f"list_filter({known}, lambda organisation: organisation is not null)[1]"


def _answers(feed: Feed) -> Target:
    answers = sorted(feed.answers.items())
    structs = ", ".join(
        f"{{'item': {literal(item)}, 'value': {_mark(item)}, 'scale_low': {answer.scale[0]}::double, "
        f"'scale_high': {answer.scale[1]}::double, 'is_proxy': {literal(answer.proxy)}}}"
        for item, answer in answers
    )
    return Target(
        "answers",
        f"[{structs}]::{ANSWER}[]",
        tuple(problem for item, answer in answers for problem in _mark_problems(feed, item, answer)),
    )


def _read_mark(feed: Feed, item: str, answer: Answer) -> str:
    text = _text(_answer_name(item))
    return f"({labelled(text, answer.labels)})::double" if answer.labels is not None else number(feed.values, text)


def _mark_problems(feed: Feed, item: str, answer: Answer) -> list[Problem]:
    text, place = _text(_answer_name(item)), _place(item, answer)
    if answer.labels is not None:
        return [Problem("unknown_label", place, has_no_label(text, answer.labels))]
    return _unread(place, f"{text} is not null and {_mark(item)} is null", number_problems(feed.values, text))


def _margins(feed: Feed) -> Target:
    margins = sorted(feed.margins.items())
    structs = ", ".join(
        f"{{'margin': {literal(margin)}, 'category': nfc_normalize({_category(margin, origin.labels)})}}"
        for margin, origin in margins
    )
    problems = tuple(problem for margin, origin in margins for problem in _category_problems(margin, origin))
    return Target("margins", f"[{structs}]::{MARGIN}[]", problems)


def _category_problems(margin: str, origin: Characteristic) -> list[Problem]:
    text, place = _text(_margin_name(margin)), _place(margin, origin)
    if origin.labels is not None:
        return [Problem("unknown_label", place, has_no_label(text, origin.labels))]
    return _problems(place, nul_problem(text))


def _category(margin: str, labels: dict | None) -> str:
    text = _text(_margin_name(margin))
    return text if labels is None else labelled(text, labels)


def _first_problem(problems: list[Problem]) -> str:
    cases = " ".join(
        f"when {problem.condition} then {{'code': {problem.code_sql}, 'place': {literal(problem.place)}}}"
        for problem in problems
    )
    return f"case {cases} end" if cases else "null::struct(code varchar, place varchar)"
