"""Formats that hold one table: delimited text, spreadsheets, statistical packages."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from centricity.formats.file_formats import Encoding, Format


def _check_sign(value: str) -> str:
    if len(value) != 1 or value in "\r\n":
        raise ValueError("one character, and no line break")
    return value


Sign = Annotated[str, AfterValidator(_check_sign)]


class TableFormat(Format):
    """A table under a header of one row or more.

    Attributes:
        header_rows: rows of the header.
        name_rows: the first of them, which name the columns, joined by ` / `; an empty cell in all but the last of
            them is as the one to its left. The others are passed.
    """

    header_rows: int = Field(default=1, ge=1)
    name_rows: int = Field(default=1, ge=1)

    @property
    def passes_rows(self) -> bool:
        return self.header_rows > self.name_rows

    @model_validator(mode="after")
    def names_stand_in_the_header(self) -> Self:
        if self.name_rows > self.header_rows:
            raise ValueError("`name_rows` are rows of the header: not more than `header_rows`")
        return self


class CsvFormat(TableFormat):
    r"""Delimited text with a header.

    Attributes:
        quote: null: nothing is quoted.
        escape: before a quote, a delimiter, a line break or itself it makes that sign a part of the value; a quote is
            not doubled then. Before anything else it is a sign like others: `\N`.
        skip_lines: lines of the file before its header.
    """

    type: Literal["csv"]
    delimiter: Sign = ","
    quote: Sign | None = '"'
    escape: Sign | None = None
    encoding: Encoding = "utf-8"
    skip_lines: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def signs_differ(self) -> Self:
        signs = [sign for sign in (self.delimiter, self.quote, self.escape) if sign is not None]
        if len(set(signs)) < len(signs):
            raise ValueError("`delimiter`, `quote` and `escape` are three signs")
        return self


class ExcelFormat(TableFormat):
    """One sheet of an Excel workbook (.xlsx).

    Attributes:
        sheet: its name.
        header_row: the row of the sheet on which the header starts.
    """

    type: Literal["xlsx"]
    sheet: str
    header_row: int = Field(default=1, ge=1)


class SpssFormat(Format):
    """An SPSS data file (.sav, .zsav): codes, not labels; declared missing values are no values.

    Attributes:
        encoding: instead of the one that the file says of itself; for old files, which say none or a wrong one.
    """

    type: Literal["sav"]
    encoding: Literal["utf-8", "windows-1252", "windows-1250", "cp850"] | None = None
