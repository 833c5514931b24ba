"""Deliveries that hold too little for some figures still build, and leave a null that is explained, never a NaN.

What is missing is different each time: everything, a second organisation to rank against, a second evaluation,
a second primary sampling unit, an answer that differs, a careful respondent, in a wave or in one of its months.
"""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt
from tests.dbt.test_weighting import DISPLEASED, PLEASED, SKIPPED_TESTS, TORN, evaluation

from centricity.quality import Batch, judge
from centricity.settings import PROJECT

BOTH = ("amber", "beryl")


def mixed(organisation: str, **columns) -> list[dict]:
    return [evaluation(organisation, n, "north", PLEASED if n % 3 else DISPLEASED, **columns) for n in range(100)]


def pleased(organisation: str, count: int = 100) -> list[dict]:
    return [evaluation(organisation, n, "north", PLEASED) for n in range(count)]


def torn(organisation: str, count: int = 100, **columns) -> list[dict]:
    return [evaluation(organisation, n, "north", TORN, duration_seconds=5.0, **columns) for n in range(count)]


def two_months(organisation: str, count_careless: int) -> list[dict]:
    """A careful month, and one of which M1 leaves out every evaluation."""
    careless = torn(organisation, count_careless, completed_at=datetime(2025, 11, 1, 12))
    return mixed(organisation) + [row | {"record_key": f"careless {row['record_key']}"} for row in careless]


# By what is delivered, wave by wave: its evaluations, and what may be said of the industry.
TOO_LITTLE = {
    # fewer would wait
    "five evaluations": (pleased("amber", 5), "not ranked"),
    "one organisation": (mixed("amber"), "not ranked"),
    "one primary sampling unit": ([row for name in BOTH for row in mixed(name, cluster_id="1")], "not ranked"),
    "the careless only": ([row for name in BOTH for row in torn(name)], "not ranked"),
    "one organisation, and a careless month": (two_months("amber", 60), "not ranked"),
    "one organisation, and a few careless": (two_months("amber", 2), "not ranked"),
    "equal answers about both": ([row for name in BOTH for row in pleased(name)], "tiers only"),
    "equal answers about one of two": (pleased("amber") + mixed("beryl"), "clear winner"),
}


@pytest.fixture(params=[{}, TOO_LITTLE], ids=["nothing", "too little"])
def delivery(request, tmp_path: Path) -> tuple[Build, list[str]]:
    """A wave for each, from 2026 on: the list of 2025 goes on."""
    build_input = BuildInput(tmp_path / "input")
    canonical.reference(build_input)
    for wave, (name, (evaluations, _)) in enumerate(request.param.items(), start=2026):
        in_wave = [row | {"wave": wave, "record_key": f"{wave} {row['record_key']}"} for row in evaluations]
        build_input.add("evaluations", f"load of {name}", in_wave)
    build = run_dbt(tmp_path, build_input.freeze(), ["build", *SKIPPED_TESTS])
    return build, [verdict for _, verdict in request.param.values()]


def test_it_builds_and_says_what_it_can(delivery):
    build, verdicts = delivery
    said = build.rows(
        "select verdict from fct_industry_verdict where method_version = 'M1' and industry = 'banks' order by wave"
    )
    assert [verdict for (verdict,) in said] == verdicts
    doubles = build.rows(
        "select table_name, column_name from duckdb_columns() where data_type = 'DOUBLE' and table_name[:3] != 'stg'"
    )
    assert len(doubles) > 100
    odd = [
        f"select '{table}.{column}' where exists (select 1 from {table} where not isfinite(\"{column}\"))"
        for table, column in doubles
    ]
    assert build.rows(" union all ".join(odd)) == []
    assert failed_expectations(build) == []


def failed_expectations(build: Build) -> list[str]:
    """What stops a publication: critical expectations that a mart does not meet."""
    batches = []
    # but fct_load: the loads of a test say less than real ones
    for suite in sorted((PROJECT / "expectations/marts").glob("fct_[!l]*.json")):
        batches.append(Batch(suite.stem, build.file.with_name(f"{suite.stem}.parquet"), suite, "build_id"))
        with duckdb.connect(build.file, read_only=True) as connection:
            stamped = connection.sql(f"select *, 'build-of-the-test' as build_id from {suite.stem}")
            stamped.write_parquet(str(batches[-1].path))
    assert len(batches) > 10
    return [
        f"{verdict.batch}: {check.expectation}"
        for verdict in judge(batches)
        for check in verdict.expectations
        if check.severity == "critical" and not check.success
    ]
