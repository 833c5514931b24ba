"""The pieces of a feed file: the format, how values are written, and where each value comes from."""

from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from centricity.feeds.sql import check_condition, columns_of
from centricity.feeds.timestamps import check_formats_agree, check_timestamp_format


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


def _check_expression(value: str) -> str:
    columns_of(value)
    return value


def _as_origin(value: object) -> object:
    return {"from": value} if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
TimestampFormats = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), AfterValidator(_check_formats)]
TimeZone = Annotated[str, AfterValidator(_check_time_zone)]
Condition = Annotated[str, AfterValidator(check_condition)]


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


class Origin(Part):
    """Where a value comes from: a column of the file, or an SQL expression over its columns.

    Attributes:
        missing: texts that mean no value here, besides those of the whole feed.
    """

    from_: str | None = Field(default=None, alias="from")
    sql: Annotated[str, AfterValidator(_check_expression)] | None = None
    missing: Texts = ()

    @model_validator(mode="after")
    def has_one_origin(self) -> Self:
        if len(self.origins) != 1:
            raise ValueError(f"say one of {self.known_origins}")
        return self

    @property
    def known_origins(self) -> str:
        return "`from: <column of the file>`, `sql: <expression>`"

    @property
    def origins(self) -> list[object]:
        return [origin for origin in (self.from_, self.sql) if origin is not None]

    @property
    def columns(self) -> frozenset[str]:
        """The file's columns that it reads."""
        if self.from_ is not None:
            return frozenset({self.from_})
        return columns_of(self.sql) if self.sql is not None else frozenset()


class LastBy(Part):
    """Of the rows of one key the last counts, by a column of the file: a time as the feed writes them, or a number."""

    last: str


class WholeOf(Part):
    """A delivery is the whole of a period, which this says of each row."""

    whole: Annotated[Origin, BeforeValidator(_as_origin)]


class Mapping(Origin):
    """Where one canonical column comes from, and how its text is to be read."""

    constant: str | int | float | bool | None = None
    labels: dict[str, str | int | float | bool | None] | None = None
    separator: str | None = Field(default=None, min_length=1)
    timestamp_format: TimestampFormats | None = None
    end_of_day: bool = Field(default=False, description="a date means the end of that day: a promise")

    @property
    def known_origins(self) -> str:
        return "`from: <column of the file>`, `sql: <expression>`, `constant: <value>`"

    @property
    def origins(self) -> list[object]:
        return super().origins + ([] if self.constant is None else [self.constant])


def _check_scale(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] == value[1]:
        raise ValueError("a scale is [worst mark, best mark]: two marks that differ")
    return value


def is_descending(scale: tuple[float, float]) -> bool:
    """Whether the best mark is the lowest."""
    return scale[0] > scale[1]


def rising(scale: tuple[float, float]) -> tuple[float, float]:
    """The ends of the canonical scale."""
    return min(scale), max(scale)


Scale = Annotated[tuple[float, float], AfterValidator(_check_scale)]


class Answer(Origin):
    """Where one item's mark comes from, and the ends of its scale.

    Attributes:
        scale: the worst mark and the best, as the supplier writes them, where all rows have the same. Where the worst
            is the higher, the scale descends: its marks are mirrored, so that every canonical scale rises.
        scale_from: where the text comes from that says which of `scales` a row has.
        scales: the ends by that text.
        decimals: whether a mark may have decimals; None: as the item has it.
    """

    scale: Scale | None = None
    scale_from: Annotated[Origin | None, BeforeValidator(_as_origin)] = None
    scales: dict[str, Scale] = Field(default_factory=dict)
    proxy: bool = Field(default=False, description="only stands in for the item")
    decimals: bool | None = None
    labels: dict[str, float | None] | None = None

    @model_validator(mode="after")
    def has_one_way_to_its_scale(self) -> Self:
        if (self.scale is None) == (self.scale_from is None) or bool(self.scales) != (self.scale_from is not None):
            raise ValueError(
                "say `scale: [worst, best]`, or `scale_from: <column of the file>` with `scales: {text: [worst, best]}`"
            )
        return self

    @property
    def all_scales(self) -> tuple[tuple[float, float], ...]:
        """Every scale that a row may have, as the supplier writes it."""
        return tuple(self.scales.values()) or (self.scale,)


class Characteristic(Origin):
    """Where a person's category on a population margin comes from."""

    labels: dict[str, str | None] | None = None
