"""What a run and a ranking say of closed waves whose published figures have changed."""

import duckdb

from centricity.home import Home
from centricity.warehouse.closed_waves import recorded_figures
from centricity.warehouse.damage import damaged_build
from centricity.warehouse.publication import current_folder

NAMES_SHOWN = 10


def closed_wave_notes(home: Home, wave: int | None = None) -> list[str]:
    """Per closed wave, by the headline method: whose figures differ from those on record, and who is gone.

    Not by how much: two figures side by side would give away who came between.

    Args:
        home: the environment; a build is published.
        wave: the wave; None for all.

    Raises:
        CentricityError: `damaged_build`.
    """
    file = current_folder(home) / "fct_award_ranking.parquet"
    try:
        with duckdb.connect() as connection:
            rows = connection.execute(_changes(str(file), recorded_figures(home)), {"wave": wave}).fetchall()
    except duckdb.Error:
        raise damaged_build(file.parent, file.name) from None
    return [
        f"wave {of_wave} is closed, and figures{what} since build {since}, which is on record for it: {_listed(names)}."
        for of_wave, since, what, names in rows
    ]


def _changes(ranking: str, recorded: str) -> str:
    return f"""
        with ranking as (
            select * from read_parquet('{ranking}')
            -- an older build has no such column
            union all by name select null::varchar as changed_since_build where false
        ),
        headline as (select * from ranking where is_headline),
        found as (
            select wave, changed_since_build as since, ' have changed' as what, organisation_name as name
            from headline where changed_since_build is not null
            union all
            select wave, build_id, ' are gone', organisation_id from {recorded}
            where index_kind = 'survey' and method_version in (select method_version from headline)
                and (wave, organisation_id) not in (select (wave, organisation_id) from headline)
        )
        select wave, since, what, list(name order by name) from found
        where coalesce(wave = $wave, true) group by all order by wave, what desc
    """


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"{', '.join(names[:NAMES_SHOWN])}{more}"
