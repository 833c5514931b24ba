"""What a record says: each text that something is made of, by a name, in the steps of the statement that maps it."""

from centricity.feeds.definition import Feed
from centricity.feeds.expressions import tried
from centricity.feeds.origins import LastBy, Origin
from centricity.mapping.problems import Problem
from centricity.sql import literal, quote_name

UNIT_SEPARATOR = "\x1f"
# What the feed's condition says of a record, and what its period and its place among repeats are made of.
WHERE, PERIOD, PLACE = "where", "period", "place among repeats"


def record_columns(feed: Feed) -> list[str]:
    """The columns of the relation `records`: what a reader says of a record, then its texts by place.

    Not by the supplier's names: one may be ours, or another but for capital letters, which SQL does not tell apart.
    """
    return ["row_number", "problem_code", "unreadable_record", *(f"text {n}" for n in range(len(feed.mapped_columns)))]


def present_step(feed: Feed, name_texts: dict[str, str]) -> str:
    """SQL: the records, each text null where it means that there is none; once more by its name for expressions.

    What the file's name says is a text of every record.
    """
    delivered = {column: quote_name(f"text {place}") for place, column in enumerate(sorted(feed.mapped_columns))}
    places = {place: f"{literal(name_texts.get(place))}::varchar" for place in sorted(feed.name_places)}
    texts = {_present_text(feed, column): _unless_missing(feed, text) for column, text in (delivered | places).items()}
    named = {quote_name(column): texts[_present_text(feed, column)] for column in sorted(feed.expression_columns)}
    columns = ", ".join(f"{text} as {name}" for name, text in (texts | named).items())
    return f"select row_number as {_own('row_number')}, problem_code as {_own('unreadable')}, {columns} from records"


def tried_step(feed: Feed) -> str:
    """SQL: after `present`, what each expression says of a record; an expression is evaluated here only."""
    made = "".join(f",\n    {tried(sql)} as {_own(f'tried {name}')}" for name, sql in expressions(feed).items())
    return f"select *{made} from present"


def said_step(feed: Feed) -> str:
    """SQL: after `tried`, the text of everything that is made of the file's columns; see `text_of` and `key_text`."""
    return f"""
  select {_own("row_number")} as row_number, {_own("unreadable")} as unreadable{_said(feed)}{_said_failures(feed)}{
        _said_keys(feed)
    }
  from tried"""


def text_of(name: str) -> str:
    """The text of an origin."""
    return quote_name(f"said {name}")


def key_text(feed: Feed, column: str) -> str:
    """The text of a key's column, by the name of what is mapped from it: one pseudonym serves both."""
    text = _present_text(feed, column)
    plain = (name for name, origin in _origins(feed).items() if _said_of(feed, name, origin) == text)
    return text_of(next(plain, f"key {feed.key.index(column)}"))


def answer_name(item: str) -> str:
    return f"answer {item}"


def scale_name(item: str) -> str:
    return f"scale {item}"


def margin_name(margin: str) -> str:
    return f"margin {margin}"


def said_names(feed: Feed) -> list[str]:
    """The names of what is made of the file's columns."""
    return list(_origins(feed))


def place_of(name: str, origin: Origin) -> str:
    """Where a problem stands: the supplier's column, or what the expression makes."""
    return origin.from_ or name


def expression_problems(feed: Feed) -> list[Problem]:
    return [Problem("expression_failed", name, failure(name)) for name in expressions(feed)]


def _origins(feed: Feed) -> dict[str, Origin]:
    """Everything that is made of the file's columns, by the name of its text in the statement."""
    mapped = {name: mapping for name, mapping in feed.columns.items() if mapping.constant is None}
    answers = {answer_name(item): answer for item, answer in sorted(feed.answers.items())}
    scales = {scale_name(item): answer.scale_from for item, answer in sorted(feed.answers.items()) if answer.scale_from}
    margins = {margin_name(margin): origin for margin, origin in sorted(feed.margins.items())}
    period = {PERIOD: feed.period} if feed.period else {}
    return {**mapped, **answers, **scales, **margins, **period}


def expressions(feed: Feed) -> dict[str, str]:
    """The feed's SQL, by the name of what it makes."""
    condition = {WHERE: feed.where} if feed.where is not None else {}
    return condition | {name: origin.sql for name, origin in _origins(feed).items() if origin.sql is not None}


def _present_text(feed: Feed, column: str) -> str:
    """The text of a file's column, or of a place of its name, in the step `present`."""
    if column in feed.name_places:
        return _own(f"text {column}")
    return _own(f"text {sorted(feed.mapped_columns).index(column)}")


def _own(name: str) -> str:
    """A name in the step `present`, where the columns that expressions read have the supplier's."""
    return quote_name(f"{UNIT_SEPARATOR}{name}")


def _unless_missing(feed: Feed, text: str) -> str:
    missing = ", ".join(literal(said) for said in feed.values.missing)
    return f"case when {text} in ({missing}) then null else {text} end" if missing else text


def _said(feed: Feed) -> str:
    said = {name: _said_of(feed, name, origin) for name, origin in _origins(feed).items()}
    if feed.where is not None:
        said[WHERE] = f"{_own(f'tried {WHERE}')}.said"
    if isinstance(feed.repeated_keys, LastBy):
        said[PLACE] = _present_text(feed, feed.repeated_keys.last)
    return "".join(f",\n    {text} as {text_of(name)}" for name, text in said.items())


def _said_of(feed: Feed, name: str, origin: Origin) -> str:
    missing = (*feed.values.missing, *origin.missing) if origin.sql is not None else origin.missing
    plain = origin.from_
    text = _present_text(feed, plain) if plain is not None else f"{_own(f'tried {name}')}.said"
    for said in missing:
        text = f"nullif({text}, {literal(said)})"
    return text


def _said_failures(feed: Feed) -> str:
    return "".join(f",\n    {_own(f'tried {name}')} is null as {failure(name)}" for name in expressions(feed))


def failure(name: str) -> str:
    return quote_name(f"failed {name}")


def _said_keys(feed: Feed) -> str:
    return "".join(
        f", {_present_text(feed, column)} as {text_of(f'key {place}')}" for place, column in enumerate(feed.key)
    )
