"""Every expectation of every mart's suite: what it lets through, and what it keeps from being published."""

import json
from pathlib import Path

import pytest
from expectations import mart_examples, ranking_examples
from expectations.batches import write_batch

from centricity.quality import Batch, Verdict, judge
from generate.marts import read_marts

COLUMNS = {mart.name: {column.name: column.type for column in mart.columns} for mart in read_marts()}
GOOD = mart_examples.GOOD | ranking_examples.GOOD
BAD = mart_examples.BAD | ranking_examples.BAD
ALSO_FAILING = mart_examples.ALSO_FAILING | ranking_examples.ALSO_FAILING
ROOT = Path(__file__).parents[2]
SUITES = ROOT / "expectations" / "marts"
EXAMPLES = [(mart, expectation) for mart, examples in BAD.items() for expectation in examples]


def _suite(mart: str) -> list[dict]:
    return json.loads((SUITES / f"{mart}.json").read_text())["expectations"]


def _columns(mart: str, expectation: str) -> dict[str, str]:
    """The mart's columns; one has another name or type where an expectation is about that."""
    name = "build" if expectation == "columns_as_defined" else "build_id"
    type_ = "blob" if expectation == "types_as_defined" else "varchar"
    return {name if column == "build_id" else column: typed for column, typed in COLUMNS[mart].items()} | {name: type_}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> dict[str, Verdict]:
    """Verdict by mart, or mart.expectation; judged in one go."""
    folder = tmp_path_factory.mktemp("marts")
    rows = GOOD | {f"{mart}.{expectation}": BAD[mart][expectation] for mart, expectation in EXAMPLES}
    batches = []
    for name, its_rows in rows.items():
        mart, _, expectation = name.partition(".")
        write_batch(folder / f"{name}.parquet", _columns(mart, expectation), its_rows)
        key = "load_id" if mart == "fct_load" else next(iter(GOOD[mart][0].keys() - {"build_id"}))
        batches.append(Batch(name, folder / f"{name}.parquet", SUITES / f"{mart}.json", key))
    return {verdict.batch: verdict for verdict in judge(batches)}


def test_every_mart_has_a_suite():
    models = {path.stem for path in (ROOT / "dbt_project" / "models" / "marts").glob("*.sql")}
    assert {path.stem for path in SUITES.iterdir()} == models == set(GOOD) == set(BAD)


@pytest.mark.parametrize("mart", BAD)
def test_every_expectation_has_a_bad_example_and_stops_publishing(mart):
    assert {item["meta"]["id"] for item in _suite(mart)} == set(BAD[mart])
    assert {item["severity"] for item in _suite(mart)} == {"critical"}
    assert all(item["meta"]["description"] for item in _suite(mart))


@pytest.mark.parametrize("mart", BAD)
def test_a_good_mart_meets_every_expectation(verdicts, mart):
    assert [check for check in verdicts[mart].expectations if not check.success] == []
    assert not verdicts[mart].is_rejected


@pytest.mark.parametrize(("mart", "expectation"), EXAMPLES)
def test_a_bad_mart_fails_exactly_its_expectation(verdicts, mart, expectation):
    verdict = verdicts[f"{mart}.{expectation}"]
    failed = {check.expectation for check in verdict.expectations if not check.success and not check.error}
    assert failed == {expectation} | ALSO_FAILING.get((mart, expectation), set())
    assert {check.expectation for check in verdict.expectations if check.error} <= {"one_build"}


@pytest.mark.parametrize(("mart", "expectation"), EXAMPLES)
def test_a_bad_mart_is_rejected_with_the_reason_of_its_expectation(verdicts, mart, expectation):
    reasons = {item["meta"]["id"]: item["meta"]["reason_code"] for item in _suite(mart)}
    assert verdicts[f"{mart}.{expectation}"].reason_code == reasons[expectation]
