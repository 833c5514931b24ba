"""The supported versions: `make matrix`; `make matrix ROWS="3.12 dbt-1.12"` for rows whose names hold one of these.

A row is a Python, a DuckDB and a dbt. Its environment in `.matrix/` has the packages of the lock and **the wheel**, not
the checkout. In it the tests run that need neither Airflow nor dbt, then those of the models, then the sample in a new
home. All rows must publish the same figures: the marts but for `build_id`, of which DuckDB's version is a part. A row
whose Python is not on the machine is skipped, and said to be.

An environment takes 1 GB and some minutes, once per lock.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

CHECKOUT = Path(__file__).parents[1]
MATRIX = CHECKOUT / ".matrix"
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
LOCK, NEXT_DUCKDB = CHECKOUT / "requirements.lock", CHECKOUT / "requirements-duckdb-2.lock"
# Not 1.12.6, the newest: no registry has the parser that it needs as a wheel (docs/operating.md, Upgrading).
DBT_1_12 = ("dbt-core==1.12.0", "dbt-core-experimental-parser==2.0.0a4")
# All unit tests of models, and all that we replace inside dbt's process.
DBT_TESTS = ("tests/dbt/test_marts.py", "tests/dbt/test_own_errors.py")
# One key for all rows: which records wait for others, and which signs a replicate draws, depend on the pseudonyms.
KEY = MATRIX / "pseudonym.key"
SHOW_VERSIONS = (
    "import sys, duckdb, dbt.version as dbt; print(sys.version, duckdb.__version__, dbt.__version__, sep='|')"
)


class StepFailed(Exception):
    """A step of a row failed; the text says which."""


@dataclass(frozen=True)
class Row:
    """A combination of versions, each as it begins: 2.0 is any 2.0.x.

    Attributes:
        instead: packages of its environment that replace the lock's, whatever our own ranges say.
    """

    python: str
    duckdb: str = "1.5"
    dbt: str = "1.11"
    instead: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"python-{self.python}_duckdb-{self.duckdb}_dbt-{self.dbt}"

    @property
    def folder(self) -> Path:
        """Its environment, which rows that differ in DuckDB only share."""
        return MATRIX / f"python-{self.python}_dbt-{self.dbt}"

    @property
    def home(self) -> Path:
        return MATRIX / "homes" / self.name

    @property
    def log(self) -> Path:
        return MATRIX / f"{self.name}.log"

    def environment(self) -> dict[str, str]:
        """The environment of its processes: ours without settings, and its own DuckDB before that of the lock."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("CENTRICITY", "PYTHON"))}
        return own | ({"PYTHONPATH": str(self.folder / "duckdb-2")} if self.duckdb == "2.0" else {})

    def run(self, step: str, *arguments: str, settings: Mapping[str, str] | None = None, may_fail: bool = False) -> str:
        """Run its Python; the output is returned and appended to its log.

        Args:
            step: the name of the step.
            arguments: of Python.
            settings: variables of `centricity` to set.
            may_fail: an exit code other than 0 is an answer, too.

        Raises:
            StepFailed: it did not end with 0, and may not.
        """
        done = subprocess.run(
            [str(self.folder / "bin/python"), *arguments],
            cwd=CHECKOUT,
            env=self.environment() | dict(settings or {}),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"--- {step}\n{done.stdout}\n")
        if done.returncode and not may_fail:
            raise StepFailed(step)
        return done.stdout


@dataclass(frozen=True)
class Outcome:
    """How a row went; `detail` is the digest of its figures, the step that failed, or why it was skipped."""

    state: Literal["passed", "failed", "skipped"]
    detail: str


ROWS = [
    *(Row(python, duckdb) for python in ("3.11", "3.12", "3.13") for duckdb in ("1.5", "2.0")),
    Row("3.11", dbt="1.12", instead=DBT_1_12),
]


def main(names: Sequence[str]) -> int:
    """Run the rows whose names hold one of these, or all; gives the exit code: 0 if one passed and none failed."""
    MATRIX.mkdir(exist_ok=True)
    KEY.touch(mode=0o600)
    KEY.write_text("0f" * 32)
    wheel = build_wheel()
    outcomes = [outcome_of(row, wheel) for row in ROWS if not names or any(name in row.name for name in names)]
    states = Counter(outcome.state for outcome in outcomes)
    print(", ".join(f"{states[state]} {state}" for state in ("passed", "failed", "skipped")))
    is_same = len({outcome.detail for outcome in outcomes if outcome.state == "passed"}) == 1
    if states["passed"]:
        print("The rows that passed publish the same figures." if is_same else "They do NOT publish the same figures.")
    return int(states["failed"] > 0 or not is_same)


def build_wheel() -> Path:
    dist = MATRIX / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(dist)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = dist.glob("*.whl")
    return wheel


def outcome_of(row: Row, wheel: Path) -> Outcome:
    """Take a row through its steps and print its line."""
    print(f"{row.name:40}", end=" ", flush=True)
    started = time.monotonic()
    outcome = _take_steps(row, wheel)
    print(f"{outcome.state}: {outcome.detail} ({time.monotonic() - started:.0f} s)", flush=True)
    return outcome


def _take_steps(row: Row, wheel: Path) -> Outcome:
    interpreter = find_python(row.python)
    if interpreter is None:
        return Outcome("skipped", f"no Python {row.python} on this machine")
    row.log.unlink(missing_ok=True)
    try:
        install(row, interpreter, wheel)
        check_versions(row)
        row.run("tests", "-m", "pytest", "-q", "-m", "not integration")
        row.run("tests of models", "-m", "pytest", "-q", *DBT_TESTS)
        run_sample(row)
    except StepFailed as step:
        return Outcome("failed", f"{step}, see {row.log}")
    return Outcome("passed", f"figures {figures_of(row.home)}")


def find_python(version: str) -> str | None:
    """The first interpreter of this version that runs: a version manager's stand-in is there also where it does not."""
    managed = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python"))
    for candidate in (f"python{version}", *map(str, managed)):
        ask = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        try:
            answer = subprocess.run(ask, check=False, capture_output=True, text=True).stdout.strip()
        except OSError:
            continue
        if answer == version:
            return candidate
    return None


def install(row: Row, interpreter: str, wheel: Path) -> None:
    """Make the row's environment where the lock has changed since; the wheel is installed anew each time."""
    made_of = row.folder / "made-of.txt"
    wanted = hashlib.sha256(LOCK.read_bytes() + NEXT_DUCKDB.read_bytes() + str(row.instead).encode()).hexdigest()
    if not made_of.is_file() or made_of.read_text() != wanted:
        shutil.rmtree(row.folder, ignore_errors=True)
        subprocess.run([interpreter, "-m", "venv", str(row.folder)], check=True)
        locked = [*PIP, "install", "--no-compile", "--no-deps", "--require-hashes"]
        row.run("lock", *locked, "-r", str(LOCK))
        row.run("DuckDB 2", *locked, "--target", str(row.folder / "duckdb-2"), "-r", str(NEXT_DUCKDB))
        if row.instead:
            row.run("other packages", *PIP, "install", *row.instead)
        made_of.write_text(wanted)
    row.run("wheel", *PIP, "install", "--no-deps", "--force-reinstall", str(wheel))


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


def figures_of(home: Path) -> str:
    """Digest of the published marts, table by table and row by row, but for the id of their build."""
    marts = sorted((home / "published/current").glob("*.parquet"))
    assert marts  # without one all rows would be the same
    digest = hashlib.sha256()
    for mart in marts:
        rows = duckdb.sql(f"select * exclude (build_id) from read_parquet('{mart}') order by all").fetchall()
        digest.update(f"{mart.stem} {rows}".encode())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
