"""dbt, in a child process: an in-process runner would keep the database locked until Python ends."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

from centricity.faults import said_full
from centricity.home import Home
from centricity.settings import Settings
from centricity.sql import MOST_MEMORY
from centricity.warehouse.dbt_failures import dbt_failure
from centricity.warehouse.input import input_folder
from centricity.warehouse.own_errors import forget_own_errors


def build_file(home: Home) -> Path:
    """The private database of the build."""
    return home.warehouse / "build.duckdb"


def target_folder(home: Home) -> Path:
    return home.warehouse / "dbt" / "target"


def dbt_environment(settings: Settings, home: Home) -> dict[str, str]:
    """What the dbt project reads from its environment; paths in `home.warehouse` are seen from there."""
    return {
        "CENTRICITY_INPUT": str(input_folder(home).relative_to(home.warehouse)),
        "CENTRICITY_BUILD_FILE": str(build_file(home).relative_to(home.warehouse)),
        "CENTRICITY_MEMORY_LIMIT": settings.memory_limit or MOST_MEMORY,
        "DBT_PROJECT_DIR": str(settings.dbt_project),
        "DBT_PROFILES_DIR": str(settings.dbt_project),
        "DBT_TARGET_PATH": str(target_folder(home)),
        # Its detailed log takes a tenth of a build to write; what is wrong goes to the build's own log.
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_LOG_PATH": str(target_folder(home)),  # or it makes a folder where it runs
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def run_dbt(settings: Settings, home: Home, log: Path, lock: TextIO | None = None) -> None:
    """Build and test all models into a new private file.

    Args:
        settings: the environment to run in.
        home: its folders.
        log: where dbt's warnings and errors go.
        lock: the lock of the build. dbt holds it too: should we be killed, nobody builds while it still does.

    Raises:
        CentricityError: `bad_method_table`, `dbt_failed`, `disk_full`, or what a model raised (`cannot_weight`).
    """
    for leftover in (build_file(home), build_file(home).with_suffix(".duckdb.wal")):
        leftover.unlink(missing_ok=True)  # a killed dbt leaves a log that does not belong to a new file
    (target_folder(home) / "run_results.json").unlink(missing_ok=True)
    forget_own_errors(target_folder(home))
    command = [sys.executable, "-m", "centricity.warehouse.dbt_process", "--quiet", "--no-use-colors", "build"]
    # Unit tests are about the code, not the data: they run in tests/dbt.
    command += ["--exclude-resource-type", "unit_test"]
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            command,
            cwd=home.warehouse,
            env=os.environ | dbt_environment(settings, home),
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[lock.fileno()] if lock else [],
            check=False,
        )
    if done.returncode:
        if full := said_full(log.read_text(encoding="utf-8", errors="replace"), str(home.warehouse)):
            raise full
        raise dbt_failure(settings.dbt_project, target_folder(home), build_file(home), log)
