"""Every expectation of every raw suite: what it lets through, and what it stops."""

import json
from pathlib import Path

import pytest
from expectations.batches import write_batch
from expectations.raw_examples import ALSO_FAILING, BAD, GOOD, columns_of, rows_of

from centricity.feeds.entities import ENTITIES
from centricity.quality import Batch, Verdict, judge

SUITES = Path(__file__).parents[2] / "expectations" / "raw"
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
        unexpected = {"postcode": "varchar"} if expectation == "columns_as_defined" else {}
        write_batch(folder / f"{name}.parquet", columns_of(entity) | unexpected, its_rows)
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
    first = _suite(entity)[0]["kwargs"]
    assert (first["column_set"], first["exact_match"]) == (list(columns_of(entity)), True)


@pytest.mark.parametrize("entity", ENTITIES)
def test_sql_of_a_suite_returns_no_column_with_values(entity):
    queries = [item["kwargs"]["unexpected_rows_query"] for item in _suite(entity) if "unexpected_rows" in item["type"]]
    assert queries
    assert all(query.startswith(("select row_number from {batch} where ", "select 1 as failing ")) for query in queries)


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
