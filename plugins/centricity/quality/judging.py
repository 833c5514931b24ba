"""Judge batches: what rejects one, and exactly which of its rows are quarantined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from glob import escape
from itertools import chain
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb
import pyarrow

from centricity.quality.remarks import find_remarks
from centricity.quality.rows import RowsNotFound, find_rows, join_rows
from centricity.quality.suites import Rule, Suite, read_suite
from centricity.quality.together import SMALL_BYTES, Part, alike, judge_together
from centricity.quality.verdicts import Batch, ExpectationVerdict, Remark, Verdict
from centricity.sql import spilling_into

if TYPE_CHECKING:
    from centricity.quality.engine import Outcome, Source

COULD_NOT_RUN = "check_could_not_run"


@dataclass(frozen=True)
class _Judged:
    """The verdict on one expectation, and what comes of it: rows to quarantine, or remarks."""

    verdict: ExpectationVerdict
    rows: pyarrow.Table | None = None
    remarks: tuple[Remark, ...] = ()


def judge(batches: Sequence[Batch], memory_limit: str | None = None) -> list[Verdict]:
    """Judges batches in one go: loading Great Expectations costs more than judging most of them.

    Args:
        batches: Parquet files with their suites.
        memory_limit: how much memory DuckDB may take, such as "4GB"; None: most of the machine's.

    Returns:
        One verdict per batch, in the same order.

    Raises:
        CentricityError: `invalid_suite`.
    """
    if not batches:
        return []
    from centricity.quality.engine import Source

    # What does not fit into memory stays beside the batches: the system's temporary folder may be memory, or open.
    with (
        TemporaryDirectory(dir=batches[0].path.parent) as spill,
        duckdb.connect(config=spilling_into(spill, memory_limit)) as connection,
    ):
        return _judge_all(connection, Source(connection), batches)


def _judge_all(connection: duckdb.DuckDBPyConnection, source: Source, batches: Sequence[Batch]) -> list[Verdict]:
    suites = [read_suite(batch.suite, batch.settings) for batch in batches]
    parts = [Part(place, f"batch_{place}") for place in range(len(batches))]
    errors = [_open(connection, part.view, batch) for part, batch in zip(parts, batches, strict=True)]
    outcomes: dict[int, dict[str, Outcome]] = {}
    for group in alike(connection, [part for part in parts if not errors[part.place]], batches, suites):
        first = group[0].place
        outcomes |= judge_together(connection, source, group, suites[first], batches[first].key)
    return [
        _judge_batch(connection, source, part, batch, suite, error, outcomes.get(part.place))
        for part, batch, suite, error in zip(parts, batches, suites, errors, strict=True)
    ]


def _open(connection: duckdb.DuckDBPyConnection, view: str, batch: Batch) -> str:
    """Make a view of a batch; the class of the error if it cannot be read, else empty."""
    try:
        _lay(connection.read_parquet(escape(str(batch.path))).filter(batch.rows).project(batch.columns), view, batch)
    except duckdb.Error as error:
        return type(error).__name__
    return ""


def _judge_batch(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    part: Part,
    batch: Batch,
    suite: Suite,
    error: str,
    outcomes: dict[str, Outcome] | None,
) -> Verdict:
    if error:
        judged = [_could_not_run(rule, error) for rule in suite.rules]
    else:
        found = outcomes or source.validate(part.view, suite, [batch.key])
        judged = [_judge_rule(connection, part.view, batch.key, rule, found[rule.id]) for rule in suite.rules]
    verdicts = tuple(rule.verdict for rule in judged)
    reason_code = _reason_to_reject(suite.rules, verdicts)
    rows, remarks = join_rows(rule.rows for rule in judged), tuple(chain(*(rule.remarks for rule in judged)))
    return Verdict(batch.name, reason_code is not None, reason_code, verdicts, rows, remarks)


def _lay(records: duckdb.DuckDBPyRelation, view: str, batch: Batch) -> None:
    """Name what is judged. Some twenty queries follow: a small file is read once, a large one not kept in memory."""
    if batch.path.stat().st_size <= SMALL_BYTES:
        records.create(view)
    else:
        records.create_view(view)


def _judge_rule(connection: duckdb.DuckDBPyConnection, view: str, key: str, rule: Rule, outcome: Outcome) -> _Judged:
    if outcome.error:
        return _could_not_run(rule, outcome.error)
    verdict = ExpectationVerdict(
        rule.id, rule.severity, outcome.success, outcome.count_failing, outcome.count_evaluated
    )
    if outcome.success or rule.severity == "critical":
        return _Judged(verdict)
    try:
        if rule.severity == "info":
            return _Judged(verdict, remarks=find_remarks(connection, view, rule, outcome.count_failing))
        return _Judged(verdict, find_rows(connection, view, key, rule, outcome.row_query, outcome.count_failing))
    except RowsNotFound as error:
        return _could_not_run(rule, error.cause)


def _could_not_run(rule: Rule, error: str) -> _Judged:
    return _Judged(ExpectationVerdict(rule.id, "critical", False, 0, error=error))


def _reason_to_reject(rules: Sequence[Rule], verdicts: Sequence[ExpectationVerdict]) -> str | None:
    """The first expectation that was not met says most: a missing column also stops others from running."""
    judged = list(zip(rules, verdicts, strict=True))
    failed = [pair for pair in judged if pair[1].severity == "critical" and not pair[1].success]
    unmet = [rule.reason_code for rule, verdict in failed if not verdict.error]
    return next(iter(unmet), COULD_NOT_RUN if failed else None)
