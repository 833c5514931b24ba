"""The deliveries of the specification, and the build of them that all its tests read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tests.dbt.builds import Build, BuildInput, run_dbt
from tests.oracles.operations import Case, Message, Question
from tests.spec import random_operations, random_surveys
from tests.spec.tables import SpecCase, read_cases

# The last of what a figure goes through before it is withheld or rounded for publication.
MODELS = (
    "int_survey__net_promoter_scores",
    "int_survey__channel_gaps",
    "int_inference__score_intervals",
    "int_inference__share_variances",
    "int_inference__dimension_covariance",
    "int_inference__index_covariance",
    "int_change__differences",
)
# After everything else: until then every feed is observed.
LAST_YEAR = 2900


class Delivery(NamedTuple):
    """What the models and the oracles are given."""

    organisations: list[dict]
    evaluations: list[dict]
    questions: list[Question]
    cases: list[Case]


def draw_delivery(waves: range = random_surveys.WAVES) -> Delivery:
    return Delivery(
        list(random_surveys.describe_organisations(waves)),
        random_surveys.draw_waves(waves),
        random_operations.draw_questions(waves),
        random_operations.draw_cases(waves),
    )


def deliver_case(case: SpecCase) -> Delivery:
    """An industry of its own, in a wave of its own."""
    evaluations, questions, cases = list(case.evaluations()), list(case.questions()), list(case.cases())
    waves = sorted({case.wave, *(row["wave"] for row in evaluations)})
    organisations = [
        {"record_key": f"{name}-{wave}", "organisation_id": name, "wave": wave, "name": name, "industry": case.slug}
        for wave in waves
        for name in case.organisations()
    ]
    return Delivery(organisations, evaluations, questions, cases)


def build_models(folder: Path, waves: range = random_surveys.WAVES) -> Build:
    """The models on the random delivery and on every case of the sections."""
    build_input = BuildInput(folder / "input")
    last = Delivery([], [], list(_last_questions()), list(_last_cases()))
    deliveries = [draw_delivery(waves), *map(deliver_case, read_cases()), last]
    build_input.add("organisations", "load-1", _joined(each.organisations for each in deliveries))
    build_input.add("evaluations", "load-2", _joined(each.evaluations for each in deliveries))
    questions, cases = (_joined(getattr(each, name) for each in deliveries) for name in ("questions", "cases"))
    build_input.add("messages", "load-3", random_operations.message_rows(questions))
    build_input.add("events", "load-4", random_operations.event_rows(cases))
    selected = ["--select", "+tag:rows", *(f"+{model}" for model in MODELS)]
    command = ["build", *selected, "--exclude-resource-type", "test", "unit_test"]
    return run_dbt(folder, build_input.freeze(), command)


def _joined(parts: Iterable[list]) -> list:
    return [row for part in parts for row in part]


def _last_questions() -> Iterator[Question]:
    """Five customers: fewer would wait for others."""
    message = Message(datetime(LAST_YEAR, 6, 1))
    for n in range(5):
        yield Question(f"last-{n}", random_operations.WITH_WEBCARE[0], f"last {n}", "x", LAST_YEAR, (message,))


def _last_cases() -> Iterator[Case]:
    at = datetime(LAST_YEAR, 6, 1)
    first = Case("last-0", random_operations.WITH_CASES[0], "", "bill", LAST_YEAR, at, None, (("open", "opened", at),))
    yield from (replace(first, label=f"last-{n}", customer=f"last {n}") for n in range(5))
