"""Records on their way into tables of text."""

import json
from collections.abc import Sequence

import pyarrow as pa

from centricity.codes.registry import PROBLEMS, look_up
from centricity.errors import Refusal
from centricity.formats.file_formats import Format
from centricity.formats.layout import Layout

RECORDS_PER_BATCH = 200_000
# What the schema of a reader's tables also says, as JSON.
ADDED_COLUMNS, MISSING_REASONS, EMPTY_OBJECTS = b"added_columns", b"missing_reasons", b"empty_objects"
ODDITIES = b"oddities"


class Batches:
    """Gathers records; gives them as tables whose schema also says what was left out."""

    def __init__(self, layout: Layout[Format], added: Sequence[str]) -> None:
        self.layout = layout
        self.columns = sorted(layout.mapped_columns)
        self.added = set(added)
        self.empty_objects = 0
        self._unreadable = [None] * len(self.columns)
        self._rows: list[tuple] = []

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= RECORDS_PER_BATCH

    def add(self, row_number: int, values: list[str | None]) -> None:
        self._rows.append((row_number, None, None, *values))

    def add_unreadable(self, row_number: int, problem_code: str, record: str, where: str = "") -> None:
        """Keep a record that has no columns whole, for the quarantine; or refuse its file, as the feed says."""
        if self.layout.format.malformed == "reject":
            where = where or f"line {row_number}"
            raise Refusal(problem_code, "A record cannot be read.", "Deliver the file again, whole.", where)
        known = look_up(problem_code, *PROBLEMS)
        self._rows.append((row_number, known.code, record, *self._unreadable))

    @property
    def schema(self) -> pa.Schema:
        return text_schema(self.columns, sorted(self.added), self.empty_objects)

    def take(self) -> pa.Table:
        """The gathered records as a table; starts anew."""
        schema = self.schema
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        self._rows = []
        return pa.table(arrays, schema=schema)


def text_schema(columns: Sequence[str], added: Sequence[str], empty_objects: int = 0) -> pa.Schema:
    """What every reader gives: where the record stands, why it cannot be read, its texts."""
    said = {ADDED_COLUMNS: list(added), MISSING_REASONS: {}, EMPTY_OBJECTS: empty_objects, ODDITIES: {}}
    return pa.schema(
        [
            ("row_number", pa.int64()),
            ("problem_code", pa.string()),
            ("unreadable_record", pa.string()),
            *((name, pa.string()) for name in columns),
        ],
        metadata={key: json.dumps(value) for key, value in said.items()},
    )
