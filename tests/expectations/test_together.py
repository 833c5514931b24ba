# Holds quality.together.
"""Small batches that are judged together get the verdicts that each gets alone."""

import dataclasses
import json
from pathlib import Path
from unittest import mock

import pytest
from expectations.batches import write_batch
from expectations.raw_examples import UNREADABLE, columns_of, hundred_rows, rows_of

from centricity.quality import Batch, Verdict, judge, together
from centricity.quality.engine import Source

RAW = Path(__file__).parents[2] / "expectations" / "raw"
BATCHES = {
    "evaluations": [
        rows_of("evaluations", {}, {"wave": 1}, {"count_qualified": 0, "wave": 1}),
        hundred_rows("evaluations", **UNREADABLE),  # is refused
        [],
        hundred_rows("evaluations", **UNREADABLE)[:99],  # is not: it has fewer than a hundred rows
        hundred_rows("evaluations", answers=None),
    ],
    "messages": [rows_of("messages", {}), rows_of("messages", {}, UNREADABLE), hundred_rows("messages")],
    "events": [rows_of("events", {}), rows_of("events", {}, UNREADABLE), hundred_rows("events")],
}


def _batches(folder: Path, entity: str, suite: Path) -> list[Batch]:
    paths = [folder / f"{number}.parquet" for number in range(len(BATCHES[entity]))]
    for path, rows in zip(paths, BATCHES[entity], strict=True):
        write_batch(path, columns_of(entity), rows)
    return [Batch(path.stem, path, suite, "row_number") for path in paths]


def _comparable(verdict: Verdict) -> tuple:
    return *(getattr(verdict, field.name) for field in dataclasses.fields(verdict) if field.name != "failing_rows"), (
        verdict.failing_rows.to_pylist()
    )


def _validations(batches: list[Batch]) -> tuple[list[tuple], list[str]]:
    """The verdicts, and what Great Expectations was asked about."""
    with mock.patch.object(Source, "validate", autospec=True, side_effect=Source.validate) as asked:
        verdicts = [_comparable(verdict) for verdict in judge(batches)]
    return verdicts, [call.args[1] for call in asked.call_args_list]


@pytest.mark.parametrize("entity", BATCHES)
def test_the_verdicts_are_those_of_each_alone(tmp_path, entity):
    batches = _batches(tmp_path, entity, RAW / f"{entity}.json")

    verdicts, asked = _validations(batches)

    assert "together_0" in asked
    assert set(asked) & {f"batch_{number}" for number in range(len(batches))} == _of_tables(entity, len(batches))
    assert verdicts == [_comparable(judge([batch])[0]) for batch in batches]


def _of_tables(entity: str, count: int) -> set[str]:
    """Whose tables are asked for: the smallest and the largest; all where one has no row."""
    if [] in BATCHES[entity]:
        return {f"batch_{number}" for number in range(count)}
    return {"batch_0", f"batch_{count - 1}"}


def test_batches_that_do_not_add_up_are_judged_one_by_one(tmp_path):
    batches = _batches(tmp_path, "events", RAW / "events.json")

    with mock.patch.object(together, "_counts", return_value={0: 5}):
        verdicts, asked = _validations(batches)

    assert asked == ["together_0", *(f"batch_{number}" for number in range(len(batches)))]
    assert verdicts == [_comparable(judge([batch])[0]) for batch in batches]


def test_a_rule_about_a_share_of_the_rows_is_asked_of_each(tmp_path):
    rule = {
        "type": "expect_column_values_to_be_null",
        "kwargs": {"column": "wave", "mostly": 0.5},
        "severity": "critical",
        "meta": {"id": "mostly", "reason_code": "odd"},
    }
    (tmp_path / "suite.json").write_text(json.dumps({"name": "odd", "expectations": [rule]}))

    _, asked = _validations(_batches(tmp_path, "evaluations", tmp_path / "suite.json"))

    assert asked == [f"batch_{number}" for number in range(5)]


def test_a_batch_with_a_column_of_another_type_is_judged_alone(tmp_path):
    batches = _batches(tmp_path, "events", RAW / "events.json")
    columns = columns_of("events") | {"topic": "integer"}
    write_batch(batches[0].path, columns, rows_of("events", {"topic": 1}))
    others = [dataclasses.replace(batches[1], name=name) for name in ("again", "once more")]

    verdicts = judge([*batches, *others])

    assert [verdict.reason_code for verdict in verdicts] == ["unexpected_schema", None, None, None, None]
