"""The supported versions: `make matrix`; `make matrix ROWS="3.12 dbt-1.12"` for rows whose names hold one of these.

A row is a Python, a DuckDB and a dbt. Its environment in `.matrix/` has the packages of the lock and **the wheel**, not
the checkout. In it the tests run that need neither Airflow nor dbt, then those of the models, then the sample in a new
home. Every row must publish the figures of the first that passed: all marts but for `build_id`, of which DuckDB's
version is a part. A row whose Python is not on the machine is skipped, and said to be.

An environment takes 1 GB and some minutes, once per lock.
"""

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.matrix.figures import differing_marts
from tests.matrix.row import CHECKOUT, MATRIX, Row, StepFailed, find_python, install

# Not 1.12.6, the newest: no registry has the parser that it needs as a wheel (docs/operating.md, Upgrading).
DBT_1_12 = ("dbt-core==1.12.0", "dbt-core-experimental-parser==2.0.0a4")
# A warning is an error with the versions of the lock only: newer ones warn of what is still to come.
PYTEST = ("-m", "pytest", "-q", "-W", "default")
# All unit tests of models, and all that we replace inside dbt's process.
DBT_TESTS = ("tests/dbt/test_marts.py", "tests/dbt/test_own_errors.py")
# One key for all rows: which records wait for others, and which signs a replicate draws, depend on the pseudonyms.
KEY = MATRIX / "pseudonym.key"
SHOW_VERSIONS = (
    "import sys, duckdb, dbt.version as dbt; print(sys.version, duckdb.__version__, dbt.__version__, sep='|')"
)


@dataclass(frozen=True)
class Outcome:
    """How a row went; `detail` is the step that failed, or why it was skipped."""

    state: Literal["passed", "failed", "skipped"]
    detail: str = ""


ROWS = [
    *(Row(python, duckdb) for python in ("3.11", "3.12", "3.13") for duckdb in ("1.5", "2.0")),
    Row("3.11", dbt="1.12", instead=DBT_1_12),
]


def main(names: Sequence[str]) -> int:
    """Run the rows whose names hold one of these, or all.

    Returns:
        The exit code: 0 if a row passed and none failed; 2 if no row has one of the names, and then none is run.
    """
    unknown = [name for name in names if not rows_named(name)]
    if unknown:
        print(f"No row's name holds {', '.join(unknown)}. The rows:", *(row.name for row in ROWS), sep="\n  ")
        return 2
    MATRIX.mkdir(exist_ok=True)
    KEY.touch(mode=0o600)
    KEY.write_text("0f" * 32)
    wheel = build_wheel()
    states: Counter[str] = Counter()
    reference = None
    for row in [row for row in ROWS if not names or any(row in rows_named(name) for name in names)]:
        outcome = outcome_of(row, wheel, reference)
        states[outcome.state] += 1
        if outcome.state == "passed":
            reference = reference or row
    print(", ".join(f"{states[state]} {state}" for state in ("passed", "failed", "skipped")))
    return int(states["failed"] > 0 or not states["passed"])


def rows_named(part: str) -> list[Row]:
    """The rows whose names hold this."""
    return [row for row in ROWS if part in row.name]


def build_wheel() -> Path:
    dist = MATRIX / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(dist)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = dist.glob("*.whl")
    return wheel


def outcome_of(row: Row, wheel: Path, reference: Row | None) -> Outcome:
    """Take a row through its steps and print its line.

    Args:
        row: the combination to try.
        wheel: what to install in it.
        reference: the row whose figures it must publish; None for the first.
    """
    print(f"{row.name:40}", end=" ", flush=True)
    started = time.monotonic()
    outcome = _take_steps(row, wheel, reference)
    print(f"{outcome.state} ({time.monotonic() - started:.0f} s) {outcome.detail}", flush=True)
    return outcome


def _take_steps(row: Row, wheel: Path, reference: Row | None) -> Outcome:
    interpreter = find_python(row.python)
    if interpreter is None:
        return Outcome("skipped", f"no Python {row.python} on this machine")
    row.log.unlink(missing_ok=True)
    try:
        install(row, interpreter, wheel)
        check_versions(row)
        row.run("tests", *PYTEST, "-m", "not integration")
        row.run("tests of models", *PYTEST, *DBT_TESTS)
        run_sample(row)
        check_figures(row, reference or row)
    except StepFailed as step:
        return Outcome("failed", f"{step}, see {row.log}")
    return Outcome("passed")


def check_versions(row: Row) -> None:
    """The versions are the row's, or it could pass with another's; and each package has what it requires.

    Raises:
        StepFailed: one is not, or one has not.
    """
    found = row.run("versions", "-c", SHOW_VERSIONS).strip().split("|")
    if not all(map(str.startswith, found, (row.python, row.duckdb, row.dbt))):
        raise StepFailed(f"versions: {', '.join(found)}")
    complaints = row.run("requirements", "-m", "pip", "check", may_fail=True).splitlines()
    of_others = [line for line in complaints if not (row.instead and line.startswith("centricity "))]
    if any(" requires " in line or " has requirement " in line for line in of_others):
        raise StepFailed("requirements")


def run_sample(row: Row) -> None:
    """What `make run` does, in a new home."""
    shutil.rmtree(row.home, ignore_errors=True)
    settings = {"CENTRICITY_HOME": str(row.home), "CENTRICITY_PSEUDONYM_KEY_FILE": str(KEY)}
    for command in ("sample", "run", "ranking"):
        row.run(command, str(row.folder / "bin/centricity"), command, settings=settings)


def check_figures(row: Row, reference: Row) -> None:
    """The row's marts are those of the reference.

    Raises:
        StepFailed: some are not; names them.
    """
    differing = differing_marts(reference.home, row.home)
    if differing:
        raise StepFailed(f"figures: {', '.join(differing)} differ from those of {reference.name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
