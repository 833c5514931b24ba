"""Great Expectations on DuckDB: quiet, in memory, and without a value in its results.

Imported only when something is judged: Great Expectations takes seconds to load.
"""

import logging
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from great_expectations.core import ExpectationValidationResult

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations
import sqlalchemy
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from centricity.quality.dialect import URL, engine_arguments
from centricity.quality.suites import Rule, Suite

# It logs the texts of errors, and those hold values.
logging.getLogger("great_expectations").setLevel(logging.CRITICAL + 1)

# BASIC with no partial list asks for failing values with `limit 0`: none is ever fetched.
RESULT_FORMAT = {
    "result_format": "BASIC",
    "partial_unexpected_count": 0,
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": True,
}
ERROR_MODULES = (duckdb, sqlalchemy.exc, great_expectations.exceptions)


@dataclass(frozen=True)
class Outcome:
    """What Great Expectations found out about one expectation.

    Attributes:
        success: whether it was met.
        count_failing: failing rows; 1 for an expectation about the whole batch that was not met.
        count_evaluated: rows looked at, where it says so.
        row_query: finds the failing rows; null for an expectation about the whole batch.
        error: class of the exception if it could not run, else empty.
    """

    success: bool
    count_failing: int
    count_evaluated: int | None
    row_query: str | None
    error: str


class Source:
    """A datasource over the views of a connection, in a context that writes nothing."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        context = great_expectations.get_context(mode="ephemeral", project_config=_quiet_config())
        arguments = engine_arguments(connection)
        self._count = 0
        # Its stub says that it takes no `kwargs`; SQLAlchemy gets them.
        self._datasource = context.data_sources.add_sql(  # type: ignore[call-arg]
            "duckdb", connection_string=URL, kwargs=arguments
        )

    def validate(self, view: str, suite: Suite, keys: Sequence[str]) -> dict[str, Outcome]:
        """Outcome by id of the expectation; Great Expectations gives its results in an order of its own.

        Args:
            view: a table or view.
            suite: what is expected of it.
            keys: the columns by which its failing rows are named.
        """
        self._count += 1
        name = f"{view} {self._count}"
        asset = self._datasource.add_table_asset(name, table_name=view)
        batch = asset.add_batch_definition_whole_table(name).get_batch()
        expectations = great_expectations.ExpectationSuite(suite.name, [_expectation(rule) for rule in suite.rules])
        validation = batch.validate(
            expectations, result_format={**RESULT_FORMAT, "unexpected_index_column_names": list(keys)}
        )
        _configurations.clear()
        results = {_id_of(result): result for result in validation.results}
        return {rule.id: _outcome(results[rule.id], rule, view) for rule in suite.rules}


# Great Expectations asks an expectation for its configuration forty times, and makes it anew each time: a quarter of
# the time that a small file takes to judge. By the expectation's identity, which its value here keeps alive.
_configurations: dict[int, tuple[Expectation, ExpectationConfiguration]] = {}
_configuration_of = vars(Expectation)["configuration"].fget


def _made_once(expectation: Expectation) -> ExpectationConfiguration:
    if id(expectation) not in _configurations:
        _configurations[id(expectation)] = expectation, _configuration_of(expectation)
    return _configurations[id(expectation)][1]


Expectation.configuration = property(_made_once)  # type: ignore[method-assign, assignment]


class _CountedRows(great_expectations.expectations.UnexpectedRowsExpectation):
    """Only counts what an SQL query finds; the class above runs it once more, to fetch rows with their values."""

    metric_dependencies = ("unexpected_rows_query.row_count",)

    def _validate(self, metrics: dict, *arguments: Any, **options: Any) -> ExpectationValidationResult | dict:
        return super()._validate({**metrics, "unexpected_rows_query.table": None}, *arguments, **options)


def _expectation(rule: Rule) -> dict | _CountedRows:
    if not rule.sql:
        return rule.document
    document = rule.document
    return _CountedRows(**document["kwargs"], severity=document["severity"], meta=document["meta"])


def _quiet_config() -> DataContextConfig:
    """Everything in memory, no documents, nothing sent, no progress bars."""
    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )


def _id_of(result: ExpectationValidationResult) -> str:
    return (result.expectation_config.meta or {})["id"] if result.expectation_config else ""


def _outcome(result: ExpectationValidationResult, rule: Rule, view: str) -> Outcome:
    found = result.result
    count_failing = found.get("observed_value" if rule.sql else "unexpected_count", int(not result.success))
    return Outcome(
        success=bool(result.success),
        count_failing=count_failing or 0,  # null where there is no row at all
        count_evaluated=found.get("element_count"),
        row_query=rule.sql.format(batch=view) if rule.sql else found.get("unexpected_index_query"),
        error=_error_class(result.exception_info),
    )


def _error_class(exception_info: Mapping) -> str:
    """Class of the exception because of which an expectation could not run; empty if it ran.

    Only names of known classes: the text around them may hold values.
    """
    if exception_info.get("raised_exception") is False:
        return ""
    named = re.findall(r"\b\w+(?:Error|Exception)\b", str(exception_info))
    return next((name for module in ERROR_MODULES for name in named if hasattr(module, name)), "Exception")
