"""Blocks of CSV that hold nothing out of the ordinary, read by Arrow: many times as fast, and the same texts.

The grammar of a block is proven by then (`blocks`), so that every reader must find the same fields in it. Whatever else
needs a second look (a record of another width, an empty line, a footer) sends the whole block the slow way.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from centricity.formats.table_formats import CsvFormat
from centricity.readers.blocks import MAXIMUM_FIELD, Block
from centricity.readers.tables import FOOTERS

# Arrow takes it away at the start of what it reads, and we read block by block.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_plain(block: Block, names: list[str], form: CsvFormat, schema: pa.Schema) -> pa.Table | None:
    """A block as a table of texts; None if its records need a look one by one.

    Args:
        block: whole records.
        names: of all columns of the file.
        form: its dialect.
        schema: of the table that readers give.
    """
    if not _is_ordinary(block, form) or len(names) == 1:
        return None
    try:
        texts = _parse(block, names, form)
    except pa.ArrowInvalid:  # a record has another width
        return None
    starts = _first_lines(block)
    if (
        texts.num_rows != len(starts)
        or _has_long_field(block, texts)
        or _holds_header_or_footer(texts.column(0), names[0])
    ):
        return None
    unread = pa.nulls(len(starts), pa.string())
    columns = [pa.array(starts, pa.int64()), unread, unread, *(texts[name] for name in schema.names[3:])]
    return pa.table(columns, schema=schema)


def _is_ordinary(block: Block, form: CsvFormat) -> bool:
    return (
        form.escape is None
        and block.encoding == "utf-8"
        and block.is_ordinary
        and not block.data.startswith(BYTE_ORDER_MARK)
    )


def _parse(block: Block, names: list[str], form: CsvFormat) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(block.data),
        arrow_csv.ReadOptions(column_names=names, block_size=len(block.data) + 1),
        arrow_csv.ParseOptions(
            delimiter=form.delimiter, quote_char=form.quote or False, double_quote=True, newlines_in_values=True
        ),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )


def _has_long_field(block: Block, texts: pa.Table) -> bool:
    if len(block.data) <= MAXIMUM_FIELD:
        return False
    return any((pc.max(pc.binary_length(column)).as_py() or 0) > MAXIMUM_FIELD for column in texts.columns)


def _first_lines(block: Block) -> np.ndarray:
    """The line on which each record starts."""
    starts = np.concatenate([[0], block.record_ends + 1])
    return block.first_line + (starts[:-1] if block.data.endswith(b"\n") else starts)


def _holds_header_or_footer(first: pa.ChunkedArray, name: str) -> bool:
    is_footer = pc.is_in(pc.utf8_lower(first), pa.array(FOOTERS))
    return bool(pc.any(pc.or_(is_footer, pc.equal(first, name))).as_py())
