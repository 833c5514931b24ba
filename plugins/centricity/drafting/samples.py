"""Reading the start of a sample file, by the readers that will read the deliveries. For drafts only."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from centricity.drafting.objects import shape_of_event_log, shape_of_json, shape_of_json_lines
from centricity.drafting.shapes import Shape, check_names, layout_of_all
from centricity.drafting.tables import shape_of_csv, shape_of_excel, shape_of_parquet, shape_of_spss
from centricity.errors import CentricityError, Refusal
from centricity.formats.layout import FileFormat, Layout
from centricity.readers import read_records

RECORDS_READ = 5_000
COMPRESSED = (".gz", ".zip")
SHAPES = {
    **dict.fromkeys((".csv", ".txt", ".tsv", ".tab"), shape_of_csv),
    ".xlsx": shape_of_excel,
    **dict.fromkeys((".sav", ".zsav"), shape_of_spss),
    ".parquet": shape_of_parquet,
    **dict.fromkeys((".jsonl", ".ndjson"), shape_of_json_lines),
    ".json": shape_of_json,
    ".xes": shape_of_event_log,
}


@dataclass(frozen=True)
class Sample:
    """The start of a file: its shape, and the texts of each column that a feed can name."""

    shape: Shape
    columns: dict[str, list[str | None]]
    count: int
    count_unreadable: int


def read_sample(path: Path) -> Sample:
    """Read the start of a file whose format its name tells.

    Raises:
        CentricityError: `unknown_format`, `unlikely_header`, or the refusal of a reader.
    """
    suffix = Path(path.stem).suffix if path.suffix.lower() in COMPRESSED else path.suffix
    shape_of = SHAPES.get(suffix.lower())
    if shape_of is None:
        raise CentricityError(
            "unknown_format",
            f"A file that ends in {suffix or 'nothing'} cannot be drafted from.",
            f"Known: {', '.join(SHAPES)}; or write the feed by hand (docs/feeds.md).",
            str(path),
        )
    shape = shape_of(path)
    check_names(shape.names)
    try:
        return _read(path, shape)
    except Refusal as refusal:
        if shape.format["type"] != "csv" or refusal.code != "malformed_quote":
            raise
        unquoted = dataclasses.replace(shape, format=shape.format | {"quote": None}, doubt="that nothing is quoted")
        sample = _read(path, unquoted)
        if sample.count < sample.count_unreadable * 10:
            raise
        return sample


def _read(path: Path, shape: Shape) -> Sample:
    layout = layout_of_all(shape.format, shape.names, [*shape.unnamed, *shape.repeated])
    table = pa.concat_tables(_first_tables(path, layout)).slice(0, RECORDS_READ)
    # By place: a column of the file may have the name of one of the reader's own.
    readable = table.filter(table.column(1).is_null())
    texts = dict(zip(readable.column_names[3:], readable.columns[3:], strict=True))
    columns = {name: texts[name].to_pylist() for name in shape.names}
    return Sample(shape, columns, readable.num_rows, table.num_rows - readable.num_rows)


def _first_tables(path: Path, layout: Layout[FileFormat]) -> list[pa.Table]:
    """A reader's tables until there are records enough."""
    tables: list[pa.Table] = []
    for table in read_records(path, layout):
        # what a table notes beside its records differs from table to table
        tables.append(table.replace_schema_metadata(None))
        if sum(found.num_rows for found in tables) >= RECORDS_READ:
            break
    return tables
