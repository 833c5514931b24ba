"""The figures of a script are those of the marts, or there is nothing to compare.

Compared are figures of method `M0`, per organisation and wave: the six dimensions of the survey index, the NPS, the
rates of webcare and processes, and the counts behind them. `M1` cleans and weights, which no short script does.

Some records wait until others come (docs/decisions/0014), so the marts lack them. What is made of the messages or
events of an organisation and wave is left out, and counted, where one of them waits: often at the sample's size, rarely
at ten times.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from centricity.errors import CentricityError

PUBLISHED = Path(__file__).with_name("published.sql")
# Marts are rounded to nine decimals, the mean of a person's items too.
TOLERANCE = 1e-8
DIFFERENCES_SHOWN = 5


@dataclass(frozen=True)
class Agreement:
    """How many figures were compared, and how many the marts publish but for waiting records."""

    compared: int
    left_out: int


def check_figures(script: str, figures: Path, published: Path, build_file: Path) -> Agreement:
    """Compare a script's figures with the published ones.

    Args:
        script: what it is called.
        figures: its figures, as Parquet: organisation_id, wave, figure, value.
        published: the folder of the build.
        build_file: the database of the build, which knows what waits.

    Raises:
        CentricityError: `figures_differ`, with the first differences.
    """
    with duckdb.connect() as connection:
        _join(connection, figures, published, build_file)
        differing = connection.sql(f"""
            select figure, organisation_id, wave, ours, script from compared
            where not coalesce(abs(ours - script) <= {TOLERANCE}, false)
            order by all
        """).fetchall()
        ((compared, left_out),) = connection.sql(
            "select (select count(*) from compared), (select count(*) from joined where is_waiting)"
        ).fetchall()
    if differing or not compared:
        shown = (
            f"{figure} of {organisation} in {wave} is {ours}, {script} has {theirs}"
            for figure, organisation, wave, ours, theirs in differing[:DIFFERENCES_SHOWN]
        )
        raise CentricityError("figures_differ", f"{len(differing)} of {compared} figures differ: {'; '.join(shown)}.")
    return Agreement(compared, left_out)


def _join(connection: duckdb.DuckDBPyConnection, figures: Path, published: Path, build_file: Path) -> None:
    """Make the table `joined` of all figures that either side has, and of those to compare the table `compared`."""
    connection.execute("set variable published = $published", {"published": str(published)})
    connection.execute(f"create table published as {PUBLISHED.read_text(encoding='utf-8')}")
    connection.execute(f"attach '{build_file}' as build (read_only)")
    connection.execute(f"""
        create table joined as
        select
            published.organisation_id, published.wave, figure, published.value as ours, script.value as script,
            waiting.entity is not null as is_waiting
        from published
        left join read_parquet('{figures}') as script using (organisation_id, wave, figure)
        left join (
            select distinct organisation_id, wave, entity from build.stg_ledger__releases
            where is_waiting and part not like 'touchpoint %'  -- no figure of these is compared
        ) as waiting
            on published.organisation_id = waiting.organisation_id
            and published.wave = waiting.wave
            and published.made_of = waiting.entity
        where published.value is not null
    """)
    connection.execute("create table compared as from joined where not is_waiting")
