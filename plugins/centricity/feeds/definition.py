"""What a feed file may say. A feed describes one supplier's deliveries: it is a YAML file, not code."""

import hashlib
import json
import re
from typing import Literal

from pydantic import Field, field_validator, model_validator

from centricity.feeds.entities import ENTITIES, Entity
from centricity.feeds.expected import Expected
from centricity.feeds.names import FilePatterns, name_pattern
from centricity.feeds.parts import (
    OUTER,
    Answer,
    Characteristic,
    JsonFormat,
    JsonLinesFormat,
    Mapping,
    Origin,
    ParquetFormat,
    Part,
    TimestampFormats,
    Values,
    XesFormat,
)
from centricity.feeds.sql import can_be
from centricity.feeds.table_formats import CsvFormat, ExcelFormat, SpssFormat, TableFormat

# Likelihood to recommend and overall experience are counted in classes, and only these scales
# have published cut points (docs/method.md, "Items").
SCALES_WITH_CUT_POINTS = ((0, 10), (1, 10), (1, 5))
ITEMS_COUNTED_IN_CLASSES = ("recommend", "experience")
# Their numbers are not written as the supplier pleases: 1.234 is never a thousand and more.
FORMATS_WITH_A_POINT = (JsonLinesFormat, JsonFormat, XesFormat, ParquetFormat)
SAFE_NAME = re.compile(r"[a-z][a-z0-9_]*")


def _as_mapping(value: object) -> object:
    return {"from": value} if isinstance(value, str) else value


class Feed(Part):
    """One supplier's deliveries of one entity."""

    feed: str
    source: Literal["reference", "survey", "webcare", "process"]
    entity: str
    description: str
    file_pattern: FilePatterns
    control_file: Literal["optional", "required"] = "optional"
    expected: Expected | None = None
    format: CsvFormat | ExcelFormat | SpssFormat | JsonLinesFormat | JsonFormat | XesFormat | ParquetFormat = Field(
        discriminator="type"
    )
    values: Values = Values()
    key: tuple[str, ...] = ()
    id_namespace: str | None = None
    columns: dict[str, Mapping]
    answers: dict[str, Answer] = Field(default_factory=dict)
    margins: dict[str, Characteristic] = Field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @field_validator("columns", "margins", mode="before")
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

    @model_validator(mode="after")
    def maps_what_the_entity_has(self) -> "Feed":
        entity = self.canonical
        if entity.source != self.source:
            raise ValueError(f"`source`: {self.entity} belong to the source {entity.source}")
        mappable = [column.name for column in entity.columns if column.name not in ("answers", "margins")]
        _refuse_unknown("columns", set(self.columns), mappable)
        _refuse_missing(entity, set(self.columns))
        _refuse_bad_mappings(entity, self.columns)
        if (self.answers or self.margins) and self.entity != "evaluations":
            raise ValueError("`answers` and `margins` belong to a survey's evaluations")
        if self.entity == "evaluations" and not self.answers:
            raise ValueError("`answers`: a survey has at least one item")
        _refuse_scales_without_cut_points(self.answers)
        if self.expected and not all("{date}" in pattern for pattern in self.file_pattern):
            raise ValueError("`expected`: deliveries are told apart by the {date} in `file_pattern`")
        return self

    @model_validator(mode="after")
    def says_what_its_format_can_hold(self) -> "Feed":
        if isinstance(self.format, FORMATS_WITH_A_POINT) and self.values.thousands_sign == ".":
            raise ValueError("`values.thousands_sign`: numbers of this format have a decimal point")
        if isinstance(self.format, TableFormat) and self.format.passes_rows and not self.time_columns:
            raise ValueError("`format.header_rows`: map a time by `from`: it tells records from rows of the header")
        if getattr(self.format, "inside", True) is None and any(name.startswith(OUTER) for name in self.file_columns):
            raise ValueError(f"`format.inside`: columns that start with {OUTER} are of the object around the records")
        return self

    @model_validator(mode="after")
    def has_expressions_that_sql_can_read(self) -> "Feed":
        names = [name.lower() for name in self.expression_columns]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(
                f"`sql`: SQL does not tell capital letters apart, and {twice[0]} is two columns of the file"
            )
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
        return set(self.key).union(*(origin.columns for origin in self._origins))

    @property
    def expression_columns(self) -> set[str]:
        """The file's columns that expressions read."""
        return set().union(*(origin.columns for origin in self._origins if origin.sql is not None))

    @property
    def _origins(self) -> list[Origin]:
        return [*self.columns.values(), *self.answers.values(), *self.margins.values()]

    @property
    def file_columns(self) -> set[str]:
        """All columns that the file must have."""
        return self.mapped_columns | set(self.ignored)

    @property
    def time_columns(self) -> dict[str, TimestampFormats]:
        """The file's columns that are times as they stand, and their formats."""
        return {
            mapping.from_: mapping.timestamp_format or self.values.timestamp_format
            for name, mapping in self.columns.items()
            if mapping.from_ is not None and mapping.labels is None and self.canonical.column(name).type == "timestamp"
        }

    @property
    def sha256(self) -> str:
        """Digest of how deliveries are read: no comments, order of keys, spelt-out defaults, nor when they come."""
        unread = {"description", "expected"}
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=unread)
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def match_file_name(self, name: str) -> re.Match[str] | None:
        """The match of a delivery's name with one of the patterns; a compressed file ends in `.gz` or `.zip`."""
        matches = (re.fullmatch(name_pattern(pattern) + r"(\.gz|\.zip)?", name) for pattern in self.file_pattern)
        return next((match for match in matches if match), None)


def _refuse_unknown(key: str, given: set[str], known: list[str]) -> None:
    unknown = sorted(given - set(known))
    if unknown:
        raise ValueError(f"`{key}`: unknown {', '.join(unknown)}; known: {', '.join(known)}")


def _refuse_missing(entity: Entity, given: set[str]) -> None:
    missing = [column.name for column in entity.columns if column.is_required and column.name not in given]
    if missing:
        raise ValueError(f"`columns`: {', '.join(missing)} must be mapped")


def _refuse_bad_mappings(entity: Entity, columns: dict[str, Mapping]) -> None:
    for name, mapping in columns.items():
        column = entity.column(name)
        if column.is_identifier and mapping.labels is not None:
            raise ValueError(f"`columns.{name}`: an identifier becomes a pseudonym and has no `labels`")
        said = [mapping.constant, *(mapping.labels or {}).values()]
        wrong = [value for value in said if value is not None and not can_be(value, column.type)]
        if wrong:
            raise ValueError(f"`columns.{name}`: {wrong[0]!r} is no {column.type}")


def _refuse_scales_without_cut_points(answers: dict[str, Answer]) -> None:
    for item in ITEMS_COUNTED_IN_CLASSES:
        if item in answers and answers[item].ascending_scale not in SCALES_WITH_CUT_POINTS:
            raise ValueError(
                f"`answers.{item}`: the scale {list(answers[item].scale)} has no cut points for promoters and "
                "detractors; a 0-10, 1-10 or 1-5 scale has"
            )
