"""Great Expectations on DuckDB: quiet, in memory, and without a value in its results.

Imported only when something is judged: Great Expectations takes seconds to load.
"""

import logging
import os
import re
from collections.abc import Mapping

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations
import sqlalchemy
from great_expectations.data_context.types.base import ProgressBarsConfig

from centricity.quality.dialect import URL, engine_arguments
from centricity.quality.suites import Suite

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


def open_source(connection: duckdb.DuckDBPyConnection):
    """A datasource over the connection's views, in a context that writes nothing."""
    context = great_expectations.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context.data_sources.add_sql("duckdb", connection_string=URL, kwargs=engine_arguments(connection))


def validate(source, view: str, suite: Suite, key: str) -> dict[str, object]:
    """Runs a suite on a view.

    Returns:
        Great Expectations' result by id of the expectation; it gives them in an order of its own.
    """
    asset = source.add_table_asset(view, table_name=view)
    batch = asset.add_batch_definition_whole_table(view).get_batch()
    expectations = great_expectations.ExpectationSuite(suite.name, [rule.document for rule in suite.rules])
    outcome = batch.validate(expectations, result_format={**RESULT_FORMAT, "unexpected_index_column_names": [key]})
    return {result.expectation_config.meta["id"]: result for result in outcome.results}


def error_class(exception_info: Mapping) -> str:
    """Class of the exception because of which an expectation could not run; empty if it ran.

    Only names of known classes: the text around them may hold values.
    """
    if exception_info.get("raised_exception") is False:
        return ""
    named = re.findall(r"\b\w+(?:Error|Exception)\b", str(exception_info))
    return next((name for module in ERROR_MODULES for name in named if hasattr(module, name)), "Exception")
