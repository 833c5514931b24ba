"""File formats: what all have in common, and those whose records are objects or typed columns."""

from typing import Annotated, Literal

from pydantic import Field

from centricity.formats.parts import Part

# A closed list: of each it is known which bytes are not it. Western files, UTF-16 without a byte-order mark (from
# Windows tools), Central European ones, and old systems' code page 850: there every byte is a character, so a wrong
# one shows in the texts only.
Encoding = Literal[
    "utf-8",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-15",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "windows-1250",
    "iso-8859-2",
    "cp850",
]

# Before the name of a column that is not the record's but of the object around it.
OUTER = ".."
# Keys of JSON objects, divided by dots: `data.tickets`.
KeyPath = Annotated[str | None, Field(pattern=r"^[^.]+(\.[^.]+)*$")]


class Format(Part):
    """What all formats have in common.

    Attributes:
        malformed: a record that cannot be read goes to quarantine, or the whole file is refused.
        added_columns: columns that the feed does not know: the file is refused, or they are noted and left out.
    """

    malformed: Literal["quarantine", "reject"] = "quarantine"
    added_columns: Literal["reject", "ignore"] = "reject"


class NestedFormat(Format):
    """Records that may stand inside other objects.

    Attributes:
        nothing_inside: an object without records inside goes to quarantine, or is left out.
    """

    nothing_inside: Literal["quarantine", "ignore"] = "quarantine"


class JsonLinesFormat(NestedFormat):
    """One JSON object per line.

    Attributes:
        inside: the path of the array that holds the records; without it each object is one.
    """

    type: Literal["jsonl"]
    encoding: Encoding = "utf-8"
    inside: KeyPath = None


class JsonFormat(NestedFormat):
    """One JSON document that holds an array of objects.

    Attributes:
        array: the path of that array; without it the document is the array.
        inside: the path, in each of its objects, of the array that holds the records; without it each object is one.
    """

    type: Literal["json"]
    encoding: Encoding = "utf-8"
    array: KeyPath = None
    inside: KeyPath = None


class XesFormat(NestedFormat):
    """An event log as IEEE 1849 has it: an event is a record, and stands inside a trace."""

    type: Literal["xes"]


class ParquetFormat(Format):
    """Apache Parquet; typed times are read as ISO texts, see docs/feeds.md."""

    type: Literal["parquet"]
