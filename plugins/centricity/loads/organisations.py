"""The names by which deliveries call an organisation, in each wave: a name may be another's a year later."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import duckdb

from centricity.home import Home
from centricity.loads.descriptions import create_wave_starts, distance, in_force, read_descriptions
from centricity.loads.entry import ACCEPTED, LedgerEntry
from centricity.sql import literal

WAVES_LIE_IN = ZoneInfo("Europe/Amsterdam")


def organisation_loads(entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    return [entry for entry in entries if entry.verdict == ACCEPTED and entry.entity == "organisations"]


def install_organisation_aliases(
    connection: duckdb.DuckDBPyConnection, home: Home, loads: Sequence[LedgerEntry]
) -> None:
    """Give a connection the macro `organisation_named(said, stated_wave, happened_at)`: null, or a struct.

    An organisation's id, name and aliases all name it, in the waves in which it is so described. The struct holds
    `organisation_id`, null for a name that is nobody's in this wave, or of several: then `is_ambiguous`. Of a name that
    is nobody's in this wave `organisation_before` had it last. The struct is null for a name that is nobody's in any
    wave.

    Args:
        connection: where deliveries are mapped.
        home: the environment.
        loads: the accepted organisations loads, at least one.
    """
    read_descriptions(connection, home, loads)
    create_wave_starts(connection, "description")
    create_aliases(connection, "organisation_alias", "description")
    install_names(connection)


def organisations_that_changed(
    home: Home, before: Sequence[LedgerEntry], now: Sequence[LedgerEntry]
) -> set[str | None]:
    """Whose every name was that names another organisation, or none, in a wave by other loads; None: nobody's.

    Returns:
        Empty if every name means the same; only None if names were added and none was lost.
    """
    with duckdb.connect() as connection:
        for table, loads in {"described_before": before, "described_now": now}.items():
            read_descriptions(connection, home, loads)
            connection.execute(f"create temp table {table} as from description")
        create_wave_starts(connection, "described_before", "described_now")
        create_aliases(connection, "before", "described_before")
        create_aliases(connection, "now", "described_now")
        found = connection.execute("""
            select distinct case when not before.is_ambiguous then before.organisation_id end
            from before full join now using (alias, wave_from)
            where before.is_ambiguous is distinct from now.is_ambiguous
                or (not now.is_ambiguous and before.organisation_id <> now.organisation_id)
        """)
        return {organisation for (organisation,) in found.fetchall()}


def ambiguous_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each name that descriptions of several deliveries give to two organisations in one wave.

    Args:
        connection: has the table `description`.
    """
    create_wave_starts(connection, "description")
    create_aliases(connection, "organisation_alias", "description")
    found = connection.execute("""
        select alias, owners, min(wave_from)
        from organisation_alias where is_ambiguous group by alias, owners order by alias, owners
    """)
    return [
        f"organisations: `{alias}` names {' and '.join(owners)}{f' from wave {wave} on' if wave else ''}: "
        "records that say it are set apart (ambiguous_organisation)."
        for alias, owners, wave in found.fetchall()
    ]


def create_aliases(connection: duckdb.DuckDBPyConnection, table: str, descriptions: str) -> None:
    """The names of each wave of `wave_start`. The nearest description that says a name says whose it is.

    A spelling that a list without waves brings later than the wave holds too, where the wave has none of its own: most
    lists never say of which year they are, and are mended when a delivery was misspelt. A name that another delivery
    of the year gave the organisation still finds it, where it is nobody's: it may be renamed in mid-year.
    """
    connection.execute(f"""
        create temp table {table} as
        with described as ({in_force(descriptions)}),
        said as (
            select wave_from, list_wave, organisation_id, name, aliases, names_of_year from described
            union all
            select described.wave_from, later.list_wave, later.organisation_id, later.name, later.aliases,
                later.names_of_year
            from {descriptions} as later inner join described using (organisation_id)
            where not later.is_listed and later.list_wave > described.wave_from
        ),
        named as (
            select wave_from, list_wave, organisation_id, false as is_former,
                unnest([organisation_id, name] || coalesce(aliases, [])) as alias
            from said
            union all
            select wave_from, list_wave, organisation_id, true as is_former, unnest(names_of_year) as alias from said
        )
        select alias, wave_from, any_value(organisation_id) as organisation_id,
            count(distinct organisation_id) > 1 as is_ambiguous,
            list(distinct organisation_id order by organisation_id) as owners
        from (
            select * from named where alias is not null
            qualify rank() over (partition by alias, wave_from order by {distance("list_wave")}, is_former) = 1
        )
        group by alias, wave_from
    """)


def install_aliases_of_one(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """The same macro, with one organisation that has one name: to check a file where none is loaded."""
    connection.execute(
        "create or replace temp table organisation_alias as "
        "select $name as alias, 0 as wave_from, $name as organisation_id, false as is_ambiguous",
        {"name": name},
    )
    install_names(connection)


def install_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection `organisation_named`, out of its table `organisation_alias`.

    The names are an enum: the number of one is its place in a list, which holds as many places for each as waves begin.
    A join would change the order of the rows.
    """
    said = connection.execute("select distinct wave_from from organisation_alias order by 1").fetchall()
    starts = [wave for (wave,) in said]
    connection.execute(
        "create temp type organisation_alias_name as enum (select distinct alias from organisation_alias order by 1)"
    )
    connection.execute("""
        set variable organisation_of_name = (
            select list({
                'organisation_id': owner,
                'is_ambiguous': is_ambiguous,
                'organisation_before': case when owner is null and not is_ambiguous then owner_before end
            } order by enum_code(alias::organisation_alias_name), wave_from)
            from (
                select alias, wave_from, coalesce(is_ambiguous, false) as is_ambiguous,
                    case when not is_ambiguous then organisation_id end as owner,
                    lag(owner) over (partition by alias order by wave_from) as owner_before
                from (select distinct alias from organisation_alias) as names
                cross join (select distinct wave_from from organisation_alias) as starts
                left join organisation_alias using (alias, wave_from)
            )
        )
    """)
    # the number of a name is as small an integer as their count allows
    number = "enum_code(try_cast(said as organisation_alias_name))::bigint"
    place = f"{number} * {len(starts)} + {_place_of_wave(starts)}"
    connection.execute(f"""
        create temp macro organisation_named(said, stated_wave, happened_at) as
            getvariable('organisation_of_name')[{place}]
    """)


def _place_of_wave(starts: Sequence[int]) -> str:
    """SQL: the place of a record's wave among those that begin, from 1. The last one where it says no time."""
    stated = _count_begun("stated_wave", starts[1:])
    by_year = _count_begun("happened_at", [_new_year(wave) for wave in starts[1:]])
    return f"(1 + coalesce({stated}, {by_year}, {len(starts) - 1}))"


def _count_begun(value: str, starts: Sequence[int | str]) -> str:
    return " + ".join(["0", *(f"({value} >= {literal(start)})::integer" for start in starts)])


def _new_year(wave: int) -> str:
    """When a wave begins, in UTC."""
    return datetime(wave, 1, 1, tzinfo=WAVES_LIE_IN).astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
