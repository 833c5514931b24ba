"""Contestants in turn: A B C, A B C, …; first rounds warm them and are not counted. What counts is the median."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from centricity_bench.contestants import Start, folder_of
from centricity_bench.processes import Cost, measure


@dataclass(frozen=True)
class Run:
    """One run of one contestant.

    Attributes:
        elapsed: seconds of its stages by name, if it says them.
        processor: processor seconds of the same.
    """

    cost: Cost
    elapsed: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Contest:
    """What some contestants cost on the same deliveries.

    Attributes:
        size: how many bytes were delivered.
        load_before: processes that wanted a processor in the minute before the first round.
        load_after: the same at the end.
    """

    size: int
    runs: dict[str, tuple[Run, ...]]
    load_before: float
    load_after: float

    def seconds(self, contestant: str) -> float:
        return self._median(contestant, lambda run: run.cost.seconds)

    def processor_seconds(self, contestant: str) -> float:
        return self._median(contestant, lambda run: run.cost.processor_seconds)

    def stage(self, contestant: str, name: str) -> float:
        return self._median(contestant, lambda run: run.elapsed[name])

    def processor_of_stage(self, contestant: str, name: str) -> float:
        return self._median(contestant, lambda run: run.processor[name])

    def peak_bytes(self, contestant: str) -> float:
        return self._median(contestant, lambda run: run.cost.peak_bytes)

    def _median(self, contestant: str, figure: Callable[[Run], float]) -> float:
        return median(map(figure, self.runs[contestant]))


def hold_contest(
    contestants: Mapping[str, Callable[[Path], Start]],
    size: int,
    folder: Path,
    rounds: int,
    warm_ups: int,
    say: Callable[[str], None],
) -> Contest:
    """Run the contestants in turn.

    Args:
        contestants: how each is made ready in its folder and started.
        size: bytes of the deliveries.
        folder: each contestant has one below it.
        rounds: that count.
        warm_ups: rounds before them, which fill caches.
        say: told which run begins; what it took is said when the figures are known to be equal.
    """
    load_before = os.getloadavg()[0]
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for number in range(-warm_ups, rounds):
        for name, ready in contestants.items():
            say(f"{'warm-up' if number < 0 else f'round {number + 1}'}: {name}")
            run = _run(ready, folder_of(name, folder))
            if number >= 0:
                runs[name].append(run)
    return Contest(size, {name: tuple(of_one) for name, of_one in runs.items()}, load_before, os.getloadavg()[0])


def _run(ready: Callable[[Path], Start], folder: Path) -> Run:
    folder.mkdir(parents=True, exist_ok=True)
    start = ready(folder)
    start.report.unlink(missing_ok=True)
    cost = measure(start.command, start.environment, folder / "log.txt")
    said = start.report.read_text(encoding="utf-8") if start.report.exists() else "{}"
    return Run(cost, **json.loads(said))
