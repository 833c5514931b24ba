"""Small batches judged together: Great Expectations takes as long over ten rows as over ten thousand.

Batches of one suite and one form become one table, in which each has a number. An expectation in SQL is asked of each
batch by itself, in a lateral join: its `{batch}` is the rows of one number, so that what it counts it counts within a
batch. An expectation about the values of a column is one about rows. Both find rows, each of which is of one batch, and
the batches' counts must add up to what Great Expectations counted. What is expected of the table itself is asked of the
smallest and the largest batch, and where either fails, of every one.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import duckdb

from centricity.quality.rows import RowsNotFound
from centricity.quality.suites import Rule, Suite
from centricity.quality.verdicts import Batch

if TYPE_CHECKING:
    from centricity.quality.engine import Outcome, Source

# A batch of no more is read once, and may be judged with others.
SMALL_BYTES = 1024**2
# No rule can mean it: in a lateral join it would find it.
NUMBER = "number_among_those_judged_together"
ABOUT_ROWS = "expect_column_values_to_"
# Met by a batch if it is met by one with the same columns that has fewer rows, and by one that has more.
ABOUT_THE_TABLE = ("expect_table_columns_to_match_ordered_list", "expect_table_row_count_to_be_between")
# What the columns of a batch are is the same for all: no lateral join can say it.
COLUMNS = "describe select * from {batch}"


@dataclasses.dataclass(frozen=True)
class Part:
    """A batch among those that are judged together.

    Attributes:
        place: among all batches.
        view: of its rows.
    """

    place: int
    view: str


def alike(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], batches: Sequence[Batch], suites: Sequence[Suite]
) -> list[list[Part]]:
    """The small batches of one suite and one form; each such list has three of them or more.

    One form is one by the types too: in a table of all, another type of one would become that of the others.
    """
    found: dict[tuple[Any, ...], list[Part]] = defaultdict(list)
    for part in parts:
        batch, suite = batches[part.place], suites[part.place]
        if batch.path.stat().st_size <= SMALL_BYTES and all(map(_can_share, suite.rules)):
            columns = connection.table(part.view)
            form = (batch.suite, batch.key, *batch.settings.items(), *columns.columns, *map(str, columns.types))
            found[form].append(part)
    return [group for group in found.values() if len(group) > 2]


def judge_together(
    connection: duckdb.DuckDBPyConnection, source: Source, parts: Sequence[Part], suite: Suite, key: str
) -> dict[int, dict[str, Outcome]]:
    """The outcomes of each batch by the ids of its rules, by its place; empty where they must be judged one by one."""
    table = f"together_{parts[0].place}"
    try:
        sizes = _gather(connection, table, parts)
        shared = dataclasses.replace(suite, rules=tuple(_shared(rule, table) for rule in _rules(suite, of_table=False)))
        found = source.validate(table, shared, [NUMBER, key])
        outcomes = {
            rule.id: _divided(connection, found[rule.id], asked, rule, key, sizes, parts)
            for asked, rule in zip(shared.rules, _rules(suite, of_table=False), strict=True)
        }
    except (duckdb.Error, RowsNotFound):
        return {}
    of_tables = _of_tables(source, parts, dataclasses.replace(suite, rules=_rules(suite, of_table=True)), sizes, key)
    return {
        part.place: of_table | {name: divided[number] for name, divided in outcomes.items()}
        for number, (part, of_table) in enumerate(zip(parts, of_tables, strict=True))
    }


def _can_share(rule: Rule) -> bool:
    kind, kwargs = rule.document["type"], rule.document["kwargs"]
    return bool(rule.sql) or kind in ABOUT_THE_TABLE or (kind.startswith(ABOUT_ROWS) and "mostly" not in kwargs)


def _rules(suite: Suite, *, of_table: bool) -> tuple[Rule, ...]:
    return tuple(rule for rule in suite.rules if (rule.document["type"] in ABOUT_THE_TABLE) == of_table)


def _gather(connection: duckdb.DuckDBPyConnection, table: str, parts: Sequence[Part]) -> list[int]:
    """Make the table; how many rows each batch has."""
    rows = " union all ".join(f"select {number} as {NUMBER}, * from {part.view}" for number, part in enumerate(parts))
    connection.execute(f"create table {table} as {rows}")
    counts = dict(connection.execute(f"select {NUMBER}, count(*) from {table} group by all").fetchall())
    connection.execute(f"create table {table}_numbers as select range as {NUMBER} from range({len(parts)})")
    return [counts.get(number, 0) for number in range(len(parts))]


def _shared(rule: Rule, table: str) -> Rule:
    """The rule as it is asked of all batches at once."""
    if not rule.sql:
        return rule
    # Great Expectations gives some batches an alias of its own, so none may follow one.
    all_rows = "(select * from {batch}) as every"
    rows = f"(select * exclude ({NUMBER}) from {all_rows} where every.{NUMBER} = part.{NUMBER})"
    of_one = f"describe select * exclude ({NUMBER}) from {{batch}}".join(
        part.replace("{batch}", rows) for part in rule.sql.split(COLUMNS)
    )
    query = f"select part.{NUMBER}, found.* from {table}_numbers as part, lateral ({of_one}) as found"
    kwargs = rule.document["kwargs"] | {"unexpected_rows_query": query}
    return dataclasses.replace(rule, document=rule.document | {"kwargs": kwargs})


def _divided(
    connection: duckdb.DuckDBPyConnection,
    outcome: Outcome,
    asked: Rule,
    rule: Rule,
    key: str,
    sizes: Sequence[int],
    parts: Sequence[Part],
) -> list[Outcome]:
    """What was found out of all, by batch.

    Raises:
        RowsNotFound: it could not run, or the batches do not add up to it.
    """
    if outcome.error:
        raise RowsNotFound(outcome.error)
    query = (outcome.row_query or "").rstrip(";")
    counts = _counts(connection, query) if outcome.count_failing else {}
    if sum(counts.values()) != outcome.count_failing:
        raise RowsNotFound("RowsNotFound")
    return [
        dataclasses.replace(
            outcome,
            success=not counts.get(number),
            count_failing=counts.get(number, 0),
            count_evaluated=None if outcome.count_evaluated is None else size,
            row_query=rule.sql.format(batch=part.view)
            if rule.sql
            else f'select "{key}" from ({query}) where {NUMBER} = {number}',
        )
        for number, (part, size) in enumerate(zip(parts, sizes, strict=True))
    ]


def _counts(connection: duckdb.DuckDBPyConnection, query: str) -> dict[int, int]:
    return dict(connection.execute(f"select {NUMBER}, count(*) from ({query}) group by all").fetchall())


def _of_tables(
    source: Source, parts: Sequence[Part], suite: Suite, sizes: Sequence[int], key: str
) -> list[dict[str, Outcome]]:
    """The outcomes of what is expected of each batch's table."""
    if not suite.rules:
        return [{} for _ in parts]
    by_size = sorted(zip(sizes, parts, strict=True), key=lambda pair: pair[0])
    ends = [source.validate(part.view, suite, [key]) for _, part in (by_size[0], by_size[-1])]
    if all(outcome.success for end in ends for outcome in end.values()):
        return [ends[0] for _ in parts]
    return [source.validate(part.view, suite, [key]) for part in parts]
