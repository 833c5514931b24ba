"""Nothing is lost between the ledger and the marts: each reconciliation finds the loss it is for."""

import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt

CHECKS = ["loads_add_up", "evaluations_add_up", "recommendations_add_up", "operations_add_up", "messages_add_up"]


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
    selected = ["--select", *(f"+{check}" for check in CHECKS), "--exclude-resource-type", "unit_test"]
    return run_dbt(folder, build_input.freeze(), ["build", *selected])


@pytest.mark.parametrize("check", CHECKS)
def test_a_loss_is_found(check, lossy, build):
    assert lossy.statuses[check] == "fail"
    assert build.statuses[check] == "pass"
