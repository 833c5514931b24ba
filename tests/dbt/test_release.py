"""Two builds side by side give nobody away: what a second delivery of fewer than five persons leaves as it was.

All figures stand on the entities, so what is equal there is equal in every mart.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from tests.dbt import release_cases as cases
from tests.dbt.builds import PROJECT, BuildInput, run_dbt

STAGED = {
    "evaluations": "stg_survey__evaluations",
    "messages": "stg_webcare__messages",
    "cases": "stg_process__cases",
    "events": "stg_process__events",
}
# What reads records before it is decided which of them count.
BEFORE_RELEASE = (
    *("source('raw'", "current_records(", "stg_ledger__addressees"),
    *("stg_ledger__record_histories", "stg_ledger__cell_changes"),
)
Counted = dict[str, list[tuple]]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counted, Counted]:
    """What counts in yesterday's build and in today's, by organisation."""
    yesterday, today = (counted(tmp_path_factory.mktemp(f"build{count}"), count) for count in (1, 2))
    return yesterday, today


def counted(folder: Path, count: int) -> Counted:
    """Read at once: the entities are views, and the next build's input takes the place of this one's."""
    build_input = BuildInput(folder / "input")
    cases.deliver(build_input, count)
    figures_stand_on = ["path:models/prepared/ledger", "path:models/prepared/entities"]
    counts = "+int_ledger__load_counts"
    commands = (
        ["build", "--select", *figures_stand_on, counts, "--exclude-resource-type", "test", "unit_test"],
        ["test", "--select", "records_are_counted"],
    )
    built = run_dbt(folder, build_input.freeze(), *commands)
    assert set(built.statuses.values()) == {"pass", "success"}, built.output
    found = defaultdict(list)
    for entity, model in STAGED.items():
        # whichever delivery it stands in, and in whatever words
        words = {"evaluations": ", comment", "messages": ", text"}.get(entity, "")
        columns = f"organisation_id, * exclude ({entity.removesuffix('s')}_number, load_id{words})"
        for organisation, *row in built.rows(f"select {columns} from {model} order by all"):
            found[organisation].append(tuple(map(str, row)))
    return found


@pytest.mark.parametrize("organisation", [*cases.WAITS, "undated"])
def test_fewer_than_five_persons_change_nothing(builds, organisation):
    yesterday, today = (build[organisation] for build in builds)
    assert len(yesterday) == 30
    assert today == yesterday


@pytest.mark.parametrize("organisation", cases.COUNTS)
def test_five_persons_count(builds, organisation):
    yesterday, today = (build[organisation] for build in builds)
    expected = {
        evaluation["evaluation_id"] for evaluation in [*cases.thirty(organisation), *cases.COUNTS[organisation]]
    }
    assert len(today) == len(expected)
    assert len(set(today) - set(yesterday)) == len(cases.COUNTS[organisation])


@pytest.mark.parametrize("organisation", cases.OPERATIONS)
def test_fewer_than_five_customers_change_nothing(builds, organisation):
    yesterday, today = (build[organisation] for build in builds)
    assert len(yesterday) == 30
    assert today == yesterday


def test_all_figures_stand_on_the_ledger_and_the_entities():
    models = [path for path in (PROJECT / "models").rglob("*") if path.suffix in (".sql", ".py")]
    assert len(models) > 100
    readers = {path for path in models if any(name in path.read_text(encoding="utf-8") for name in BEFORE_RELEASE)}
    assert {path.parent.name for path in readers} == {"ledger", "entities"}
