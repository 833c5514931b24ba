"""How a file is laid out: all that a reader is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from centricity.formats.file_formats import Format, JsonFormat, JsonLinesFormat, ParquetFormat, XesFormat
from centricity.formats.table_formats import CsvFormat, ExcelFormat, SpssFormat

FileFormat = Annotated[
    CsvFormat | ExcelFormat | SpssFormat | JsonLinesFormat | JsonFormat | XesFormat | ParquetFormat,
    Field(discriminator="type"),
]
SomeFormat = TypeVar("SomeFormat", bound=Format, covariant=True)


@dataclass(frozen=True)
class Layout(Generic[SomeFormat]):
    """A format, and the columns that a file of it should have.

    Attributes:
        format: how the file is written.
        mapped_columns: the columns that are read.
        file_columns: all columns that the file must have.
        list_columns: those of the mapped columns whose value may be a list: tags.
        time_columns: columns that hold times as they stand, and how they are written.
        decimal_sign: what a typed number is written with.
    """

    format: SomeFormat
    mapped_columns: frozenset[str]
    file_columns: frozenset[str]
    list_columns: frozenset[str] = frozenset()
    time_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decimal_sign: Literal[".", ","] = "."
