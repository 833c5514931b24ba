"""One reader per format. A reader gives every record as text, drops none, and guesses nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from centricity.errors import Refusal
from centricity.formats.layout import FileFormat, Layout
from centricity.readers import delimited, excel, json_document, json_lines, parquet, spss, xes
from centricity.readers.hints import with_hint

READERS: dict[str, Callable[[Path, Layout[Any]], Iterator[pa.Table]]] = {
    "csv": delimited.read,
    "json": json_document.read,
    "jsonl": json_lines.read,
    "parquet": parquet.read,
    "sav": spss.read,
    "xes": xes.read,
    "xlsx": excel.read,
}


def read_records(path: Path, layout: Layout[FileFormat]) -> Iterator[pa.Table]:
    """Read a delivery as batches of text.

    Args:
        path: the delivered file.
        layout: what it should be.

    Yields:
        Tables with `row_number`, `problem_code`, `unreadable_record` and the mapped columns of the file, all
        text. A record that cannot be read has a `problem_code`, its whole text, and no values.

    Raises:
        Refusal: the file as a whole cannot be read; it says what the file looks like where that can be told.
    """
    try:
        yield from READERS[layout.format.type](path, layout)
    except Refusal as refusal:
        raise with_hint(refusal, path, layout) from None
