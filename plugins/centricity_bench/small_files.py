"""The same rows of a survey in one file and in many."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

from centricity_bench.deliveries import DELIMITER, IDS

FEED = "sample_survey"
# A delivery without a planted error.
SOURCE = "evaluaties_2025-12-01.csv"
FIRST_DAY = date(2023, 1, 1)


def write_small_files(sample: Path, landing: Path, files: int, rows: int) -> int:
    """Write so many files of so many rows, each with its own date and ids, and the organisations that they name.

    Args:
        sample: the landing folder of a sample.
        landing: where to write.
        files: how many.
        rows: in each.

    Returns:
        How many bytes they have.
    """
    reference = "sample_organisations"
    (landing / FEED).mkdir(parents=True)
    (landing / reference).mkdir()
    for path in (sample / reference).iterdir():
        (landing / reference / path.name).write_bytes(path.read_bytes())
    header, *known = csv.reader(
        io.StringIO((sample / FEED / SOURCE).read_text(encoding="utf-8"), newline=""), delimiter=DELIMITER
    )
    endless = _repeated(known, [header.index(name) for name in IDS[FEED]])
    for number in range(files):
        target = landing / FEED / f"evaluaties_{FIRST_DAY + timedelta(number)}.csv"
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=DELIMITER, lineterminator="\n").writerows([header, *islice(endless, rows)])
    return sum(path.stat().st_size for path in landing.rglob("*.csv"))


def _repeated(rows: Sequence[list[str]], ids: Sequence[int]) -> Iterator[list[str]]:
    """The rows again and again, with other ids each time."""
    for copy in count():
        for row in rows:
            yield [f"{cell}-{copy}" if place in ids else cell for place, cell in enumerate(row)]
