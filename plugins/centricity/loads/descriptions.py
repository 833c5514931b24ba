"""Which description of an organisation holds in which wave: said here once, for names at intake and for the models.

A row that states its wave is of that wave's list. A row that states none is of the year of its delivery; where its feed
delivers the whole, of that year's list. A list holds from its wave until the feed's next list begins, and the first one
holds for the years before it too: nothing else is known of them. So an organisation that a wave's own list lacks is not
in that wave. What is said of no wave is said of one organisation at a time, and holds until it is said anew.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from centricity.home import Home
from centricity.loads.entry import LedgerEntry
from centricity.loads.stored import accepted_file

# Waves are years of four digits: the first and the last.
FIRST_WAVE, LAST_WAVE = 0, 9999
LOADS = pa.schema(
    [("load_id", pa.string()), ("feed", pa.string()), ("delivery_date", pa.string()), ("is_whole", pa.bool_())]
)


def read_descriptions(connection: duckdb.DuckDBPyConnection, home: Home, loads: Sequence[LedgerEntry]) -> None:
    """`create_descriptions` of accepted organisations loads, at least one."""
    said = [
        {"load_id": load.load_id, "feed": load.feed, "delivery_date": load.delivery_date,
         "is_whole": load.whole_periods is not None}
        for load in loads
    ]  # fmt: skip
    create_descriptions(connection, [accepted_file(home, load) for load in loads], pa.Table.from_pylist(said, LOADS))


def create_descriptions(connection: duckdb.DuckDBPyConnection, files: Sequence[Path], loads: pa.Table) -> None:
    """Give a connection the table `description`: the rows that count, each with its feed, `list_wave` and `is_listed`.

    `names_of_year` are what all deliveries of that year call the organisation, those that are replaced too.
    Of a key, and of an organisation, that several deliveries hold for one wave the newest counts, by the date of the
    delivery, then by its load; a newer whole withdraws what it lacks of the waves that it holds.

    Args:
        connection: where to.
        files: accepted organisations.
        loads: their loads, by the schema `LOADS`.
    """
    connection.register("organisation_load", loads)
    connection.execute(
        """
        create or replace temp table description as
        with delivered as (
            select organisation.*, feed, delivery_date, is_whole,
                coalesce(wave, year(delivery_date::date), 0) as list_wave,
                wave is not null or is_whole as is_listed,
                list(name) over (partition by organisation_id, feed, list_wave) as names_of_year
            from read_parquet($files, union_by_name = true) as organisation
            inner join organisation_load using (load_id)
        ),
        wholes as (
            select feed, period, list_wave, max(delivery_date) as newest_date
            from delivered where is_whole group by all
        ),
        newest_of_key as (
            select delivered.* from delivered
            left join wholes using (feed, period, list_wave)
            where newest_date is null or delivery_date >= newest_date
            qualify record_key is null or row_number() over (
                partition by record_key, list_wave order by delivery_date desc nulls last, load_id desc
            ) = 1
        )
        select * from newest_of_key
        qualify row_number() over (
            partition by organisation_id, feed, list_wave, wave is null
            order by delivery_date desc nulls last, load_id desc, row_number desc
        ) = 1
        """,
        {"files": [str(file) for file in files]},
    )
    connection.unregister("organisation_load")


def create_wave_starts(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Give a connection the table `wave_start`: the waves from which on a description may be another.

    Args:
        connection: has the tables.
        tables: like `description`.
    """
    waves = " union all ".join(f"select list_wave from {table}" for table in tables)
    connection.execute(f"""
        create or replace temp table wave_start as
        select distinct unnest([{FIRST_WAVE}, list_wave]) as wave_from from ({waves})
    """)


def in_force(table: str) -> str:
    """SQL: of each organisation and wave of `wave_start` the description that holds, with that `wave_from`.

    The nearest wave that is not later goes first, then the nearest later one; what states its wave before what does
    not; then the newest delivery.
    """
    return f"""
        with lists as (select distinct feed, list_wave from {table} where is_listed),
        list_of_wave as (
            select feed, wave_from, {_nearest("list_wave")} as list_wave from lists cross join wave_start group by all
        ),
        unlisted as (select * from {table} where not is_listed),
        said_of_wave as (
            select organisation_id, wave_from, {_nearest("list_wave")} as list_wave
            from unlisted cross join wave_start group by organisation_id, wave_from
        ),
        candidates as (
            select wave_from, described.* from {table} as described
            inner join list_of_wave using (feed, list_wave) where is_listed
            union all
            select wave_from, unlisted.* from unlisted inner join said_of_wave using (organisation_id, list_wave)
        )
        select * from candidates
        qualify row_number() over (
            partition by organisation_id, wave_from
            order by {distance("list_wave")}, wave is null, delivery_date desc nulls last, load_id desc, row_number desc
        ) = 1
    """


def described_waves(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Which row of which load describes an organisation from which wave to which, in that order.

    Args:
        connection: has the table `description`.
    """
    create_wave_starts(connection, "description")
    return connection.execute(f"""
        with ends as (
            select wave_from, lead(wave_from, 1, {LAST_WAVE + 1}) over (order by wave_from) - 1 as wave_until
            from wave_start
        )
        select organisation_id, wave_from::integer as wave_from, wave_until::integer as wave_until, load_id, row_number
        from ({in_force("description")}) inner join ends using (wave_from)
        order by organisation_id, wave_from
    """).to_arrow_table()


def distance(wave: str) -> str:
    """SQL to order by: how far a description's wave is from `wave_from`; every later one is farther."""
    return f"{wave} > wave_from, abs({wave} - wave_from)"


def _nearest(wave: str) -> str:
    return f"coalesce(max({wave}) filter ({wave} <= wave_from), min({wave}))"
