"""Judge batches: what rejects one, and exactly which of its rows are quarantined."""

from __future__ import annotations

from collections.abc import Sequence
from glob import escape
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from centricity.quality.suites import Rule, read_suite
from centricity.quality.verdicts import Batch, ExpectationVerdict, Verdict

if TYPE_CHECKING:
    import duckdb

COULD_NOT_RUN = "check_could_not_run"


def judge(batches: Sequence[Batch]) -> list[Verdict]:
    """Judges batches in one go: loading Great Expectations costs more than judging most of them.

    Args:
        batches: Parquet files with their suites.

    Returns:
        One verdict per batch, in the same order.

    Raises:
        CentricityError: `invalid_suite`.
    """
    if not batches:
        return []
    import duckdb

    from centricity.quality.engine import open_source

    with TemporaryDirectory() as spill, duckdb.connect(config={"temp_directory": spill}) as connection:
        source = open_source(connection)
        return [_judge_batch(connection, source, f"batch_{n}", batch) for n, batch in enumerate(batches)]


def _judge_batch(connection: duckdb.DuckDBPyConnection, source, view: str, batch: Batch) -> Verdict:
    from centricity.quality.engine import validate
    from centricity.quality.rows import join_rows

    suite = read_suite(batch.suite)
    connection.read_parquet(escape(str(batch.path))).create_view(view)
    results = validate(source, view, suite, batch.key)
    outcomes = [_judge_rule(connection, view, batch.key, rule, results[rule.id]) for rule in suite.rules]
    verdicts = tuple(verdict for verdict, _ in outcomes)
    reason_code = _reason_to_reject(suite.rules, verdicts)
    failing_rows = join_rows([rows for _, rows in outcomes if rows is not None])
    return Verdict(batch.name, reason_code is not None, reason_code, verdicts, failing_rows)


def _judge_rule(connection: duckdb.DuckDBPyConnection, view: str, key: str, rule: Rule, result):
    """The verdict on one expectation, and the rows to quarantine because of it."""
    from centricity.quality.engine import error_class
    from centricity.quality.rows import RowsNotFound, find_rows

    if error := error_class(result.exception_info):
        return _could_not_run(rule, error), None
    counts = result.result
    count_failing = counts.get("observed_value" if rule.sql else "unexpected_count", int(not result.success))
    verdict = ExpectationVerdict(rule.id, rule.severity, result.success, count_failing, counts.get("element_count"))
    if result.success or rule.severity != "warning":
        return verdict, None
    try:
        return verdict, find_rows(connection, view, key, rule, counts.get("unexpected_index_query"), count_failing)
    except RowsNotFound as error:
        return _could_not_run(rule, error.cause), None


def _could_not_run(rule: Rule, error: str) -> ExpectationVerdict:
    return ExpectationVerdict(rule.id, "critical", False, 0, error=error)


def _reason_to_reject(rules: Sequence[Rule], verdicts: Sequence[ExpectationVerdict]) -> str | None:
    """The first expectation that was not met says most; a missing column also stops others from running."""
    failed = [
        (rule, verdict)
        for rule, verdict in zip(rules, verdicts, strict=True)
        if verdict.severity == "critical" and not verdict.success
    ]
    unmet = [rule.reason_code for rule, verdict in failed if not verdict.error]
    return next(iter(unmet), COULD_NOT_RUN if failed else None)
