"""Processes that end with us, together with whatever they have started."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import psutil

SECONDS_TO_DIE = 10


def start(
    command: Sequence[str], environment: dict[str, str], log: Path, pass_fds: Sequence[int] = ()
) -> subprocess.Popen:
    """Start a process that writes to a log and leads a session of its own: Ctrl-C reaches only us."""
    with log.open("w") as output:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=pass_fds,
            start_new_session=True,
        )


def end(processes: Sequence[subprocess.Popen], patience: float) -> None:
    """Ask processes of `start` to end, wait some seconds, and leave none behind. A second Ctrl-C ends the patience."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + patience
    try:
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
    finally:
        for process in processes:
            _kill_session(process.pid)
            process.wait()


def end_holders(path: Path) -> None:
    """Kill the processes that have a file open, with their sessions: what a killed parent has left."""
    holders = [process for process in psutil.process_iter() if _has_open(process, path.resolve())]
    for holder in holders:
        with suppress(ProcessLookupError):
            _kill_session(os.getsid(holder.pid))
    psutil.wait_procs(holders, timeout=SECONDS_TO_DIE)


def _has_open(process: psutil.Process, path: Path) -> bool:
    try:
        return any(file.path == str(path) for file in process.open_files())
    except psutil.Error:  # of another user, or gone
        return False


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Let a kill and a closing terminal be as Ctrl-C, so that we clean up."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _kill_session(leader: int) -> None:
    """Airflow gives every task a process group of its own, so the group does not hold them all; the session does."""
    for pid in psutil.pids():
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)
