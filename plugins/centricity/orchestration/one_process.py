"""Run every DAG once, in one process of its own, beside any scheduler and without touching its metadata.

The process has a private throw-away Airflow home: sharing one with a scheduler ran tasks twice and left asset events
that started unasked builds. Airflow's output goes to one log file; what tasks do is reported line by line over a pipe.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from centricity.environment import open_environment
from centricity.errors import CentricityError
from centricity.faults import disk_full
from centricity.home import Home, open_home
from centricity.intake.copying import remove_abandoned_copies
from centricity.intake.loading import is_anything_pending
from centricity.orchestration.airflow_home import airflow_environment, throw_away_airflow_home
from centricity.orchestration.processes import end, interrupted_by_signals, start
from centricity.settings import Settings
from centricity.warehouse.next_input import is_build_due
from centricity.warehouse.publication import shut_older_builds

BYTES_OF_A_FULL_DISK = 1024**2


@dataclass(frozen=True)
class DagRun:
    """How one DAG went. `tasks` holds the state of each task: `success`, `skipped`, `failed`, `upstream_failed`."""

    dag_id: str
    run_id: str
    state: str
    tasks: Mapping[str, str]


@dataclass(frozen=True)
class RunResult:
    """How a run of every DAG went, in the order in which they ran, why tasks failed, and where its log is."""

    dag_runs: tuple[DagRun, ...]
    errors: Mapping[str, str]
    exit_code: int
    log: Path


def remove_leftovers(settings: Settings) -> None:
    """Remove what killed runs left, even if nothing waits: copies of deliveries, and builds left open to readers."""
    home = open_home(settings)
    remove_abandoned_copies(home)
    shut_older_builds(home)


def has_work(settings: Settings) -> bool:
    """Whether a file can be taken in or a build is due: what the first tasks of the DAGs ask. Nothing is written.

    Asked without Airflow, whose start takes ten times as long as the answer.

    Raises:
        CentricityError: `damaged_build`: nothing is to replace what is published, and it is not whole.
    """
    return is_anything_pending(settings) or is_build_due(open_environment(settings))


def run_everything(settings: Settings, on_task: Callable[[str, str], None] = lambda dag_id, task_id: None) -> RunResult:
    """Take everything pending, reference first, and build the index if its input changed.

    Args:
        settings: the environment to run in.
        on_task: called with dag id and task id when a task starts.

    Raises:
        CentricityError: `run_failed`, with the failed tasks and the log. A DAG that fails does not stop the others.
    """
    home = open_home(settings)
    log = _new_log(home.logs)
    with interrupted_by_signals(), throw_away_airflow_home(settings, home, log) as (folder, lock):
        result = _run_dags(airflow_environment(settings, folder), log, lock, on_task)
        _check(result, home)
    return result


def _run_dags(environment: dict[str, str], log: Path, lock: TextIO, on_task: Callable[[str, str], None]) -> RunResult:
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "centricity.orchestration.dag_runner", str(writer)]
    dag_runs, errors = [], {}
    with os.fdopen(reader) as reports:
        process = start(command, environment, log, pass_fds=[writer, lock.fileno()])
        os.close(writer)
        try:
            for report in map(json.loads, reports):
                if "error" in report:
                    errors[f"{report['dag_id']}.{report['task_id']}"] = report["error"]
                elif "task_id" in report:
                    on_task(report["dag_id"], report["task_id"])
                else:
                    dag_runs.append(DagRun(**report))
            return RunResult(tuple(dag_runs), errors, process.wait(), log)
        finally:
            end([process], patience=0)  # every step is whole or not done at all


def _check(result: RunResult, home: Home) -> None:
    failed = [
        f"{run.dag_id}.{task_id}"
        for run in result.dag_runs
        for task_id, state in run.tasks.items()
        if state == "failed"
    ]
    unfinished = [run.dag_id for run in result.dag_runs if run.state != "success"]
    # Airflow itself says all sorts of things on a full disk.
    if (failed or unfinished or result.exit_code) and shutil.disk_usage(home.root).free < BYTES_OF_A_FULL_DISK:
        raise disk_full(str(home.root))
    if failed or unfinished or result.exit_code:
        reasons = [f"{task} ({result.errors.get(task, 'see the log')})" for task in failed]
        raise CentricityError(
            "run_failed",
            f"{', '.join(reasons or unfinished) or 'Airflow'} failed.",
            where=str(result.log),
        )


def _new_log(folder: Path) -> Path:
    """The next free number: a name from a clock could meet another run's, or go back in time."""
    number = 1 + max((int(path.stem.removeprefix("run-")) for path in folder.glob("run-*.log")), default=0)
    while True:
        try:
            (folder / f"run-{number:06}.log").touch(exist_ok=False)
            return folder / f"run-{number:06}.log"
        except FileExistsError:
            number += 1
