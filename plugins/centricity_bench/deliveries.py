"""Deliveries of any size: the sample's files, every person, evaluation, message, customer and case many times over.

A copy has the ids of its first with a suffix, so it holds other persons who say the same. Organisations, the population
and what the organisations themselves are called stay. The number of files does not grow, their length does.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from centricity_sample import DEFAULT_SEED, write_sample

# How many times the sample.
SIZES = {"x1": 1, "x10": 10, "x50": 50}
# Stands behind every id until a copy gets its suffix; no supplier writes it.
MARK = "\x7f"
# By feed, the columns that hold ids.
IDS = {
    "sample_survey": ("evaluatie_id", "respondent", "netwerkadres"),
    "sample_touchpoints": ("meting_id", "respondent"),
    "sample_process": ("zaaknummer", "klantnummer"),
}
DELIMITER = ";"


def write_deliveries(landing: Path, times: int, seed: int = DEFAULT_SEED) -> int:
    """Write the sample's files so many times over to `landing/<feed>/`. One file at a time is in memory.

    The same seed gives the same bytes. Once over gives the sample itself.

    Returns:
        How many bytes they have.
    """
    with TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), seed)
        return sum(_write_copies(file, landing / file.parent.name / file.name, times) for file in sample.delivered)


def _write_copies(source: Path, target: Path, times: int) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    head, marked = _marked(source.parent.name, text)
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        for copy in range(times if MARK in marked else 1):
            file.write(marked.replace(MARK, f"-{copy}" if copy else ""))
    return target.stat().st_size


def _marked(feed: str, text: str) -> tuple[str, str]:
    """A file's header, which stands there once, and its records with a mark behind each id."""
    if feed == "sample_webcare":
        head, marked = "", "".join(_with_marks_in_json(text))
    elif feed in IDS and DELIMITER in text.partition("\n")[0]:
        head, marked = _with_marks_in_csv(text, IDS[feed])
    else:
        head, marked = text, ""  # reference data, and what cannot be read
    if head + marked.replace(MARK, "") != text:
        raise AssertionError(f"A file of {feed} is not written as its supplier writes it.")
    return head, marked


def _with_marks_in_csv(text: str, ids: tuple[str, ...]) -> tuple[str, str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER)
    header = next(rows)
    places = {header.index(name) for name in ids}
    # Where the supplier gave no id, a copy has none either; a broken line has fewer cells.
    marked = ([cell + MARK if cell and place in places else cell for place, cell in enumerate(row)] for row in rows)
    return _as_csv([header]), _as_csv(marked)


def _as_csv(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=DELIMITER, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _with_marks_in_json(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        try:
            message = json.loads(line)
        except ValueError:  # planted: no record
            yield line
            continue
        for name in ("id", "conversation", "in_reply_to"):
            message[name] = message[name] and message[name] + MARK
        if message["author"]["type"] == "customer":
            message["author"]["id"] += MARK
        yield json.dumps(message, ensure_ascii=False) + "\n"
