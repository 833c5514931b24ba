"""The names by which deliveries call an organisation."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from centricity.home import Home
from centricity.loads.ledger import ACCEPTED, LedgerEntry
from centricity.loads.stored import accepted_file


def organisation_loads(entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    return [entry for entry in entries if entry.verdict == ACCEPTED and entry.entity == "organisations"]


def install_organisation_aliases(
    connection: duckdb.DuckDBPyConnection, home: Home, loads: Sequence[LedgerEntry]
) -> None:
    """Give a connection the macro `organisation_named(said)`: null, or a struct.

    It holds `organisation_id`, null for a name of several, and `is_ambiguous`. An organisation's id, name and
    aliases all name it. Of a key that several deliveries hold the newest counts, as everywhere (the dbt macro
    `newest_delivery`).

    Args:
        connection: where deliveries are mapped.
        home: the environment.
        loads: the accepted organisations loads, at least one.
    """
    _create_aliases(connection, "organisation_alias", home, loads)
    install_names(connection)


def organisations_that_changed(
    home: Home, before: Sequence[LedgerEntry], now: Sequence[LedgerEntry]
) -> set[str | None]:
    """Whose every name was that names another organisation, or none, by other loads; None stands for nobody's.

    Returns:
        Empty if every name means the same; only None if names were added and none was lost.
    """
    with duckdb.connect() as connection:
        _create_aliases(connection, "before", home, before)
        _create_aliases(connection, "now", home, now)
        found = connection.execute("""
            select distinct case when not before.is_ambiguous then before.organisation_id end
            from before full join now using (alias)
            where before.is_ambiguous is distinct from now.is_ambiguous
                or (not now.is_ambiguous and before.organisation_id <> now.organisation_id)
        """)
        return {organisation for (organisation,) in found.fetchall()}


def _create_aliases(
    connection: duckdb.DuckDBPyConnection, table: str, home: Home, loads: Sequence[LedgerEntry]
) -> None:
    dates = pa.table(
        {
            "load_id": [load.load_id for load in loads],
            "delivery_date": pa.array([load.delivery_date for load in loads], pa.string()),
        }
    )
    connection.register("organisation_load", dates)
    connection.execute(
        f"""
        create or replace temp table {table} as
        with delivered as (
            select organisation.*, delivery_date
            from read_parquet($files, union_by_name = true) as organisation
            inner join organisation_load using (load_id)
        ),
        current as (
            select * from delivered
            qualify record_key is null
                or row_number() over (partition by record_key order by delivery_date desc nulls last, load_id desc) = 1
        ),
        named as (
            select organisation_id, unnest([organisation_id, name] || coalesce(aliases, [])) as alias from current
        )
        select alias, any_value(organisation_id) as organisation_id, count(distinct organisation_id) > 1 as is_ambiguous
        from named where alias is not null group by alias
        """,
        {"files": [str(accepted_file(home, load)) for load in loads]},
    )
    connection.unregister("organisation_load")


def install_aliases_of_one(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """The same macro, with one organisation that has one name: to check a file where none is loaded."""
    connection.execute(
        "create or replace temp table organisation_alias as "
        "select $name as alias, $name as organisation_id, false as is_ambiguous",
        {"name": name},
    )
    install_names(connection)


def install_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection `organisation_named`, out of its table `organisation_alias`.

    The names are an enum: the number of one is its place in a list. A join would change the order of the rows.
    """
    connection.execute("create temp type organisation_alias_name as enum (select alias from organisation_alias)")
    connection.execute("""
        set variable organisation_of_name = (
            select list({
                'organisation_id': case when not is_ambiguous then organisation_id end, 'is_ambiguous': is_ambiguous
            } order by enum_code(alias::organisation_alias_name))
            from organisation_alias
        )
    """)
    connection.execute("""
        create temp macro organisation_named(said) as
            getvariable('organisation_of_name')[enum_code(try_cast(said as organisation_alias_name)) + 1]
    """)
