"""The figures of a closed wave as they were first published: what later builds are compared with.

A wave is closed when its year, and some days more for the last deliveries, are over. From then on its index may only
change for a reason: a late delivery, a correction, another code. Every such change is marked in the marts
(`changed_since_build`). So the figures are written down once per wave and version of the method, never again, and
later builds get them as part of their input.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import duckdb

from centricity.home import Home
from centricity.sql import literal
from centricity.warehouse.damage import damaged_build

WAVES_LIE_IN = ZoneInfo("Europe/Amsterdam")
# What is compared: what a reader quotes of an organisation, and the industry that it is ranked in.
FIGURES = {
    "industry": "varchar",
    "score": "double",
    "ci_low": "double",
    "ci_high": "double",
    "rank_in_industry": "integer",
    "rank_low": "integer",
    "rank_high": "integer",
}
COLUMNS = {
    "method_version": "varchar",
    "wave": "integer",
    "organisation_id": "varchar",
    "index_kind": "varchar",
    **FIGURES,
    "build_id": "varchar",
    "input_sha256": "varchar",
}

INDEX = "fct_index_score.parquet"
NO_FIGURES = f"select {', '.join(f'null::{kind} as {name}' for name, kind in COLUMNS.items())} where false"


def waves_to_record(home: Home, folder: Path, now: datetime, closing_days: int) -> list[tuple[str, int]]:
    """The closed waves of a published build of which no figures are written down, each with its method version.

    Raises:
        CentricityError: `damaged_build`.
    """
    with _naming_damage(folder), duckdb.connect() as connection:
        distinct = f"select distinct method_version, wave from {_index_of(folder)} order by all"
        waves = connection.execute(distinct).fetchall()
    return [
        (version, wave)
        for version, wave in waves
        if now >= closes_at(wave, closing_days) and not _record(home, version, wave).exists()
    ]


def record_closed_waves(home: Home, folder: Path, input_sha256: str | None, now: datetime, closing_days: int) -> None:
    """Write down a published build's figures of the waves of `waves_to_record`.

    Args:
        home: the environment.
        folder: the build.
        input_sha256: what its figures are made of; None of a build that does not say it.
        now: the clock.
        closing_days: how long after the end of its year a wave closes.

    Raises:
        CentricityError: `damaged_build`.
    """
    waves = waves_to_record(home, folder, now, closing_days)
    with _naming_damage(folder), duckdb.connect() as connection:
        for version, wave in waves:
            rows = f"{_index_of(folder)} where method_version = {literal(version)} and wave = {wave}"
            _write(connection, _record(home, version, wave), rows, input_sha256)


def closes_at(wave: int, closing_days: int) -> datetime:
    """When a wave is closed: so many days after the end of its year."""
    return datetime(wave + 1, 1, 1, tzinfo=WAVES_LIE_IN) + timedelta(days=closing_days)


def records_against(home: Home, input_sha256: str) -> list[Path]:
    """The records that a build of this input is compared with.

    Not those of a build of the very same input: its figures are the same, so they make no difference, and a build that
    is published stays up to date when its figures are written down.
    """
    with duckdb.connect() as connection:
        return [file for file in _records(home) if _said(connection, file, "input_sha256") != input_sha256]


def forget_records_of(home: Home, build_id: str) -> None:
    """Forget what was written down of a build that is taken back: nobody is to be compared with it."""
    with duckdb.connect() as connection:
        for file in _records(home):
            if _said(connection, file, "build_id") == build_id:
                file.unlink()


def recorded_figures(home: Home) -> str:
    """SQL: all records, as a relation."""
    read = (f"select * from read_parquet('{file}')" for file in _records(home))
    return f"({' union all '.join([NO_FIGURES, *read])})"


def link_records(home: Home, records: Sequence[Path], folder: Path) -> None:
    """Make records part of a frozen input, beside an empty one with the schema."""
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"copy ({NO_FIGURES}) to '{folder}/empty.parquet' (format parquet)")
    for record in records:
        (folder / record.name).hardlink_to(home.closed / record.name)


@contextmanager
def _naming_damage(folder: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error:
        raise damaged_build(folder, INDEX) from None


def _index_of(folder: Path) -> str:
    return f"read_parquet('{folder / INDEX}')"


def _record(home: Home, version: str, wave: int) -> Path:
    return home.closed / f"{quote(version, safe='')}-{wave}.parquet"


def _records(home: Home) -> list[Path]:
    return sorted(home.closed.glob("*.parquet"))


def _write(connection: duckdb.DuckDBPyConnection, record: Path, rows: str, input_sha256: str | None) -> None:
    """Whole or not at all, since it is never written again."""
    part = record.with_name(f".{record.name}")
    columns = ", ".join(name for name in COLUMNS if name != "input_sha256")
    said = f"{literal(input_sha256)}::varchar as input_sha256"
    connection.execute(f"copy (select {columns}, {said} from {rows} order by all) to '{part}' (format parquet)")
    part.replace(record)


def _said(connection: duckdb.DuckDBPyConnection, file: Path, column: str) -> str | None:
    found = connection.execute(f"select any_value({column}) from read_parquet($file)", {"file": str(file)})
    return found.fetchall()[0][0]
