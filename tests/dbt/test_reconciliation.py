"""Nothing is lost between the ledger and the marts: each reconciliation finds the loss it is for."""

import shutil

import duckdb
import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt

COUNTED = [
    "records_are_counted",
    "evaluations_are_counted",
    "recommendations_are_counted",
    "operations_are_counted",
    "messages_are_counted",
]
# Each with a mart that loses rows.
PUBLISHED = {
    "loads_add_up": "fct_load",
    "evaluations_add_up": "fct_index_score",
    "recommendations_add_up": "fct_nps",
    "operations_add_up": "fct_process_performance",
    "messages_add_up": "fct_webcare_performance",
}


@pytest.fixture(scope="module")
def lossy(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("lossy")
    build_input = BuildInput(folder / "input")
    canonical.reference(build_input)
    canonical.survey(build_input)
    canonical.process(build_input)
    # An organisation that nobody described, a scale without cut points, a channel that hides among the totals.
    marks = canonical.AMBER | {"experience": 5}
    # Of five customers each: those of one would wait.
    ghosts = [canonical.evaluation("ghost", n, marks) for n in range(5)]
    odd = [canonical.evaluation("amber", f"odd {n}", marks) for n in range(5)]
    for evaluation in odd:
        evaluation["answers"].append(canonical.answer("recommend", 7, (0, 7)))
    build_input.add("evaluations", "load-11", [*ghosts, *odd])
    build_input.add("messages", "load-10", [canonical.message(n, 0, channel="all") for n in range(5)])
    for count in ("records_in", "records_accepted"):  # a row that staging lost; the entry itself adds up
        build_input.ledger[0][count] += 1
    selected = ["--select", *(f"+{check}" for check in COUNTED), "--exclude-resource-type", "unit_test", "test"]
    return run_dbt(folder, build_input.freeze(), ["build", *selected], ["test", "--select", *COUNTED])


@pytest.fixture(scope="module")
def incomplete(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("incomplete")
    for file in build.file.parent.glob(f"{build.file.name}*"):  # it and its log
        shutil.copy(file, folder)
    with duckdb.connect(folder / build.file.name) as connection:
        for mart in PUBLISHED.values():
            connection.execute(f"delete from {mart} where rowid % 3 = 0")
    return run_dbt(folder, build.file.parent / "input", ["test", "--select", *PUBLISHED])


@pytest.mark.parametrize("check", COUNTED)
def test_a_loss_between_the_ledger_and_the_waist_is_found(check, lossy, build):
    assert lossy.statuses[check] == "fail"
    assert build.statuses[check] == "pass"


@pytest.mark.parametrize("check", PUBLISHED)
def test_a_loss_between_the_waist_and_the_marts_is_found(check, incomplete, build):
    assert incomplete.statuses[check] == "fail"
    assert build.statuses[check] == "pass"
