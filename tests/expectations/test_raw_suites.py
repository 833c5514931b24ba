"""Every expectation of every raw suite: what it lets through, and what it stops."""

import json
from pathlib import Path

import duckdb
import pytest
from expectations.batches import write_batch
from expectations.raw_examples import ALSO_FAILING, BAD, GOOD, columns_of, rows_of

from centricity.feeds.entities import ANSWER, ENTITIES
from centricity.quality import Batch, Verdict, judge

SUITES = Path(__file__).parents[2] / "expectations" / "raw"
OF_MARKS = "select item, marks, lowest, highest, least(low, high) as bottom, greatest(low, high) as top from "
# What is wrong with the columns where an expectation is about them.
UNEXPECTED = {"columns_as_defined": {"postcode": "varchar"}, "types_as_defined": {"record_key": "integer"}}
EXAMPLES = [(entity, expectation) for entity, examples in BAD.items() for expectation in examples]


def _suite(entity: str) -> list[dict]:
    return json.loads((SUITES / f"{entity}.json").read_text())["expectations"]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> dict[str, Verdict]:
    """Verdict by entity, or entity.expectation; judged in one go."""
    folder = tmp_path_factory.mktemp("raw")
    rows = {entity: rows_of(entity, {}) for entity in GOOD}
    rows |= {f"{entity}.{expectation}": BAD[entity][expectation] for entity, expectation in EXAMPLES}
    batches = []
    for name, its_rows in rows.items():
        entity, _, expectation = name.partition(".")
        write_batch(folder / f"{name}.parquet", columns_of(entity) | UNEXPECTED.get(expectation, {}), its_rows)
        batches.append(Batch(name, folder / f"{name}.parquet", SUITES / f"{entity}.json", "row_number"))
    return {verdict.batch: verdict for verdict in judge(batches)}


def test_every_entity_has_a_suite():
    assert {path.stem for path in SUITES.iterdir()} == set(ENTITIES) == set(GOOD) == set(BAD)


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_expectation_has_a_bad_example_and_says_what_it_is_for(entity):
    assert [item["meta"]["id"] for item in _suite(entity)] == list(BAD[entity])
    assert all(item["meta"]["description"] for item in _suite(entity))


@pytest.mark.parametrize("entity", ENTITIES)
def test_the_staged_columns_are_those_of_the_canonical_schema(entity):
    assert _suite(entity)[0]["kwargs"]["column_list"] == list(columns_of(entity))


@pytest.mark.parametrize("entity", ENTITIES)
def test_sql_of_a_suite_returns_no_column_with_values(entity):
    queries = {
        item["meta"]["id"]: item["kwargs"]["unexpected_rows_query"]
        for item in _suite(entity)
        if "unexpected_rows" in item["type"]
    }
    # Of a hundred marks or more of an item, how many, and the ends.
    assert queries.pop("marks_reach_scale", OF_MARKS).startswith(OF_MARKS)
    assert queries
    starts = ("select row_number from {batch} where ", "select 1 as failing ")
    assert all(query.startswith(starts) for query in queries.values())


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_good_batch_meets_every_expectation(verdicts, entity):
    verdict = verdicts[entity]
    assert not verdict.is_rejected
    assert [check.expectation for check in verdict.expectations if not check.success] == []
    assert verdict.failing_rows.num_rows == 0


@pytest.mark.parametrize(("entity", "expectation"), EXAMPLES)
def test_a_bad_batch_fails_exactly_its_expectation(verdicts, entity, expectation):
    verdict = verdicts[f"{entity}.{expectation}"]
    failed = {check.expectation for check in verdict.expectations if not check.success}
    assert failed == {expectation} | ALSO_FAILING.get(expectation, set())
    assert [check.error for check in verdict.expectations if check.error] == []
    assert all((check.count_failing == 0) == check.success for check in verdict.expectations)


@pytest.mark.parametrize(("entity", "expectation"), EXAMPLES)
def test_a_failure_does_what_its_severity_says(verdicts, entity, expectation):
    verdict = verdicts[f"{entity}.{expectation}"]
    rule = next(item for item in _suite(entity) if item["meta"]["id"] == expectation)
    reason = rule["meta"].get("reason_code")
    assert (verdict.is_rejected, verdict.reason_code) == (
        (True, reason) if rule["severity"] == "critical" else (False, None)
    )
    if rule["severity"] == "warning":
        rows = [(row["row_number"], reason or row["problem_code"]) for row in BAD[entity][expectation]]
        found = verdict.failing_rows.select(["row_number", "reason_code"]).to_pydict().values()
        assert list(zip(*found, strict=True)) == rows


ORDINARY, ODD = False, True


@pytest.mark.parametrize(
    ("scale", "marks", "is_odd"),
    [
        ((0, 10), {1: 20, 2: 20, 3: 20, 4: 20, 5: 20}, ODD),
        ((0, 10), {1: 20, 2: 20, 3: 20, 4: 20, 5: 19}, ORDINARY),  # too few to tell
        ((0, 10), dict.fromkeys(range(1, 8), 15), ODD),
        ((0, 10), dict.fromkeys(range(1, 11), 12), ODD),
        ((0, 10), {0: 1} | dict.fromkeys(range(1, 11), 12), ORDINARY),
        ((0, 10), {1: 2, 6: 20, 7: 40, 8: 40, 9: 20, 10: 9}, ORDINARY),  # nobody gives a 0 where few give a 1
        ((0, 10), {7: 20, 8: 50, 9: 30, 10: 10}, ORDINARY),
        ((0, 10), {3: 10, 5: 30, 6: 50, 7: 40, 8: 12, 9: 3}, ORDINARY),  # a ten is rare where nines are
        ((0, 10), {3: 10, 5: 30, 6: 50, 7: 40, 8: 12, 9: 10}, ODD),
        ((0, 10), {3: 10, 5: 30, 6: 50, 7: 40, 8: 1}, ODD),
        ((1, 10), {2: 20, 3: 20, 8: 60, 10: 40}, ORDINARY),
        ((1, 7), {1: 25, 2: 25, 3: 25, 4: 25, 5: 25}, ODD),
        ((1, 7), {1: 25, 2: 25, 3: 25, 4: 25, 6: 25}, ODD),
        ((0, 5), {0: 25, 1: 25, 2: 25, 3: 25, 4: 25}, ODD),
        ((0, 5), {1: 25, 2: 25, 3: 25, 4: 25, 5: 25}, ODD),
        ((1, 5), {1: 25, 2: 25, 3: 25, 4: 25}, ODD),
        ((1, 5), {2: 25, 3: 25, 4: 25, 5: 25}, ORDINARY),
        ((0, 100), dict.fromkeys(range(11), 12), ODD),
        ((0, 100), dict.fromkeys(range(3, 98), 1) | {50: 20}, ORDINARY),
        ((0, 10), {1: 30, 3: 30, 5: 60, 99: 20}, ODD),  # what is out of range is no mark
        ((5, 1), {4: 3, 3: 30, 2: 60, 1: 30}, ORDINARY),  # nobody gives the worst
        ((5, 1), {1: 30, 2: 30, 3: 30, 4: 30}, ODD),
    ],
)
def test_marks_that_seem_to_be_of_another_scale_are_told_from_skewed_ones(scale, marks, is_odd):
    assert bool(remarks_on_marks({"recommend": (scale, marks)})) == is_odd


def test_each_item_is_looked_at_for_itself_and_its_ends_are_told():
    odd, good = ((0, 10), {1: 60, 5: 60}), ((0, 10), {0: 60, 10: 60})
    assert remarks_on_marks({"ease_1": odd, "recommend": good}) == [("ease_1", 120, 1.0, 5.0, 0.0, 10.0)]


def remarks_on_marks(given: dict[str, tuple[tuple[int, int], dict[int, int]]]) -> list[tuple]:
    """What the rule on marks finds where each item has so many of each mark."""
    [rule] = [item for item in _suite("evaluations") if item["meta"]["id"] == "marks_reach_scale"]
    rows = [
        ({"item": item, "value": mark, "scale_low": scale[0], "scale_high": scale[1], "is_proxy": False}, times)
        for item, (scale, marks) in given.items()
        for mark, times in marks.items()
    ]
    with duckdb.connect() as connection:
        connection.execute(f"create table given (answer {ANSWER}, times integer)")
        connection.executemany("insert into given values (?, ?)", rows)
        connection.execute(
            "create view batch as select [answer] as answers, null as problem_code from given, range(times)"
        )
        return connection.sql(rule["kwargs"]["unexpected_rows_query"].format(batch="batch")).fetchall()
