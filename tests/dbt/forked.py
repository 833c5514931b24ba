"""dbt as a fork of one process that has imported it: that takes longer than many a build of a test."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

DBT = multiprocessing.get_context("forkserver")
DBT.set_forkserver_preload(["centricity.warehouse.dbt_process", "dbt.adapters.duckdb", "centricity.statistics"])
MODULE = "centricity.warehouse.dbt_process"


def run_forked(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> int:
    """The exit code of dbt with these arguments, run in `folder`."""
    process = DBT.Process(target=_run, args=(arguments, folder, environment, log))
    process.start()
    process.join()
    return process.exitcode or 0


class Forking:
    """What `warehouse.dbt` needs of `subprocess`; all that it starts is dbt's process, with its output in a file."""

    STDOUT = subprocess.STDOUT

    @staticmethod
    def run(
        command: list[str], cwd: Path, env: dict[str, str], stdout: TextIO, **_: object
    ) -> subprocess.CompletedProcess:
        assert command[:3] == [sys.executable, "-m", MODULE]
        return subprocess.CompletedProcess(command, run_forked(command[3:], cwd, env, Path(stdout.name)))


def _run(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> None:
    from centricity.warehouse import dbt_process

    os.environ.update(environment)
    os.chdir(folder)
    with log.open("w") as output:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(output.fileno(), stream.fileno())
        dbt_process.run(arguments)
