"""One JSON document that holds an array of objects, columns named by dotted paths."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from centricity.feeds.definition import Feed
from centricity.feeds.readers.json_records import JsonRecords, split_path
from centricity.feeds.readers.json_text import JsonDocument
from centricity.feeds.readers.text import open_text


def read(path: Path, feed: Feed) -> Iterator[pa.Table]:
    """Read a JSON document; see `read_records`."""
    records = JsonRecords(feed)
    with open_text(path, feed.format.encoding) as text:
        document = JsonDocument(text, records.decoder)
        for value, said in document.elements(split_path(feed.format.array)):
            records.add(value, said, f"element {document.count}")
            if records.batches.is_full:
                yield records.batches.take()
    yield records.batches.take()
