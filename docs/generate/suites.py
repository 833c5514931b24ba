"""The structural frame of the suites: which columns, of which types, and what no row lacks.

The other expectations of a suite are about what the figures mean. They are written by hand and stay as they are.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from centricity.feeds.entities import PROBLEM_COLUMNS, WITHDRAWN, Entity, raw_columns
from generate.marts import Mart

UNEXPECTED_ROWS = "unexpected_rows_expectation"


def with_frame(suite: Path, frame: Sequence[dict]) -> str:
    """The suite with the frame before its own expectations, as JSON."""
    document = json.loads(suite.read_text(encoding="utf-8"))
    framed = {rule["meta"]["id"] for rule in frame}
    own = [rule for rule in document["expectations"] if rule["meta"]["id"] not in framed]
    return json.dumps(document | {"expectations": [*frame, *own]}, indent=2, ensure_ascii=False) + "\n"


def frame_of_entity(entity: Entity) -> list[dict]:
    """What every staged batch of an entity is made of, and what a record must have that can be read."""
    columns = (*raw_columns(entity), *PROBLEM_COLUMNS)
    # Answers are made whole for the judgement, with an enum for the item: no type of the raw zone.
    plain = [column for column in columns if "struct(" not in column.type]
    required = [column.name for column in entity.columns if column.is_required]
    taken_back = "is_withdrawn is not true and " if WITHDRAWN in entity.columns else ""
    lacking = f"problem_code is null and {taken_back}{_any_null(required)}"
    return [
        _columns_as_defined([column.name for column in columns]),
        _types_as_defined([(column.name, column.type) for column in plain]),
        _rule(
            f"select row_number from {{batch}} where {lacking}",
            severity="warning",
            id="required_present",
            reason_code="missing_value",
            place=_first_null(required),
            description="A record that the reader has no problem with has every required value.",
        ),
    ]


def frame_of_mart(mart: Mart) -> list[dict]:
    """What every mart is made of: its columns, one row per grain, what every row must say, one build."""
    required = [column.name for column in mart.columns if column.is_required]
    by_grain = f"group by {', '.join(mart.grain)} having count(*) > 1"
    builds = "having count(*) > 0 and (count(distinct build_id) <> 1 or count(build_id) < count(*))"
    return [
        _columns_as_defined([column.name for column in mart.columns]),
        _types_as_defined([(column.name, column.type) for column in mart.columns]),
        _rule(
            f"select 1 as failing from {{batch}} {by_grain}",
            id="grain_unique",
            reason_code="repeated_grain",
            description=f"One row per {' x '.join(mart.grain)}.",
        ),
        _rule(
            f"select 1 as failing from {{batch}} where {' or '.join(f'{column} is null' for column in required)}",
            id="required_present",
            reason_code="missing_value",
            description="The grain and what every row must say are never null.",
        ),
        _rule(
            f"select 1 as failing from {{batch}} {builds}",
            id="one_build",
            reason_code="several_builds",
            description="All rows are of one build.",
        ),
    ]


def _columns_as_defined(columns: list[str]) -> dict:
    meta = {
        "id": "columns_as_defined",
        "reason_code": "unexpected_schema",
        "description": "The columns are exactly those that are defined, in their order.",
    }
    kwargs = {"column_list": columns}
    return {
        "type": "expect_table_columns_to_match_ordered_list",
        "kwargs": kwargs,
        "severity": "critical",
        "meta": meta,
    }


def _types_as_defined(columns: Iterable[tuple[str, str]]) -> dict:
    named: dict[str, list[str]] = {}
    for name, type_ in columns:
        named.setdefault(type_, []).append(f"'{name}'")
    cases = " ".join(
        f"when column_name in ({', '.join(names)}) then typeof(null::{type_})" for type_, names in named.items()
    )
    return _rule(
        f"select 1 as failing from (describe select * from {{batch}}) where column_type <> case {cases} end",
        id="types_as_defined",
        reason_code="unexpected_schema",
        description="Each column has the type that is defined.",
    )


def _rule(query: str, *, severity: str = "critical", **meta: str) -> dict:
    return {
        "type": UNEXPECTED_ROWS,
        "kwargs": {"unexpected_rows_query": query},
        "severity": severity,
        "meta": meta,
    }


def _any_null(columns: Sequence[str]) -> str:
    lacking = " or ".join(f"{column} is null" for column in columns)
    return f"({lacking})" if len(columns) > 1 else lacking


def _first_null(columns: Sequence[str]) -> str:
    """SQL: the name of the first that is null, of a row in which one is."""
    *others, last = columns
    cases = " ".join(f"when {column} is null then '{column}'" for column in others)
    return f"case {cases} else '{last}' end" if cases else f"'{last}'"
