"""What a run and a ranking say of closed waves whose published figures have changed."""

import duckdb

from centricity.home import Home
from centricity.warehouse.closed_waves import recorded_figures
from centricity.warehouse.publication import current_folder

NAMES_SHOWN = 10


def closed_wave_notes(home: Home, wave: int | None = None) -> list[str]:
    """Per closed wave, by the headline method: whose figures differ from those first published after it closed.

    Not by how much: two figures side by side would give away who came between.

    Args:
        home: the environment; a build is published.
        wave: the wave; None for all.
    """
    with duckdb.connect() as connection:
        ranking = f"read_parquet('{current_folder(home) / 'fct_award_ranking.parquet'}')"
        changed = f"""
            select wave, changed_since_build, organisation_name, ' have changed' as what
            from {ranking} where is_headline and changed_since_build is not null
            union all
            select wave, build_id, organisation_id, ' are gone' from {recorded_figures(home)}
            where index_kind = 'survey'
                and method_version in (select method_version from {ranking} where is_headline)
                and (wave, organisation_id) not in (select (wave, organisation_id) from {ranking} where is_headline)
        """
        rows = connection.execute(
            f"""
            select wave, changed_since_build, what, list(organisation_name order by organisation_name) from ({changed})
            where coalesce(wave = $wave, true) group by all order by wave, what desc
            """,
            {"wave": wave},
        ).fetchall()
    return [
        f"wave {of_wave} is closed, and figures{what} since build {since}, which is on record for it: {_listed(names)}."
        for of_wave, since, what, names in rows
    ]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"{', '.join(names[:NAMES_SHOWN])}{more}"
