"""The rows of the benchmark's table: a ratio each (or seconds, where it says so), by a function that is run by name.

A function is given what was measured and says what came of it. What it needs is said beside it: who has to run, and
whether two sizes, or the small files.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from centricity_bench.contestants import AIRFLOW, BY_HAND, OFF, ON, PANDAS
from centricity_bench.lines import Line, fit_line
from centricity_bench.models import Growth, ModelCost, growth_of_models
from centricity_bench.ours import BUILD, IMPORT, PUBLISH, VALIDATION
from centricity_bench.rounds import Contest

ONE_FILE, MANY_FILES = "one file", "1000 files"


@dataclass
class Measured:
    """All that was measured.

    Attributes:
        sizes: a contest by how many times the sample was delivered, the smallest first.
        models: what the models of ours cost, by the same.
        files: the contest of the same rows in one file and in many.
    """

    sizes: dict[int, Contest] = field(default_factory=dict)
    models: dict[int, Mapping[str, ModelCost]] = field(default_factory=dict)
    files: Contest | None = None

    def contests_of(self, row: "Row") -> dict[str, Contest]:
        """What a row is made of, by size: all sizes, or where it needs one, the largest."""
        if not row.contestants:
            return {} if self.files is None else {"files": self.files}
        sizes = {f"x{times}": contest for times, contest in self.sizes.items()}
        return sizes if row.least_sizes > 1 else dict([sizes.popitem()])

    @property
    def largest(self) -> Contest:
        return self.sizes[max(self.sizes)]

    def growths(self) -> list[Growth]:
        """Of the models between the two largest sizes; none where one size was measured."""
        if len(self.models) < 2:
            return []
        *_, small, large = sorted(self.models)
        return growth_of_models(self.models[small], self.models[large])

    def line(self, contestant: str) -> Line:
        return fit_line([(contest.size, contest.seconds(contestant)) for contest in self.sizes.values()])


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes:
        name: by which it is run.
        says: what it is.
        at_most: the limit; where more is better, at least.
        aim: what we want.
        of: the function.
        contestants: who has to run on the sizes.
        least_sizes: on how many sizes.
        unit: empty for a ratio.
        more_is_better: of a ratio whose numerator is another's time.
    """

    name: str
    says: str
    at_most: float
    aim: float
    of: Callable[[Measured], float]
    contestants: tuple[str, ...] = ()
    least_sizes: int = 1
    unit: str = ""
    more_is_better: bool = False

    def is_met(self, value: float) -> bool:
        return value >= self.at_most if self.more_is_better else value <= self.at_most


def fixed_cost(measured: Measured) -> float:
    return measured.line(ON).fixed


def slope(measured: Measured) -> float:
    return measured.line(OFF).slope / measured.line(BY_HAND).slope


def inference(measured: Measured) -> float:
    return measured.largest.seconds(ON) / measured.largest.seconds(OFF)


def whole_run(measured: Measured) -> float:
    return measured.largest.seconds(ON) / measured.largest.seconds(BY_HAND)


def airflow_fixed(measured: Measured) -> float:
    return measured.line(AIRFLOW).fixed - measured.line(ON).fixed


def airflow_slope(measured: Measured) -> float:
    return measured.line(AIRFLOW).slope / measured.line(ON).slope


def validation(measured: Measured) -> float:
    """Of a run without the loading of Great Expectations."""
    contest = measured.largest
    return contest.stage(ON, VALIDATION) / (contest.seconds(ON) - contest.stage(ON, IMPORT))


def pandas(measured: Measured) -> float:
    return measured.largest.seconds(PANDAS) / measured.largest.seconds(ON)


def memory(measured: Measured) -> float:
    return measured.largest.peak_bytes(ON) / measured.largest.size


def publish(measured: Measured) -> float:
    return measured.largest.stage(ON, PUBLISH) / measured.largest.stage(ON, BUILD)


def small_files(measured: Measured) -> float:
    if measured.files is None:
        raise ValueError("The small files were not measured.")
    return measured.files.seconds(MANY_FILES) / measured.files.seconds(ONE_FILE)


def models(measured: Measured) -> float:
    """How many take more than their rows explain."""
    return sum(growth.is_excessive for growth in measured.growths())


ROWS = (
    Row("fixed", "fixed cost of a run without Airflow", 15, 6, fixed_cost, (ON,), 2, unit="s"),
    Row("slope", "slope, ours ÷ by hand, inference off", 4, 1.5, slope, (BY_HAND, OFF), 2),
    Row("inference", "inference on ÷ off", 1.4, 1.2, inference, (OFF, ON)),
    Row("whole", "whole run ÷ by hand, inference on", 6, 2.5, whole_run, (BY_HAND, ON)),
    Row("airflow-fixed", "what Airflow adds, fixed", 12, 6, airflow_fixed, (ON, AIRFLOW), 2, unit="s"),
    Row("airflow-slope", "slope, with Airflow ÷ without", 1.05, 1.0, airflow_slope, (ON, AIRFLOW), 2),
    Row("validation", "share of validation, its import apart", 0.15, 0.05, validation, (ON,)),
    Row("pandas", "pandas, point figures only ÷ ours", 0.5, 1.5, pandas, (PANDAS, ON), more_is_better=True),
    Row("memory", "peak memory ÷ bytes delivered", 1.0, 0.5, memory, (ON,)),
    Row("small-files", "1,000 files of 100 rows ÷ one file of the same rows", 8, 4, small_files),
    Row("publish", "publish ÷ build", 0.03, 0.01, publish, (ON,)),
    Row("models", "models that grow more than their rows", 0, 0, models, (ON,), 2),
)
