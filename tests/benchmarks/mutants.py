"""Which mistakes would no fast test notice? `python tests/benchmarks/mutants.py sql|python --fraction .2 --seed 1`

Changes one operator or number at a time, runs the fast tests of that room, and prints a Markdown table of the changes
that all of them let live, and a count of all. `sql` changes the compiled models, macros included, and asks dbt's unit
tests and the specification (tests/spec); `python` changes `centricity.statistics` and asks tests/unit/statistics. Some
survivors change nothing that can be seen: `n > 30` for `n >= 31`, or a bound that is never reached.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests")]

from tests.benchmarks.mutations import Change, python_changes, sql_changes  # noqa: E402

STATISTICS = REPOSITORY / "plugins" / "centricity" / "statistics"
UNIT_TESTS = REPOSITORY / "tests" / "unit" / "statistics"
# Waves of random surveys that SQL mutants are tried on: as telling as all fifty, and a fifth of the time.
WAVES = 10


class Trial(NamedTuple):
    """A change of a model or module, and who noticed it: nobody if empty."""

    place: str
    change: Change
    seen_by: str


def sql_trials(fraction: float, seed: int, only: str | None) -> Iterator[Trial]:
    from tests.benchmarks.sql_mutants import Project, build_project

    with tempfile.TemporaryDirectory() as folder:
        project = Project(*build_project(Path(folder), WAVES))
        for model in sorted(project.models.values(), key=lambda model: model.name):
            if only is None or only in model.name:
                for change in _drawn(sql_changes(model.text), fraction, f"{seed} {model.name}"):
                    yield Trial(model.name, change, _seen_in_sql(project, model, change))


def _seen_in_sql(project, model, change: Change) -> str:
    if project.is_seen_by_unit_tests(model, change):
        return "unit test"
    if project.is_specified(model) and project.is_seen_by_specification(model, change):
        return "specification"
    return ""


def python_trials(fraction: float, seed: int, only: str | None) -> Iterator[Trial]:
    with tempfile.TemporaryDirectory() as folder:
        package = Path(shutil.copytree(STATISTICS.parent, Path(folder) / "centricity"))
        for path in sorted((package / "statistics").glob("*.py")):
            if path.stem != "__init__" and (only is None or only in path.stem):
                original = path.read_text()
                for change in _drawn(python_changes(original), fraction, f"{seed} {path.stem}"):
                    path.write_text(change.text)
                    yield Trial(path.stem, change, _seen_in_python(path.stem, Path(folder)))
                path.write_text(original)


def _seen_in_python(module: str, folder: Path) -> str:
    """The module's own tests first; the rest of the room where these let it live."""
    own = UNIT_TESTS / f"test_{module}.py"
    for tests in ([own] if own.exists() else [], [UNIT_TESTS]):
        if tests and _fails(tests, folder):
            return "unit test"
    return ""


def _fails(tests: Iterable[Path], folder: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", *map(str, tests)]
    environ = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(command, cwd=REPOSITORY, env=environ, capture_output=True, timeout=300).returncode != 0
    except subprocess.TimeoutExpired:
        return True


def _drawn(changes: Iterable[Change], fraction: float, seed: str) -> list[Change]:
    """Of a place by itself: a change of one model leaves the mutants of the others as they were."""
    random = Random(seed)  # noqa: S311
    return [change for change in changes if random.random() < fraction]


def main() -> None:
    """Try the mutants, print those that live, then the counts."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kind", choices=("sql", "python"))
    arguments.add_argument("--fraction", type=float, default=0.1, help="of all mutants; default .1")
    arguments.add_argument("--seed", type=int, default=1, help="draws them")
    arguments.add_argument("--only", help="a part of the names of the models or modules")
    chosen = arguments.parse_args()
    trials = {"sql": sql_trials, "python": python_trials}[chosen.kind]
    seen: Counter[str] = Counter()
    print("| where | line | was | became |\n|---|--:|---|---|")
    try:
        for trial in trials(chosen.fraction, chosen.seed, chosen.only):
            seen[trial.seen_by] += 1
            if not trial.seen_by:
                change = trial.change
                print(f"| {trial.place} | {change.line} | `{change.before}` | `{change.after}` |", flush=True)
    finally:
        noticed = ", ".join(f"{count} by the {who}" for who, count in sorted(seen.items()) if who)
        print(f"\n{seen.total()} mutants: noticed {noticed or 'none'}; {seen['']} live.")


if __name__ == "__main__":
    main()
