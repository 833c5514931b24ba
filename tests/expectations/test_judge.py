# Holds quality.judging, quality.dialect, quality.engine, quality.rows, quality.suites, quality.verdicts.
"""The judge itself: complete, in order, without values, and never silent."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from expectations.batches import write_batch
from expectations.raw_examples import UNREADABLE, columns_of, hundred_rows, rows_of

from centricity.errors import CentricityError
from centricity.quality import Batch, Remark, Verdict, judge, suite_sha256

EVALUATIONS = Path(__file__).parents[2] / "expectations" / "raw" / "evaluations.json"
CANARY = "Canaria de Vries <canaria@example.org> 06-12345678"


def _expectation(id_: str, severity: str, sql: str, **meta: str) -> dict:
    kwargs = {"unexpected_rows_query": sql}
    return {"type": "unexpected_rows_expectation", "kwargs": kwargs, "severity": severity, "meta": {"id": id_, **meta}}


def _suite(path: Path, *expectations: dict) -> Path:
    path.write_text(json.dumps({"name": path.stem, "expectations": expectations}))
    return path


def _evaluations(path: Path, rows: list[dict]) -> Path:
    write_batch(path, columns_of("evaluations"), rows)
    return path


def _judge_evaluations(tmp_path: Path, rows: list[dict], suite: Path = EVALUATIONS) -> Verdict:
    return judge([Batch("load", _evaluations(tmp_path / "data.parquet", rows), suite, "row_number")])[0]


def test_nothing_to_judge():
    assert judge([]) == []


def test_great_expectations_is_loaded_only_to_judge_and_sends_nothing():
    script = (
        "import os, sys, centricity.quality; print('great_expectations' in sys.modules);"
        "import centricity.quality.engine; print(os.environ['GX_ANALYTICS_ENABLED'], 'posthog' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "false", "False"]


def test_verdicts_come_in_the_order_of_the_batches(tmp_path):
    good = _evaluations(tmp_path / "good.parquet", rows_of("evaluations", {}))
    bad = _evaluations(tmp_path / "bad.parquet", rows_of("evaluations", *[{"problem_code": "bad_timestamp"}] * 100))
    batches = [Batch(path.stem, path, EVALUATIONS, "row_number") for path in (bad, good, bad)]
    assert [(verdict.batch, verdict.is_rejected) for verdict in judge(batches)] == [
        ("bad", True),
        ("good", False),
        ("bad", True),
    ]


def test_all_failing_rows_are_found(tmp_path):
    rows = rows_of("evaluations", *[UNREADABLE] * 40, *[{"count_qualified": 0, "wave": 1}] * 3000, *[{}] * 2000)
    found = _judge_evaluations(tmp_path, rows).failing_rows
    assert found.schema.names == ["row_number", "reason_code", "place"]
    expected = [(number, "bad_timestamp", None) for number in range(1, 41)]
    failed = (("bad_count_qualified", "count_qualified"), ("outside_period", "wave"))
    expected += [(n, *reason) for n in range(41, 3041) for reason in failed]
    assert list(zip(*found.to_pydict().values(), strict=True)) == expected


def test_a_file_under_a_hundred_records_is_not_rejected_for_unreadable_ones(tmp_path):
    verdict = _judge_evaluations(tmp_path, hundred_rows("evaluations", **UNREADABLE)[:99])
    assert (verdict.is_rejected, verdict.failing_rows.num_rows) == (False, 99)


def test_no_value_of_a_failing_row_is_kept_logged_or_printed(tmp_path, capfd, caplog):
    personal = dict.fromkeys(("evaluation_id", "respondent_id", "touchpoint", "channel", "comment"), CANARY)
    row = {**personal, "evaluation_type": CANARY, "wave": 1, "answers": [{"item": CANARY, "value": 11.0}]}
    suite = _suite(
        tmp_path / "suite.json",
        *json.loads(EVALUATIONS.read_text())["expectations"],
        _expectation("broken", "info", "select row_number from {batch} where comment::integer > 0"),
        {
            "type": "expect_column_values_to_be_unique",
            "kwargs": {"column": "comment"},
            "severity": "warning",
            "meta": {"id": "unique", "reason_code": "repeated_comment"},
        },
    )
    verdict = _judge_evaluations(tmp_path, rows_of("evaluations", row, row), suite)
    failed = {check.expectation: check.error for check in verdict.expectations if not check.success}
    assert set(failed) >= {"broken", "unique", "wave_plausible", "evaluation_type_known", "marks_in_scale"}
    assert failed["broken"] == "ConversionException"
    written = capfd.readouterr()
    told = repr(verdict) + json.dumps([dataclasses.asdict(check) for check in verdict.expectations])
    told += str(verdict.failing_rows.to_pydict()) + written.out + written.err + caplog.text
    assert "Canaria" not in told
    assert (written.out, written.err) == ("", "")
    assert [record.name for record in caplog.records if record.name.startswith("great_expectations")] == []


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("select row_number from {batch} where no_such_column = 1", "BinderException"),
        ("select row_number from {batch}, range(2)", "RowsNotFound"),
        ("select 1 as row_number from {batch}", "RowsNotFound"),
    ],
    ids=["query fails", "rows found twice", "other rows found"],
)
def test_a_check_that_could_not_run_rejects(tmp_path, sql, error):
    suite = _suite(tmp_path / "suite.json", _expectation("broken", "warning", sql, reason_code="broken"))
    verdict = _judge_evaluations(tmp_path, rows_of("evaluations", {}, {}), suite)
    assert (verdict.is_rejected, verdict.reason_code) == (True, "check_could_not_run")
    assert [(check.severity, check.error) for check in verdict.expectations] == [("critical", error)]
    assert verdict.failing_rows.num_rows == 0


def test_an_unreadable_batch_is_rejected_and_does_not_stop_the_next(tmp_path):
    broken = tmp_path / "broken.parquet"
    broken.write_text(CANARY)
    good = _evaluations(tmp_path / "good.parquet", rows_of("evaluations", {}))
    verdicts = judge([Batch(path.stem, path, EVALUATIONS, "row_number") for path in (broken, good)])
    assert [verdict.reason_code for verdict in verdicts] == ["check_could_not_run", None]


def test_a_missing_column_is_the_reason_and_not_the_checks_that_it_stopped(tmp_path):
    columns = {name: type_ for name, type_ in columns_of("evaluations").items() if name != "count_qualified"}
    write_batch(tmp_path / "data.parquet", columns, rows_of("evaluations", {}))
    verdict = judge([Batch("load", tmp_path / "data.parquet", EVALUATIONS, "row_number")])[0]
    assert verdict.reason_code == "unexpected_schema"
    assert [check.expectation for check in verdict.expectations if check.error] == ["qualified_for_one"]


ROWS = "select row_number from {batch} where false"


@pytest.mark.parametrize(
    ("expectations", "fault"),
    [
        ([], "expects nothing"),
        ([_expectation("a", "info", ROWS), _expectation("a", "info", ROWS)], "twice"),
        ([_expectation("a", "error", ROWS)], "severity"),
        ([_expectation("a", "critical", ROWS)], "reason_code"),
        ([_expectation("a", "warning", ROWS)], "reason_code"),
        ([_expectation("a", "info", "select 1")], "batch"),
        ([_expectation("a", "warning", ROWS, reason_code="a", place_column="row_number")], "place_column"),
        ([_expectation("a", "info", ROWS, place_column="row_number")], "place_column"),
        ([{"type": "expect_column_values_to_be_null"}], "KeyError"),
    ],
)
def test_a_suite_with_a_gap_is_refused(tmp_path, expectations, fault):
    suite = _suite(tmp_path / "suite.json", *expectations)
    with pytest.raises(CentricityError, match=fault) as caught:
        _judge_evaluations(tmp_path, rows_of("evaluations", {}), suite)
    assert caught.value.code == "invalid_suite"


def test_the_digest_of_a_suite_changes_with_it(tmp_path):
    first, second = (_suite(tmp_path / "suite.json", _expectation(id_, "info", ROWS)) for id_ in "ab")
    digest = suite_sha256(first)
    assert len(digest) == 64
    assert digest == suite_sha256(second)


def test_an_info_expectation_becomes_a_remark_with_numbers_and_without_texts(tmp_path):
    places = "select channel, count(*) as count, any_value(comment) as said from {batch} group by channel"
    suite = _suite(
        tmp_path / "suite.json",
        _expectation("silent", "info", "select row_number from {batch}"),
        _expectation("counted", "info", "select row_number from {batch}", reason_code="seen"),
        _expectation("placed", "info", places, reason_code="found", place_column="channel"),
        _expectation("met", "info", "select row_number from {batch} where false", reason_code="never"),
    )
    rows = rows_of("evaluations", *({"channel": channel, "comment": CANARY} for channel in ("web", "web", "app")))
    verdict = _judge_evaluations(tmp_path, rows, suite)
    assert not verdict.is_rejected
    assert verdict.remarks == (
        Remark("seen", None, {"count": 3}),
        Remark("found", "app", {"count": 1}),
        Remark("found", "web", {"count": 2}),
    )
