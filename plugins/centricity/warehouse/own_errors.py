"""Errors of our own that a model raised, on their way out of the process in which dbt runs.

dbt keeps the text of an error, indented and under a headline of its own; here code, place and remedy stay separate.
"""

import json
from pathlib import Path

from centricity.errors import CentricityError


def note_own_error(target: Path, error: CentricityError) -> None:
    """Leave an error beside dbt's results."""
    with _file(target).open("a", encoding="utf-8") as file:
        file.write(json.dumps([error.code, error.message, error.remedy, error.where]) + "\n")


def read_own_errors(target: Path) -> list[CentricityError]:
    """The errors that the models of the last build left, in an order that no thread decides."""
    try:
        lines = _file(target).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [CentricityError(*json.loads(line)) for line in sorted(lines)]


def forget_own_errors(target: Path) -> None:
    """Remove what an earlier build left."""
    _file(target).unlink(missing_ok=True)


def _file(target: Path) -> Path:
    return target / "own_errors.jsonl"
