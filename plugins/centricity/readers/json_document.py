"""One JSON document that holds an array of objects, columns named by dotted paths."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pyarrow as pa

from centricity.formats.file_formats import JsonFormat
from centricity.formats.layout import Layout
from centricity.readers.json_records import JsonRecords, split_path
from centricity.readers.json_text import JsonDocument
from centricity.readers.text import open_text


def read(path: Path, layout: Layout[JsonFormat]) -> Iterator[pa.Table]:
    """Read a JSON document; see `read_records`."""
    with open_text(path, layout.format.encoding) as text:
        yield from text.noted(_read_elements(text, layout))


def _read_elements(text: TextIO, layout: Layout[JsonFormat]) -> Iterator[pa.Table]:
    records = JsonRecords(layout)
    document = JsonDocument(text, records.decoder)
    for value, said in document.elements(split_path(layout.format.array)):
        records.add(value, said, f"element {document.count}")
        if records.batches.is_full:
            yield records.batches.take()
    yield records.batches.take()
