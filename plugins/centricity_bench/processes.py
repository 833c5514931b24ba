"""What a process costs: elapsed and processor seconds, and the most memory that it and its children held at once."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from centricity.errors import CentricityError

SECONDS_BETWEEN_SAMPLES = 0.05


@dataclass(frozen=True)
class Cost:
    """Of one process and all that it started.

    Attributes:
        seconds: elapsed.
        processor_seconds: of all processes that were waited for.
        memory: bytes held at Unix times, pages that several share divided among them.
    """

    seconds: float
    processor_seconds: float
    memory: tuple[tuple[float, int], ...]

    @property
    def peak_bytes(self) -> int:
        return max((held for _, held in self.memory), default=0)


def measure(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end.

    Raises:
        CentricityError: `benchmark_failed`, it ended with an error; the log says which.
    """
    with log.open("w") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        samples: list[tuple[float, int]] = []
        sampling = threading.Thread(target=_sample, args=(process.pid, samples), daemon=True)
        sampling.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    sampling.join()
    if process.returncode:
        raise CentricityError("benchmark_failed", where=str(log))
    return Cost(seconds, used.ru_utime + used.ru_stime, tuple(samples))


def _sample(pid: int, samples: list[tuple[float, int]]) -> None:
    """Look at the process and its children until it is gone."""
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            samples.append((time.time(), sum(map(_held, [root, *root.children(recursive=True)]))))
            time.sleep(SECONDS_BETWEEN_SAMPLES)
    except psutil.NoSuchProcess:
        return


def _held(process: psutil.Process) -> int:
    try:
        info = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied):  # it ended meanwhile
        return 0
    return getattr(info, "pss", info.uss)  # only Linux tells how many share a page
