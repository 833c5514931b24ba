"""The pieces of a feed file, and how values are written."""

from functools import cache
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from centricity.formats.timestamps import check_formats_agree, check_timestamp_format


class Part(BaseModel):
    """A piece of a feed file: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def has_known_keys(cls, value: Any) -> Any:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = sorted(set(map(str, value)) - {*known, *cls.model_fields}) if isinstance(value, dict) else []
        if unknown:
            raise ValueError(f"unknown {', '.join(unknown)}; known: {', '.join(known)}")
        return value


def _as_tuple(value: Any) -> Any:
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
