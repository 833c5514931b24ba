"""Reading the start of a sample file, by the readers that will read the deliveries. For drafts only."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from centricity.errors import CentricityError, Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.drafting.dialect import guess_delimiter, guess_encoding, read_header
from centricity.feeds.readers import read_records
from centricity.feeds.readers.containers import open_delivered

START_BYTES = 4 * 1024 * 1024
RECORDS_READ = 5_000
COMPRESSED = (".gz", ".zip")
TYPES = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


@dataclass(frozen=True)
class Sample:
    """The start of a file.

    Attributes:
        format: what the feed says of it.
        doubt: what is uncertain about the format; empty if nothing is.
        columns: the texts of each column that a feed can name.
        count: how many records were looked at.
        unnamed: names that the feed must ignore and cannot map: outer keys of lists and the like.
    """

    format: dict[str, str]
    doubt: str
    columns: dict[str, list[str | None]]
    count: int
    unnamed: list[str] = field(default_factory=list)


def read_sample(path: Path) -> Sample:
    """Read the start of a file whose format its name tells.

    Raises:
        CentricityError: `unknown_format`, `unlikely_header`, or the refusal of a reader.
    """
    suffix = Path(path.stem).suffix if path.suffix.lower() in COMPRESSED else path.suffix
    kind = TYPES.get(suffix.lower())
    if kind is None:
        raise CentricityError(
            "unknown_format",
            f"A file that ends in {suffix or 'nothing'} cannot be drafted from.",
            f"Known: {', '.join(TYPES)}; or write the feed by hand (docs/feeds.md).",
            str(path),
        )
    return SAMPLERS[kind](path)


def _read_csv(path: Path) -> Sample:
    start, encoding, doubt = _start_of(path)
    delimiter = guess_delimiter(start)
    form = {"type": "csv", "delimiter": delimiter, "encoding": encoding}
    return _read(path, form, doubt, read_header(start, delimiter))


def _start_of(path: Path) -> tuple[str, str, str]:
    """The start of a text in whole lines, its encoding, and what is uncertain about that."""
    with open_delivered(path) as binary:
        start = binary.read(START_BYTES)
    encoding, doubt = guess_encoding(start)
    text = start.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    return text[: text.rfind("\n") + 1] if len(start) == START_BYTES else text, encoding, doubt


def _read(path: Path, form: dict[str, str], doubt: str, names: list[str], unnamed: list[str] | None = None) -> Sample:
    table = next(iter(read_records(path, _feed_of_all(form, names, unnamed or [])))).slice(0, RECORDS_READ)
    readable = table.filter(table["problem_code"].is_null())
    return Sample(
        form, doubt, {name: readable[name].to_pylist() for name in names}, readable.num_rows, unnamed=unnamed or []
    )


def _feed_of_all(form: dict[str, str], names: list[str], unnamed: list[str]) -> Feed:
    """A feed that reads every column: what it makes of them does not matter."""
    constants = {"margin": {"constant": "x"}, "category": {"constant": "x"}, "population": {"constant": 1}}
    return Feed(
        feed="sample",
        source="reference",
        entity="margins",
        description="",
        file_pattern="sample",
        format=form | {"added_columns": "ignore"},
        key=names,
        columns=constants,
        ignored=unnamed,
    )


def _read_json_lines(path: Path) -> Sample:
    start, encoding, doubt = _start_of(path)
    names, unnamed = _paths(start.splitlines()[:RECORDS_READ])
    return _read(path, {"type": "jsonl", "encoding": encoding}, doubt, names, unnamed)


def _paths(lines: list[str]) -> tuple[list[str], list[str]]:
    """The dotted paths of values, and the outer keys under which no value stands alone."""
    paths, outer = {}, {}
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            outer |= dict.fromkeys(record)
            for path, is_value in _leaves(record, ""):
                paths[path] = paths.get(path, True) and is_value
    names = [path for path, is_value in paths.items() if is_value]
    return names, [key for key in outer if key not in {name.split(".")[0] for name in names}]


def _leaves(record: dict, prefix: str) -> Iterator[tuple[str, bool]]:
    """Each path, and whether a value stands there: not an object, nor a list."""
    for key, value in record.items():
        yield prefix + key, not isinstance(value, dict | list)
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")


def _read_parquet(path: Path) -> Sample:
    try:
        names = pq.read_schema(path).names
    except (pa.ArrowInvalid, OSError):
        raise Refusal("corrupt_file", "The file is not whole Parquet.", "Deliver it again.") from None
    return _read(path, {"type": "parquet"}, "", names)


SAMPLERS = {"csv": _read_csv, "jsonl": _read_json_lines, "parquet": _read_parquet}
