"""The guard of every change: a few ratios at the sample's size, each at most a quarter worse than the committed one.

`python -m centricity_bench.guard FOLDER [--write]`, the folder of the committed page; `--write` commits anew what is
measured. It compares processor seconds: other work on the machine moves those far less than elapsed ones.
"""

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from centricity.errors import CentricityError
from centricity_bench.contestants import BY_HAND, CONTESTANTS, ON
from centricity_bench.measuring import Say, contest_of_size
from centricity_bench.ours import BUILD, INTAKE, PUBLISH, VALIDATION
from centricity_bench.results import RATIOS, read_results, write_results
from centricity_bench.rounds import hold_contest

ALLOWED = 1.25
ROUNDS_BY_HAND = 5


def measure_guarded(folder: Path, say: Say) -> dict[str, float]:
    """The ratios of one run of ours, in a home that nothing has warmed, and a few of the short script by hand."""
    contest = contest_of_size({BY_HAND, ON}, "x1", folder, 1, 0, say)
    script = {BY_HAND: partial(CONTESTANTS[BY_HAND], folder / "landing")}
    by_hand = hold_contest(script, contest.size, folder, ROUNDS_BY_HAND, 0, say)
    intake, build, publish, validation = (
        contest.processor_of_stage(ON, stage) for stage in (INTAKE, BUILD, PUBLISH, VALIDATION)
    )
    return {
        "run ÷ by hand": contest.processor_seconds(ON) / by_hand.processor_seconds(BY_HAND),
        "intake ÷ build": intake / build,
        "publish ÷ build": publish / build,
        "validation ÷ intake": validation / intake,
        "memory ÷ by hand": contest.peak_bytes(ON) / by_hand.peak_bytes(BY_HAND),
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
    try:
        main()
    except CentricityError as error:
        sys.exit(str(error))
