"""JSON Lines: one object per line, columns named by dotted paths."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pyarrow as pa

from centricity.errors import Refusal
from centricity.formats.file_formats import JsonLinesFormat
from centricity.formats.layout import Layout
from centricity.readers.json_records import JsonRecords
from centricity.readers.json_text import MAXIMUM_RECORD, ExactDecoder
from centricity.readers.text import open_text


def read(path: Path, layout: Layout[JsonLinesFormat]) -> Iterator[pa.Table]:
    """Read a JSON Lines delivery; see `read_records`."""
    with open_text(path, layout.format.encoding) as text:
        yield from text.noted(_read_lines(text, JsonRecords(layout)), is_of_lines=True)


def _read_lines(text: TextIO, records: JsonRecords) -> Iterator[pa.Table]:
    for number, line in enumerate(iter(lambda: text.readline(MAXIMUM_RECORD), ""), start=1):
        if len(line) == MAXIMUM_RECORD and not line.endswith("\n"):
            raise Refusal(
                "record_too_long", "A line is longer than 16 MiB.", "Deliver one object per line.", f"line {number}"
            )
        if line.strip():
            said = line.strip(" \t\r\n")
            records.add(_value_of(said, records.decoder), said, f"line {number}", number)
        if records.batches.is_full:
            yield records.batches.take()
    yield records.batches.take()


def _value_of(said: str, decoder: ExactDecoder) -> object:
    """What a line holds; nothing where it is no JSON, or more than one value."""
    try:
        value, end = decoder.read(said)
    except (ValueError, RecursionError):
        return None
    return value if end == len(said) else None
