"""The pieces of a feed file: the format, and how values are written."""

from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from centricity.formats.timestamps import check_formats_agree, check_timestamp_format


class Part(BaseModel):
    """A piece of a feed file: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def has_known_keys(cls, value: object) -> object:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = sorted(set(map(str, value)) - {*known, *cls.model_fields}) if isinstance(value, dict) else []
        if unknown:
            raise ValueError(f"unknown {', '.join(unknown)}; known: {', '.join(known)}")
        return value


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _check_formats(value: tuple[str, ...]) -> tuple[str, ...]:
    return check_formats_agree(tuple(check_timestamp_format(form) for form in value))


@cache  # it walks through the whole database
def _time_zones() -> set[str]:
    return available_timezones()


def _check_time_zone(value: str) -> str:
    if value not in _time_zones():
        raise ValueError("not a time zone of the IANA database, such as Europe/Amsterdam")
    return value


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
TimestampFormats = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), AfterValidator(_check_formats)]
TimeZone = Annotated[str, AfterValidator(_check_time_zone)]


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


class Values(Part):
    """How the supplier writes values."""

    decimal_sign: Literal[".", ","] = "."
    thousands_sign: Literal[".", ",", " ", "'"] | None = None
    timestamp_format: TimestampFormats = ("%Y-%m-%dT%H:%M:%S%z",)
    time_zone: TimeZone = "UTC"
    ambiguous_time: Literal["first", "second", "quarantine"] = "first"
    missing: Texts = ("",)

    @model_validator(mode="after")
    def signs_differ(self) -> Self:
        if self.thousands_sign == self.decimal_sign:
            raise ValueError("`thousands_sign` and `decimal_sign` are the same")
        return self
