"""Two builds side by side give nobody away: what a second delivery of fewer than five persons leaves as it was.

All figures stand on staging (tests/unit/test_docs holds that), so what is equal there is equal in every mart.
"""

from pathlib import Path

import pytest
from tests.dbt import release_cases as cases
from tests.dbt.builds import Build, BuildInput, run_dbt

STAGED = {
    "evaluations": "stg_survey__evaluations",
    "messages": "stg_webcare__messages",
    "cases": "stg_process__cases",
    "events": "stg_process__events",
}
OWN_NUMBER = {"evaluations": "evaluation", "messages": "message", "cases": "case", "events": "event"}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    """Yesterday's build and today's."""
    first, second = (staged(tmp_path_factory.mktemp(f"build{count}"), count) for count in (1, 2))
    return first, second


def staged(folder: Path, count: int) -> Build:
    build_input = BuildInput(folder / "input")
    cases.deliver(build_input, count)
    selected = ["--select", "path:models/staging", "+fct_load"]
    commands = (
        ["build", *selected, "--exclude-resource-type", "test", "unit_test"],
        ["test", "--select", "loads_add_up"],
    )
    built = run_dbt(folder, build_input.freeze(), *commands)
    assert set(built.statuses.values()) == {"pass", "success"}, built.output
    return built


def counted(build: Build, organisation: str, entity: str = "evaluations") -> list[tuple]:
    """What counts of an organisation, whichever delivery it stands in."""
    number = f"{OWN_NUMBER[entity]}_number"
    columns = f"* exclude ({number}, load_id)"
    return build.rows(f"select {columns} from {STAGED[entity]} where organisation_id = '{organisation}' order by all")


@pytest.mark.parametrize("organisation", [*cases.WAITS, "undated"])
def test_fewer_than_five_persons_change_nothing(builds, organisation):
    yesterday, today = (counted(build, organisation) for build in builds)
    assert len(yesterday) == 30
    assert today == yesterday


@pytest.mark.parametrize("organisation", cases.COUNTS)
def test_five_persons_count(builds, organisation):
    yesterday, today = (counted(build, organisation) for build in builds)
    expected = {
        evaluation["evaluation_id"] for evaluation in [*cases.thirty(organisation), *cases.COUNTS[organisation]]
    }
    assert len(today) == len(expected)
    assert len(set(map(str, today)) - set(map(str, yesterday))) == len(cases.COUNTS[organisation])


@pytest.mark.parametrize("organisation", cases.OPERATIONS)
def test_fewer_than_five_customers_change_nothing(builds, organisation):
    entity = cases.OPERATIONS[organisation][0]
    yesterday, today = (counted(build, organisation, entity) for build in builds)
    assert len(yesterday) == 30
    assert today == yesterday
