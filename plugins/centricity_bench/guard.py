"""The guard of every change: a few ratios at the sample's size, each at most a quarter worse than the committed one.

`python -m centricity_bench.guard FOLDER [--write]`, the folder of the committed page; `--write` commits anew what is
measured. It compares processor seconds: other work on the machine moves those far less than elapsed ones.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from centricity.errors import CentricityError
from centricity_bench.contestants import BY_HAND, ON
from centricity_bench.measuring import Say, contest_of_size
from centricity_bench.ours import BUILD, INTAKE, PUBLISH, VALIDATION
from centricity_bench.results import RATIOS, read_results, write_results

ALLOWED = 1.25


def measure_guarded(folder: Path, say: Say) -> dict[str, float]:
    """The ratios of one run of each, in a home of its own that nothing has warmed."""
    contest = contest_of_size({BY_HAND, ON}, "x1", folder, 1, 0, say)
    by_hand = contest.processor_seconds(BY_HAND)
    stages = {stage: contest.processor_of_stage(ON, stage) for stage in (INTAKE, BUILD, PUBLISH, VALIDATION)}
    return {
        "run ÷ by hand": contest.processor_seconds(ON) / by_hand,
        **{f"{stage} ÷ by hand": seconds / by_hand for stage, seconds in stages.items()},
        "peak memory ÷ by hand": contest.peak_bytes(ON) / contest.peak_bytes(BY_HAND),
    }


def check_guarded(measured: Mapping[str, float], committed: Mapping[str, float]) -> None:
    """Compare the ratios with the committed ones.

    Raises:
        CentricityError: `benchmark_slower`.
    """
    if not committed or committed.keys() != measured.keys():
        raise CentricityError("benchmark_slower", "There are no committed ratios of these names.")
    worse = [
        f"{name} is {measured[name]:.3g}, committed is {committed[name]:.3g}"
        for name in committed
        if measured[name] > ALLOWED * committed[name]
    ]
    if worse:
        raise CentricityError("benchmark_slower", f"{'; '.join(worse)}.")


def main() -> None:
    """Measure, print, compare or commit."""
    folder, *options = sys.argv[1:]
    file = Path(folder, RATIOS)
    results = read_results(file)
    with TemporaryDirectory() as thrown_away:
        measured = measure_guarded(Path(thrown_away), print)
    for name, ratio in measured.items():
        print(f"{name}: {ratio:.3g}, committed {results.guard.get(name, float('nan')):.3g}")
    if options == ["--write"]:
        write_results(results.model_copy(update={"guard": measured}), file)
    else:
        check_guarded(measured, results.guard)


if __name__ == "__main__":
    main()
