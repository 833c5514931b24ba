"""What a feed file may say. A feed describes one supplier's deliveries: it is a YAML file, not code."""

import hashlib
import json
import re
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from centricity.feeds import mapping_checks
from centricity.feeds.entities import ENTITIES, Entity
from centricity.feeds.expected import Expected
from centricity.feeds.expressions import columns_of
from centricity.feeds.file_names import DATE, PLACE, UNREAD, FilePatterns, match_name, places_in
from centricity.feeds.origins import Answer, Characteristic, Condition, LastBy, Mapping, Origin, WholeOf, as_origin
from centricity.formats.file_formats import OUTER, JsonFormat, JsonLinesFormat, ParquetFormat, XesFormat
from centricity.formats.layout import FileFormat, Layout
from centricity.formats.parts import Part, TimestampFormats, Values
from centricity.formats.table_formats import TableFormat
from centricity.formats.zones import check_zones_in_formats

# Their numbers are not written as the supplier pleases: 1.234 is never a thousand and more.
FORMATS_WITH_A_POINT = (JsonLinesFormat, JsonFormat, XesFormat, ParquetFormat)
SAFE_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Feed(Part):
    """One supplier's deliveries of one entity.

    Attributes:
        where: rows for which it is not true are left out, and counted.
        repeated_keys: of rows that differ and have one key, or one id, none counts, or the first, or the last.
        delivers: what changed; or the whole, of everything or of a period: what the newest does not hold is withdrawn.
    """

    feed: str
    source: Literal["reference", "survey", "webcare", "process"]
    entity: str
    description: str
    file_pattern: FilePatterns
    control_file: Literal["optional", "required"] = "optional"
    expected: Expected | None = None
    format: FileFormat
    values: Values = Values()
    where: Condition | None = None
    key: tuple[str, ...] = ()
    repeated_keys: Literal["refuse", "first", "last"] | LastBy = "refuse"
    delivers: Literal["changes", "whole"] | WholeOf = "changes"
    id_namespace: str | None = None
    columns: dict[str, Mapping]
    answers: dict[str, Answer] = Field(default_factory=dict)
    margins: dict[str, Characteristic] = Field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    most_unreadable: float | None = Field(default=None, ge=0, le=1)

    @field_validator("columns", "margins", mode="before")
    @classmethod
    def expand_short_forms(cls, value: Any) -> Any:
        return {name: as_origin(origin) for name, origin in value.items()} if isinstance(value, dict) else value

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
        mapping_checks.refuse_unknown("columns", set(self.columns), mappable)
        mapping_checks.refuse_missing(entity, set(self.columns))
        mapping_checks.refuse_bad_mappings(entity, self.columns)
        if (self.answers or self.margins) and self.entity != "evaluations":
            raise ValueError("`answers` and `margins` belong to a survey's evaluations")
        if self.entity == "evaluations" and not self.answers:
            raise ValueError("`answers`: a survey has at least one item")
        mapping_checks.refuse_scales_without_cut_points(self.answers)
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
    def reads_times_in_the_zone_that_they_say(self) -> "Feed":
        formats = {"values": self.values.timestamp_format} | {
            f"columns.{name}": mapping.timestamp_format or () for name, mapping in self.columns.items()
        }
        for key, forms in formats.items():
            try:
                check_zones_in_formats(forms, self.values.time_zone)
            except ValueError as error:
                raise ValueError(f"`{key}.timestamp_format`: {error}") from None
        return self

    @model_validator(mode="after")
    def reads_the_places_of_its_names(self) -> "Feed":
        for pattern in self.file_pattern:
            places = places_in(pattern)
            lacking = sorted(place for place in self.name_places if places.count(place) != 1)
            if lacking:
                raise ValueError(f"`file_pattern`: columns read {lacking[0]}, which must stand once in {pattern}")
            unread = sorted({*places} - {DATE, UNREAD} - self.name_places)
            if unread:
                raise ValueError(
                    f'`file_pattern`: no column reads {unread[0]}; map it (`organisation_id: "{unread[0]}"`), or '
                    f"write {UNREAD} for what is not read"
                )
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

    @model_validator(mode="after")
    def can_replace_what_it_delivered(self) -> "Feed":
        if self.delivers == "changes":
            return self
        if self.source == "reference":
            raise ValueError("`delivers`: reference data are kept by their key; leave it out")
        if not all("{date}" in pattern for pattern in self.file_pattern):
            raise ValueError("`delivers`: which whole is the newest is told by the {date} in `file_pattern`")
        return self

    @model_validator(mode="after")
    def names_what_it_takes_back(self) -> "Feed":
        if "is_withdrawn" in self.columns and not self.key and self.canonical.own_id not in self.columns:
            raise ValueError("`columns.is_withdrawn`: say the `key` by which a record is taken back")
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
        return self._said_columns - self.name_places

    @property
    def name_places(self) -> frozenset[str]:
        """The places of the file's name that something is made of: columns in braces, `{shop}`."""
        return frozenset(name for name in self._said_columns if PLACE.fullmatch(name))

    @property
    def _said_columns(self) -> set[str]:
        order = {self.repeated_keys.last} if isinstance(self.repeated_keys, LastBy) else set()
        return set(self.key) | order | self._condition_columns.union(*(origin.columns for origin in self.origins))

    @property
    def expression_columns(self) -> frozenset[str]:
        """The file's columns that expressions read."""
        return self._condition_columns.union(*(origin.columns for origin in self.origins if origin.sql is not None))

    @property
    def own_id(self) -> str | None:
        """The canonical column that names each record; None where the feed does not say what does."""
        name = self.canonical.own_id
        return name if name in self.columns and self.columns[name].constant is None else None

    @property
    def period(self) -> Origin | None:
        """Where the period comes from that a delivery is the whole of."""
        return self.delivers.whole if isinstance(self.delivers, WholeOf) else None

    @property
    def _condition_columns(self) -> frozenset[str]:
        return columns_of(self.where) if self.where is not None else frozenset()

    @property
    def origins(self) -> list[Origin]:
        """Everything that says where a value comes from."""
        scales = (answer.scale_from for answer in self.answers.values() if answer.scale_from is not None)
        period = [self.period] if self.period else []
        return [*self.columns.values(), *self.answers.values(), *scales, *self.margins.values(), *period]

    @property
    def layout(self) -> Layout[FileFormat]:
        """What a reader is told of the files."""
        read_whole = {origin.from_ for origin in self.origins if origin.from_ is not None} | set(self.key)
        return Layout(
            format=self.format,
            mapped_columns=frozenset(self.mapped_columns),
            file_columns=frozenset(self.file_columns),
            list_columns=frozenset(self.mapped_columns - read_whole),
            time_columns=self.time_columns,
            decimal_sign=self.values.decimal_sign,
        )

    @property
    def file_columns(self) -> set[str]:
        """All columns that the file must have."""
        return self.mapped_columns | set(self.ignored)

    @property
    def time_columns(self) -> dict[str, TimestampFormats]:
        """The file's columns that are times as they stand, and their formats."""
        times = (mapping for name, mapping in self.columns.items() if self.canonical.column(name).type == "timestamp")
        return {
            mapping.from_: mapping.timestamp_format or self.values.timestamp_format
            for mapping in times
            if mapping.from_ in self.mapped_columns and mapping.labels is None
        }

    @property
    def sha256(self) -> str:
        """Digest of how deliveries are read: no comments, order of keys, spelt-out defaults, nor when they come."""
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"description", "expected"})
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def match_file_name(self, name: str) -> re.Match[str] | None:
        """The match of a delivery's name with one of the patterns."""
        matches = (match_name(pattern, name, self.name_places) for pattern in self.file_pattern)
        return next((match for match in matches if match), None)

    def name_texts(self, name: str) -> dict[str, str]:
        """What a delivery's name says in the places that are read; nothing where it does not follow a pattern."""
        match = self.match_file_name(name) if self.name_places else None
        return {place: match[place[1:-1]] for place in sorted(self.name_places)} if match else {}
