"""What a process costs: elapsed and processor seconds, and the most memory that it and its children held at once."""

import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from centricity.errors import CentricityError
from centricity.orchestration.processes import end, start

SECONDS_BETWEEN_SAMPLES = 0.1


@dataclass(frozen=True)
class Cost:
    """Of one process and all that it started.

    Attributes:
        seconds: elapsed.
        processor_seconds: of all processes that were waited for.
        memory: bytes held at Unix times. What processes share (libraries, mapped files) counts once.
    """

    seconds: float
    processor_seconds: float
    memory: tuple[tuple[float, int], ...]

    @property
    def peak_bytes(self) -> int:
        return max((held for _, held in self.memory), default=0)


def measure(command: Sequence[str], environment: dict[str, str], log: Path) -> Cost:
    """Run a command to its end.

    Raises:
        CentricityError: `benchmark_failed`, it ended with an error; the log says which.
    """
    samples: list[tuple[float, int]] = []
    started = time.perf_counter()
    process = start(command, environment, log)
    try:
        sampling = threading.Thread(target=_sample, args=(process.pid, samples), daemon=True)
        sampling.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        sampling.join()
    finally:
        end([process], patience=0)
    if process.returncode:
        raise CentricityError("benchmark_failed", where=str(log))
    return Cost(seconds, used.ru_utime + used.ru_stime, tuple(samples))


def _sample(pid: int, samples: list[tuple[float, int]]) -> None:
    """Look at the process and its children until it is gone."""
    try:
        root = psutil.Process(pid)
        while root.status() != psutil.STATUS_ZOMBIE:
            samples.append((time.time(), _held([root, *root.children(recursive=True)])))
            time.sleep(SECONDS_BETWEEN_SAMPLES)
    except psutil.NoSuchProcess:
        return


def _held(processes: Sequence[psutil.Process]) -> int:
    """What each has for itself, and the most that one of them shares: to tell the shares apart would cost too much."""
    own, shared = 0, 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile
            info = process.memory_info()
            shares = getattr(info, "shared", 0)  # only Linux tells
            own, shared = own + info.rss - shares, max(shared, shares)
    return own + shared
