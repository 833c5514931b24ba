"""What a feed file may say. A feed describes one supplier's deliveries: it is a YAML file, not code."""

import hashlib
import json
import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from centricity.feeds.entities import ENTITIES, Entity
from centricity.feeds.timestamps import check_timestamp_format

# Likelihood to recommend and overall experience are counted in classes, and only these scales
# have published cut points (docs/method.md, "Items").
SCALES_WITH_CUT_POINTS = ((0, 10), (1, 10), (1, 5))
ITEMS_COUNTED_IN_CLASSES = ("recommend", "experience")
DATE_IN_NAME = r"(?P<date>\d{4}-\d{2}-\d{2})"
SAFE_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Part(BaseModel):
    """A piece of a feed file: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class CsvFormat(Part):
    """Delimited text with a header row."""

    type: Literal["csv"]
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', min_length=1, max_length=1)
    encoding: Literal["utf-8"] = "utf-8"


class JsonLinesFormat(Part):
    """One JSON object per line."""

    type: Literal["jsonl"]
    encoding: Literal["utf-8"] = "utf-8"


class Values(Part):
    """How the supplier writes values."""

    decimal_sign: Literal[".", ","] = "."
    timestamp_format: str = "%Y-%m-%dT%H:%M:%S%z"
    time_zone: str = "UTC"
    ambiguous_time: Literal["first", "second", "quarantine"] = "first"
    missing: tuple[str, ...] = ("",)

    @field_validator("timestamp_format")
    @classmethod
    def is_known_format(cls, value: str) -> str:
        return check_timestamp_format(value)


class Mapping(Part):
    """Where one canonical column comes from: a column of the file, or a constant."""

    from_: str | None = Field(default=None, alias="from")
    constant: str | int | float | bool | None = None
    labels: dict[str, str | int | float | bool | None] | None = None
    separator: str | None = Field(default=None, min_length=1)
    timestamp_format: str | None = None
    end_of_day: bool = Field(default=False, description="a date means the end of that day: a promise")

    @field_validator("timestamp_format")
    @classmethod
    def is_known_format(cls, value: str | None) -> str | None:
        return None if value is None else check_timestamp_format(value)

    @model_validator(mode="after")
    def has_one_origin(self) -> "Mapping":
        if (self.from_ is None) == (self.constant is None):
            raise ValueError("say either `from: <column of the file>` or `constant: <value>`")
        return self


class Answer(Part):
    """Where one item's mark comes from, and the ends of its scale."""

    from_: str = Field(alias="from")
    scale: tuple[float, float]
    proxy: bool = Field(default=False, description="only stands in for the item")
    labels: dict[str, float | None] | None = None

    @field_validator("scale")
    @classmethod
    def is_ascending(cls, value: tuple[float, float]) -> tuple[float, float]:
        if value[0] >= value[1]:
            raise ValueError("a scale is [lowest, highest]")
        return value


def _as_mapping(value: object) -> object:
    return {"from": value} if isinstance(value, str) else value


class Feed(Part):
    """One supplier's deliveries of one entity."""

    feed: str
    source: Literal["reference", "survey", "webcare", "process"]
    entity: str
    description: str
    file_pattern: str
    format: CsvFormat | JsonLinesFormat = Field(discriminator="type")
    values: Values = Values()
    key: tuple[str, ...] = ()
    id_namespace: str | None = None
    columns: dict[str, Mapping]
    answers: dict[str, Answer] = {}
    margins: dict[str, str] = {}
    ignored: tuple[str, ...] = ()

    @field_validator("columns", mode="before")
    @classmethod
    def expand_short_forms(cls, value: object) -> object:
        return {name: _as_mapping(origin) for name, origin in value.items()} if isinstance(value, dict) else value

    @field_validator("feed")
    @classmethod
    def is_safe_name(cls, value: str) -> str:
        if not SAFE_NAME.fullmatch(value):
            raise ValueError("a feed's name has lower-case letters, digits and underscores only")
        return value

    @field_validator("entity")
    @classmethod
    def is_known_entity(cls, value: str) -> str:
        if value not in ENTITIES:
            raise ValueError(f"unknown entity; known: {', '.join(ENTITIES)}")
        return value

    @field_validator("file_pattern")
    @classmethod
    def is_plain_pattern(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9._-]*(\{date\})?[A-Za-z0-9._-]*", value) or value.startswith((".", "-")):
            raise ValueError("letters, digits, `.`, `_`, `-` and one {date} (yyyy-mm-dd) only")
        return value

    @model_validator(mode="after")
    def maps_what_the_entity_has(self) -> "Feed":
        entity = self.canonical
        if entity.source != self.source:
            raise ValueError(f"`source`: {self.entity} belong to the source {entity.source}")
        mappable = [column.name for column in entity.columns if column.name not in ("answers", "margins")]
        _refuse_unknown("columns", set(self.columns), mappable)
        _refuse_missing(entity, set(self.columns))
        if (self.answers or self.margins) and self.entity != "evaluations":
            raise ValueError("`answers` and `margins` belong to a survey's evaluations")
        if self.entity == "evaluations" and not self.answers:
            raise ValueError("`answers`: a survey has at least one item")
        _refuse_unknown("key", set(self.key), sorted(self.mapped_columns))
        _refuse_scales_without_cut_points(self.answers)
        return self

    @property
    def canonical(self) -> Entity:
        return ENTITIES[self.entity]

    @property
    def namespace(self) -> str:
        return self.id_namespace or self.feed

    @property
    def mapped_columns(self) -> set[str]:
        """The file's columns that something is made of."""
        origins = [mapping.from_ for mapping in self.columns.values() if mapping.from_]
        return {*origins, *(answer.from_ for answer in self.answers.values()), *self.margins.values()}

    @property
    def file_columns(self) -> set[str]:
        """All columns that the file must have."""
        return self.mapped_columns | set(self.ignored)

    @property
    def sha256(self) -> str:
        """Digest of what the definition says, not of its comments, order of keys or spelt-out defaults."""
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"description"})
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def match_file_name(self, name: str) -> re.Match[str] | None:
        """The match of a delivery's name with the pattern; a compressed file ends in `.gz`."""
        before, date, after = self.file_pattern.partition("{date}")
        pattern = re.escape(before) + (DATE_IN_NAME if date else "") + re.escape(after) + r"(\.gz)?"
        return re.fullmatch(pattern, name)


def _refuse_unknown(key: str, given: set[str], known: list[str]) -> None:
    unknown = sorted(given - set(known))
    if unknown:
        raise ValueError(f"`{key}`: unknown {', '.join(unknown)}; known: {', '.join(known)}")


def _refuse_missing(entity: Entity, given: set[str]) -> None:
    missing = [column.name for column in entity.columns if column.is_required and column.name not in given]
    if missing:
        raise ValueError(f"`columns`: {', '.join(missing)} must be mapped")


def _refuse_scales_without_cut_points(answers: dict[str, Answer]) -> None:
    for item in ITEMS_COUNTED_IN_CLASSES:
        if item in answers and answers[item].scale not in SCALES_WITH_CUT_POINTS:
            raise ValueError(
                f"`answers.{item}`: the scale {list(answers[item].scale)} has no cut points for promoters and "
                "detractors; a 0-10, 1-10 or 1-5 scale has"
            )
