"""Suites in Great Expectations' own JSON, read strictly: a suite with a gap would let bad rows through."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from centricity.errors import CentricityError

SEVERITIES = ("critical", "warning", "info")
UNEXPECTED_ROWS = "unexpected_rows_expectation"


@dataclass(frozen=True)
class Rule:
    """One expectation: what Great Expectations gets, and what a failure means.

    Attributes:
        id: unique in the suite.
        severity: critical rejects the batch, warning quarantines the failing rows, info is reported.
        reason_code: why, for the ledger.
        reason_column: the column that holds the reason of each failing row, instead of one code for all.
        place_column: of a rule in SQL that is info: the column of its result that says what each remark is about; the
            others are its figures.
        place: SQL over a failing row: the column that fails, of a list with the number of its element (`answers 3`).
            Never a value; null where it names none.
        document: the expectation as it stands in the suite.
    """

    id: str
    severity: str
    reason_code: str | None
    reason_column: str | None
    place_column: str | None
    place: str
    document: dict

    @property
    def sql(self) -> str | None:
        """The query of an expectation in SQL, with its `{batch}`."""
        return self.document["kwargs"].get("unexpected_rows_query")


@dataclass(frozen=True)
class Suite:
    """The expectations of one entity or mart."""

    name: str
    rules: tuple[Rule, ...]


def read_suite(path: Path, settings: Mapping[str, float] = MappingProxyType({})) -> Suite:
    """Reads a suite.

    Args:
        path: its file.
        settings: numbers that go before the suite's own: an expectation in SQL may name some, as `{most_unreadable}`,
            and says under `defaults` what they are.

    Raises:
        CentricityError: `invalid_suite`, if it says less than a verdict needs.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        suite = Suite(document["name"], tuple(_read_rule(_filled(item, settings)) for item in document["expectations"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _invalid(f"it could not be read: {type(error).__name__} {error}", path) from error
    for flaw in _flaws(suite):
        raise _invalid(flaw, path)
    return suite


def suite_sha256(path: Path) -> str:
    """Digest of the suite's file, for the ledger."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _filled(document: dict, settings: Mapping[str, float]) -> dict:
    """The expectation with its numbers in its SQL; Great Expectations knows `{batch}` only."""
    defaults, kwargs = document["meta"].get("defaults", {}), document["kwargs"]
    for name, default in defaults.items():
        query = kwargs["unexpected_rows_query"].replace(f"{{{name}}}", repr(float(settings.get(name, default))))
        kwargs = kwargs | {"unexpected_rows_query": query}
    return document | {"kwargs": kwargs}


def _read_rule(document: dict) -> Rule:
    meta = document["meta"]
    return Rule(
        id=meta["id"],
        severity=document["severity"],
        reason_code=meta.get("reason_code"),
        reason_column=meta.get("reason_column"),
        place_column=meta.get("place_column"),
        place=_place(document),
        document=document,
    )


def _place(document: dict) -> str:
    """What the suite says, else the column that an expectation of Great Expectations is about."""
    column = document["kwargs"].get("column")
    is_of_column = column is not None and "reason_column" not in document["meta"]
    return document["meta"].get("place") or (f"'{column}'" if is_of_column else "null")


def _flaws(suite: Suite) -> Iterator[str]:
    ids = [rule.id for rule in suite.rules]
    if not ids:
        yield "it expects nothing"
    if len(set(ids)) < len(ids):
        yield "an id occurs twice"
    for rule in suite.rules:
        yield from _flaws_of(rule)


def _flaws_of(rule: Rule) -> Iterator[str]:
    if rule.severity not in SEVERITIES:
        yield f"{rule.id}: severity is one of {', '.join(SEVERITIES)}"
    if rule.severity == "critical" and not rule.reason_code:
        yield f"{rule.id}: a critical expectation needs a reason_code"
    if rule.severity == "warning" and bool(rule.reason_code) == bool(rule.reason_column):
        yield f"{rule.id}: a row rule needs a reason_code or a reason_column"
    if rule.place_column and not (rule.severity == "info" and rule.reason_code and rule.sql):
        yield f"{rule.id}: a place_column is of an info expectation in SQL with a reason_code"
    if rule.document["type"] == UNEXPECTED_ROWS and "{batch}" not in (rule.sql or ""):
        yield f"{rule.id}: the query reads from {{batch}}"


def _invalid(flaw: str, path: Path) -> CentricityError:
    return CentricityError("invalid_suite", f"The suite is not usable: {flaw}.", where=path.name)
