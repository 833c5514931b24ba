"""Ours without Airflow, as a process of its own: `python -m centricity_bench.ours REPORT [SOURCE …]`.

It calls what the tasks of the DAGs call, in their order, in the home that its environment names, and leaves the seconds
of each stage in the report. With sources only these are taken in, and nothing is built.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from centricity.errors import CentricityError
from centricity.feeds.entities import SOURCES
from centricity.settings import Settings, load_settings

P = ParamSpec("P")
R = TypeVar("R")

# Loading Great Expectations takes seconds, once per process: it is no part of what validation costs.
IMPORT, INTAKE, BUILD, PUBLISH, VALIDATION = "import", "intake", "build", "publish", "validation"


class Stopwatch:
    """Seconds by name. A name that is timed again, adds up; one may be timed within another."""

    def __init__(self) -> None:
        self.elapsed: defaultdict[str, float] = defaultdict(float)
        self.processor: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        started, used = time.perf_counter(), _processor_seconds()
        try:
            yield
        finally:
            self.elapsed[name] += time.perf_counter() - started
            self.processor[name] += _processor_seconds() - used

    def timed(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        def run(*arguments: P.args, **named: P.kwargs) -> R:
            with self.timing(name):
                return function(*arguments, **named)

        return run


def _processor_seconds() -> float:
    """Of this process, and of the children that it has waited for."""
    return sum(os.times()[:4])


def run_all(settings: Settings, watch: Stopwatch) -> None:
    """Take in everything that waits, build, publish."""
    from centricity.warehouse import build

    take_in(settings, SOURCES, watch)
    with watch.timing(BUILD):
        build_id = build.freeze_input(settings)
        if build_id is None:
            raise CentricityError("benchmark_failed", "There was nothing to build.", where=str(settings.home))
        build.build_models(settings, build_id)
    with watch.timing(PUBLISH):
        build.publish_marts(settings, build_id)


def take_in(settings: Settings, sources: Sequence[str], watch: Stopwatch) -> None:
    """Take in what waits of these sources, in their order."""
    with watch.timing(IMPORT):
        import centricity.quality.engine  # noqa: F401 - for its time
    from centricity.intake.loading import load_deliveries

    with watch.timing(INTAKE):
        for source in sources:
            load_deliveries(settings, source, "benchmark")


def time_validation(watch: Stopwatch) -> None:
    """Time every call of the judge, under whatever name of his it is called."""
    import centricity.batches.judging
    import centricity.warehouse.build
    from centricity.quality import judge

    for module in (centricity.batches.judging, centricity.warehouse.build):
        if vars(module).get("judge") is not judge:
            raise AssertionError(f"{module.__name__} is judged by another.")
        vars(module)["judge"] = watch.timed(VALIDATION, judge)


def main() -> None:
    """Do it, and leave the seconds in the report."""
    report, *sources = sys.argv[1:]
    watch = Stopwatch()
    time_validation(watch)
    if sources:
        take_in(load_settings(), sources, watch)
    else:
        run_all(load_settings(), watch)
    Path(report).write_text(json.dumps(vars(watch)), encoding="utf-8")


if __name__ == "__main__":
    main()
