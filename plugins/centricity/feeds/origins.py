"""Where each value of a feed comes from: columns, answers and their scales, margins; and which rows count."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from centricity.feeds.expressions import check_condition, columns_of
from centricity.formats.parts import Part, Texts, TimestampFormats


def _check_expression(value: str) -> str:
    columns_of(value)
    return value


def as_origin(value: Any) -> Any:
    """The short form of an origin, the name of a column, spelt out."""
    return {"from": value} if isinstance(value, str) else value


Condition = Annotated[str, AfterValidator(check_condition)]


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

    whole: Annotated[Origin, BeforeValidator(as_origin)]


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
    scale_from: Annotated[Origin | None, BeforeValidator(as_origin)] = None
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
        return (self.scale,) if self.scale is not None else tuple(self.scales.values())


class Characteristic(Origin):
    """Where a person's category on a population margin comes from."""

    labels: dict[str, str | None] | None = None
