"""Measures what the chosen rows need: the contests, the equality of all figures, what the models cost."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from centricity.errors import CentricityError
from centricity.home import Home
from centricity.ledger.entry import read_entries
from centricity.warehouse.dbt import build_file
from centricity.warehouse.publication import current_folder
from centricity_bench.contestants import (
    BY_HAND,
    CONTESTANTS,
    ON,
    PANDAS,
    figures_in,
    folder_of,
    home_in,
    take_in_survey,
)
from centricity_bench.deliveries import SIZES, write_deliveries
from centricity_bench.equality import check_figures
from centricity_bench.models import read_model_costs
from centricity_bench.rounds import Contest, hold_contest
from centricity_bench.rows import MANY_FILES, ONE_FILE, Measured, Row
from centricity_bench.small_files import write_small_files
from centricity_sample import write_sample

Say = Callable[[str], None]
SCRIPTS = (BY_HAND, PANDAS)
# Of the small files: as many, with as many rows each.
FILES, ROWS_OF_FILE = 1000, 100


@dataclass(frozen=True)
class Plan:
    """What to measure.

    Attributes:
        rows: of the table.
        size: the largest, a name of `SIZES`; the smaller ones are measured too where a row needs several.
        rounds: that count.
        warm_ups: rounds before them, which fill caches.
    """

    rows: Sequence[Row]
    size: str
    rounds: int
    warm_ups: int

    @property
    def sizes(self) -> list[str]:
        """None where only the small files are measured."""
        if not self.contestants:
            return []
        return sizes_up_to(self.size) if any(row.least_sizes > 1 for row in self.rows) else [self.size]

    @property
    def contestants(self) -> set[str]:
        return {name for row in self.rows for name in row.contestants}


def sizes_up_to(size: str) -> list[str]:
    return [name for name, times in SIZES.items() if times <= SIZES[size]]


def measure(plan: Plan, folder: Path, say: Say) -> Measured:
    """Measure all that the plan's rows are made of. The script by hand always runs: its figures are compared.

    Raises:
        CentricityError: `figures_differ`, `benchmark_failed`.
    """
    measured = Measured()
    for size in plan.sizes:
        names = plan.contestants | {BY_HAND}
        contest = contest_of_size(names, size, folder / size, plan.rounds, plan.warm_ups, say)
        measured.sizes[SIZES[size]] = contest
        if ON in contest.runs:
            home = Home(home_in(folder_of(ON, folder / size)))
            measured.models[SIZES[size]] = read_model_costs(home, contest.runs[ON][-1].cost.memory)
    if any(not row.contestants for row in plan.rows):
        measured.files = _contest_of_files(folder / "files", plan, say)
    return measured


def contest_of_size(names: set[str], size: str, folder: Path, rounds: int, warm_ups: int, say: Say) -> Contest:
    """The contest of some on one size, once all figures are equal."""
    landing = folder / "landing"
    shutil.rmtree(landing, ignore_errors=True)
    delivered = write_deliveries(landing, SIZES[size])
    say(f"{size}: {delivered / 1e6:.0f} MB are delivered")
    chosen = {name: partial(ready, landing) for name, ready in CONTESTANTS.items() if name in names}
    contest = hold_contest(chosen, delivered, folder, rounds, warm_ups, say)
    for script in SCRIPTS:
        for ours in names - set(SCRIPTS) if script in names else ():
            say(f"{size}: {_compared(script, ours, folder)}")
    for name in contest.runs:
        took, used = contest.seconds(name), contest.processor_seconds(name)
        say(f"{size}: {name} took {took:.1f} s, of processors {used:.1f} s")
    return contest


def _compared(script: str, ours: str, folder: Path) -> str:
    home, figures = Home(home_in(folder_of(ours, folder))), figures_in(folder_of(script, folder))
    agreement = check_figures(script, figures, current_folder(home), build_file(home))
    left_out = f"; {agreement.left_out} are left out, for records wait" if agreement.left_out else ""
    return f"{script} and {ours} agree on {agreement.compared} figures{left_out}"


def _contest_of_files(folder: Path, plan: Plan, say: Say) -> Contest:
    shutil.rmtree(folder, ignore_errors=True)
    landings = {ONE_FILE: folder / "landing_of_one", MANY_FILES: folder / "landing_of_many"}
    with TemporaryDirectory() as sample:
        write_sample(Path(sample))
        write_small_files(Path(sample, "landing"), landings[ONE_FILE], 1, FILES * ROWS_OF_FILE)
        size = write_small_files(Path(sample, "landing"), landings[MANY_FILES], FILES, ROWS_OF_FILE)
    chosen = {name: partial(take_in_survey, landing) for name, landing in landings.items()}
    contest = hold_contest(chosen, size, folder, plan.rounds, plan.warm_ups, say)
    for name in contest.runs:
        _check_accepted(Home(home_in(folder_of(name, folder))))
    return contest


def _check_accepted(home: Home) -> None:
    accepted = sum(entry.records_accepted for entry in read_entries(home) if entry.entity == "evaluations")
    if accepted != FILES * ROWS_OF_FILE:
        said = f"{accepted} of {FILES * ROWS_OF_FILE} rows were accepted."
        raise CentricityError("benchmark_failed", said, where=str(home.root))
