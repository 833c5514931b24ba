"""A combination of versions, and the environment in which it is tried."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
MATRIX = CHECKOUT / ".matrix"
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
LOCK, NEXT_DUCKDB = CHECKOUT / "requirements.lock", CHECKOUT / "requirements-duckdb-2.lock"


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
