"""From a supplier's text to canonical columns, as one SQL statement.

Every value that is there but cannot be read, cast or matched gives its row a `problem_code`; nothing
is dropped and nothing guessed.
"""

from dataclasses import dataclass

from centricity.feeds.definition import Answer, Feed, Mapping
from centricity.feeds.entities import ANSWER, MARGIN, Column
from centricity.feeds.timestamps import has_offset, timestamp_pattern

UNIT_SEPARATOR = "\x1f"
WHOLE_NUMBER = r"^[+-]?\d{1,18}$"


@dataclass(frozen=True)
class Problem:
    """A condition under which a row has a problem."""

    code: str
    column: str
    condition: str


@dataclass(frozen=True)
class Target:
    """One canonical column: its value over the text columns, and what can be wrong with it."""

    name: str
    value: str
    problems: tuple[Problem, ...] = ()


def mapping_sql(feed: Feed, load_id: str) -> str:
    """The statement that maps the relation `records` to a staged batch.

    It needs the macro `pseudonym` and, unless the entity is `organisations`, the table
    `organisation_alias(alias, organisation_id, is_ambiguous)`.
    """
    targets = [_target(feed, column) for column in feed.canonical.columns]
    values = ",\n    ".join(f"{target.value} as {_name(target.name)}" for target in targets)
    problems = [problem for target in targets for problem in target.problems] + _key_problems(feed)
    final = ", ".join(_name(target.name) for target in targets)
    return f"""
with said as (select row_number, problem_code as unreadable, {_texts(feed)} from records),
read as (
  select row_number, unreadable, {_all_texts(feed)}
    {_key(feed)} as record_key,
    {values}
  from said{_organisation_join(feed)}
),
judged as (select *, {_first_problem(problems)} as problem from read)
select {_literal(load_id)} as load_id, row_number, record_key, {final},
  coalesce(unreadable, problem.code) as problem_code,
  case when unreadable is null then problem.place end as problem_column
from judged order by row_number
"""


def _texts(feed: Feed) -> str:
    missing = ", ".join(_literal(text) for text in feed.values.missing)
    return ", ".join(
        f"case when {_name(column)} in ({missing}) then null else {_name(column)} end as {_text(column)}"
        for column in sorted(feed.mapped_columns)
    )


def _all_texts(feed: Feed) -> str:
    return "".join(f"{_text(column)}, " for column in sorted(feed.mapped_columns))


def _target(feed: Feed, column: Column) -> Target:
    if column.name == "answers":
        return _answers(feed)
    if column.name == "margins":
        return _margins(feed)
    mapping = feed.columns.get(column.name)
    if mapping is None:
        return Target(column.name, f"{_literal(column.default)}::{column.type}")
    if _is_matched(feed, column):
        return _organisation(mapping)
    if mapping.from_ is None:
        return Target(column.name, _constant(feed, column, mapping))
    return _mapped(feed, column, mapping)


def _constant(feed: Feed, column: Column, mapping: Mapping) -> str:
    text = _literal(mapping.constant)
    if column.is_identifier:
        return f"pseudonym({_literal(feed.namespace)}, {text})"
    return f"{text}::{column.type}"


def _mapped(feed: Feed, column: Column, mapping: Mapping) -> Target:
    source, text = mapping.from_, _text(mapping.from_)
    problems = [Problem("missing_value", source, f"{text} is null")] if column.is_required else []
    if mapping.labels is not None:
        problems.append(Problem("unknown_label", source, _has_no_label(text, mapping.labels)))
        return Target(column.name, f"({_labelled(text, mapping.labels)})::{column.type}", tuple(problems))
    value, code = _value(feed, column, mapping)
    if code:
        problems.append(Problem(code, source, f"{text} is not null and {_name(column.name)} is null"))
    if column.type == "timestamp":
        problems += _local_time_problems(feed, mapping)
    return Target(column.name, value, tuple(problems))


def _value(feed: Feed, column: Column, mapping: Mapping) -> tuple[str, str | None]:
    """The value as SQL, and the problem of a text that has none."""
    text = _text(mapping.from_)
    if column.is_identifier:
        return f"pseudonym({_literal(feed.namespace)}, {text})", None
    match column.type:
        case "timestamp":
            return _instant(feed, mapping, text), "bad_timestamp"
        case "double":
            return _number(text, feed.values.decimal_sign), "not_a_number"
        case "integer" | "bigint":
            whole = f"regexp_full_match({text}, {_literal(WHOLE_NUMBER)})"
            return f"case when {whole} then try_cast({text} as {column.type}) end", "not_a_number"
        case "boolean":
            return f"case lower({text}) when 'true' then true when 'false' then false end", "unknown_label"
        case "varchar[]":
            parts = f"string_split({text}, {_literal(mapping.separator or ',')})"
            trimmed = f"list_transform({parts}, lambda part: nfc_normalize(trim(part)))"
            return f"list_filter({trimmed}, lambda part: part <> '')", None
        case _:
            return f"nfc_normalize({text})", None


def _is_matched(feed: Feed, column: Column) -> bool:
    """Whether the column names an organisation that the reference must know."""
    return column.name == "organisation_id" and feed.entity != "organisations"


def _organisation(mapping: Mapping) -> Target:
    said, place = _said_organisation(mapping), mapping.from_ or "organisation_id"
    ambiguous = f"{said} in (select alias from organisation_alias where is_ambiguous)"
    return Target(
        "organisation_id",
        "organisation_alias.organisation_id",
        (
            Problem("missing_value", place, f"{said} is null"),
            Problem("ambiguous_organisation", place, ambiguous),
            Problem("unknown_organisation", place, "organisation_id is null"),
        ),
    )


def _said_organisation(mapping: Mapping) -> str:
    if mapping.from_ is None:
        return _literal(str(mapping.constant))
    text = _text(mapping.from_)
    return f"nfc_normalize({_labelled(text, mapping.labels) if mapping.labels else text})"


def _organisation_join(feed: Feed) -> str:
    mapping = feed.columns.get("organisation_id")
    if mapping is None or feed.entity == "organisations":
        return ""
    return (
        "\n  left join organisation_alias on not organisation_alias.is_ambiguous"
        f"\n    and organisation_alias.alias = {_said_organisation(mapping)}"
    )


def _number(text: str, decimal_sign: str) -> str:
    pattern = rf"^[+-]?\d{{1,15}}(\{decimal_sign}\d+)?$"
    return f"case when regexp_full_match({text}, {_literal(pattern)}) then replace({text}, ',', '.')::double end"


def _labelled(text: str, labels: dict) -> str:
    cases = " ".join(f"when {_literal(said)} then {_literal(meant)}" for said, meant in labels.items())
    return f"case {text} {cases} end"


def _has_no_label(text: str, labels: dict) -> str:
    """True for a text without label; a label may well mean "no value"."""
    return f"{text} is not null and {text} not in ({', '.join(_literal(said) for said in labels)})"


def _local_time(feed: Feed, mapping: Mapping, text: str) -> str:
    """The text as a timestamp without zone (or as an instant, where it says its own offset)."""
    form = mapping.timestamp_format or feed.values.timestamp_format
    # DuckDB's %z does not know the Z of ISO 8601.
    said = f"regexp_replace({text}, 'Z$', '+0000')" if has_offset(form) else text
    is_written_so = f"regexp_full_match({text}, {_literal(timestamp_pattern(form))})"
    parsed = f"case when {is_written_so} then try_strptime({said}, {_literal(form)}) end"
    return f"({parsed}) + interval 1 day - interval 1 second" if mapping.end_of_day else parsed


def _instant(feed: Feed, mapping: Mapping, text: str) -> str:
    local = _local_time(feed, mapping, text)
    if _says_offset(feed, mapping):
        return f"timezone('UTC', {local})"
    zone = _literal(feed.values.time_zone)
    # DuckDB reads an hour that occurs twice, when the clocks go back, as the second.
    later = f"timezone({zone}, {local})"
    if feed.values.ambiguous_time == "second":
        return f"timezone('UTC', {later})"
    earlier = f"{later} - interval 1 hour"
    first = f"case when timezone({zone}, {earlier}) = {local} then {earlier} else {later} end"
    return f"timezone('UTC', {first})"


def _local_time_problems(feed: Feed, mapping: Mapping) -> list[Problem]:
    """Hours that do not exist, or exist twice, when the clocks change."""
    if _says_offset(feed, mapping):
        return []
    zone, source = _literal(feed.values.time_zone), mapping.from_
    local = _local_time(feed, mapping, _text(source))
    instant = f"timezone({zone}, {local})"
    problems = [Problem("nonexistent_local_time", source, f"timezone({zone}, {instant}) <> {local}")]
    if feed.values.ambiguous_time == "quarantine":
        twice = f"timezone({zone}, {instant} - interval 1 hour) = {local}"
        problems.append(Problem("ambiguous_local_time", source, twice))
    return problems


def _says_offset(feed: Feed, mapping: Mapping) -> bool:
    return has_offset(mapping.timestamp_format or feed.values.timestamp_format)


def _answers(feed: Feed) -> Target:
    marks = {item: _mark(feed, answer) for item, answer in sorted(feed.answers.items())}
    structs = ", ".join(
        f"{{'item': {_literal(item)}, 'value': {marks[item]}, 'scale_low': {answer.scale[0]}::double, "
        f"'scale_high': {answer.scale[1]}::double, 'is_proxy': {_literal(answer.proxy)}}}"
        for item, answer in sorted(feed.answers.items())
    )
    problems = tuple(_mark_problem(answer, marks[item]) for item, answer in sorted(feed.answers.items()))
    return Target("answers", f"[{structs}]::{ANSWER}[]", problems)


def _mark(feed: Feed, answer: Answer) -> str:
    if answer.labels is not None:
        return f"({_labelled(_text(answer.from_), answer.labels)})::double"
    return _number(_text(answer.from_), feed.values.decimal_sign)


def _mark_problem(answer: Answer, mark: str) -> Problem:
    text = _text(answer.from_)
    if answer.labels is not None:
        return Problem("unknown_label", answer.from_, _has_no_label(text, answer.labels))
    return Problem("not_a_number", answer.from_, f"{text} is not null and {mark} is null")


def _margins(feed: Feed) -> Target:
    structs = ", ".join(
        f"{{'margin': {_literal(margin)}, 'category': nfc_normalize({_text(column)})}}"
        for margin, column in sorted(feed.margins.items())
    )
    return Target("margins", f"[{structs}]::{MARGIN}[]")


def _key(feed: Feed) -> str:
    if not feed.key:
        return "null::varchar"
    parts = f" || {_literal(UNIT_SEPARATOR)} || ".join(_text(column) for column in feed.key)
    return f"pseudonym({_literal(feed.namespace)}, {parts})"


def _key_problems(feed: Feed) -> list[Problem]:
    return [Problem("missing_value", column, f"{_text(column)} is null") for column in feed.key]


def _first_problem(problems: list[Problem]) -> str:
    cases = " ".join(
        f"when {problem.condition} then {{'code': {_literal(problem.code)}, 'place': {_literal(problem.column)}}}"
        for problem in problems
    )
    return f"case {cases} end" if cases else "null::struct(code varchar, place varchar)"


def _text(column: str) -> str:
    """The name of a supplier's column inside the statement; never that of a canonical one."""
    return _name(f"said {column}")


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _literal(value: str | float | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + value.replace("'", "''") + "'"
