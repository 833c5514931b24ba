"""JSON Lines: one object per line, columns named by dotted paths."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.readers.batches import Batches
from centricity.feeds.readers.text import open_text

# More than this on one line is no record.
MAXIMUM_LINE = 16 * 1024 * 1024


def read(path: Path, feed: Feed) -> Iterator[pa.Table]:
    """Read a JSON Lines delivery; see `read_records`."""
    batches = Batches(feed, [])
    paths = [name.split(".") for name in batches.columns]
    known = {name.split(".")[0] for name in feed.file_columns}
    with open_text(path, feed.format.encoding) as text:
        for row_number, line in enumerate(iter(lambda: text.readline(MAXIMUM_LINE), ""), start=1):
            if line.strip():
                _add_record(batches, row_number, line, paths, known)
            if batches.is_full:
                yield batches.take()
    yield batches.take()


def _add_record(batches: Batches, row_number: int, line: str, paths: list[list[str]], known: set[str]) -> None:
    try:
        # Numbers stay as they are written: nothing is rounded before the feed's rules apply.
        record = json.loads(
            line, parse_float=str, parse_int=str, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except (ValueError, RecursionError):
        return batches.add_unreadable(row_number, "malformed_json", line)
    if not isinstance(record, dict):
        return batches.add_unreadable(row_number, "malformed_json", line)
    added = record.keys() - known
    if added and batches.feed.format.added_columns == "reject":
        raise Refusal(
            "unknown_column",
            f"{len(added)} keys that the feed does not know.",
            "Map them, list them under `ignored`, or say `added_columns: ignore`.",
            f"line {row_number}",
        )
    batches.added |= added
    values = [_value_at(record, path) for path in paths]
    if any(isinstance(value, dict | list) for value in values):
        return batches.add_unreadable(row_number, "nested_value", line)
    return batches.add(row_number, [_as_text(value) for value in values])


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a key occurs twice")
    return record


def _value_at(record: dict, path: list[str]) -> object:
    value: object = record
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
