"""Every file of csv-spectrum (github.com/max-mapper/csv-spectrum) holds exactly what its JSON says."""

import csv
import json
from pathlib import Path

import pytest
from properties.staged import connect, stage_bytes

from centricity.feeds.definition import Feed

SPECTRUM = Path(__file__).parents[3] / "shared/data/badinput/csv-spectrum"
COUNT_FILES = 11
FEED = {
    "feed": "spectrum",
    "source": "survey",
    "entity": "evaluations",
    "description": "One file of csv-spectrum.",
    "file_pattern": "{name}.csv",
    "format": {"type": "csv"},
    "values": {"missing": []},
    # Texts of any name: a file's columns become margins, which the canonical evaluation has as many of as it likes.
    "columns": {"organisation_id": {"constant": "A"}, "completed_at": {"constant": "2026-01-01"}},
    "answers": {"none": {"sql": "null", "scale": [0, 10]}},
}

pytestmark = pytest.mark.skipif(not SPECTRUM.is_dir(), reason="csv-spectrum is not here (../shared/data/badinput)")


def files() -> list[Path]:
    return sorted(SPECTRUM.glob("csvs/*.csv"))


def test_there_are_eleven():
    assert len(files()) == COUNT_FILES


def content_of(path: Path) -> bytes:
    """The file; version control may have taken the carriage returns out of those whose lines end in CRLF."""
    content = path.read_bytes()
    return content.replace(b"\n", b"\r\n") if path.stem.endswith("crlf") and b"\r" not in content else content


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_the_content_is_exact(path):
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    feed = Feed.model_validate(FEED | {"margins": {name: name for name in header}})
    wanted = json.loads((SPECTRUM / f"json/{path.stem}.json").read_text(encoding="utf-8"))
    with connect() as connection:
        rows = stage_bytes(connection, feed, path.name, content_of(path)).rows
    assert [row["problem_code"] for row in rows] == [None] * len(wanted)
    assert [{margin["margin"]: margin["category"] for margin in row["margins"]} for row in rows] == wanted
