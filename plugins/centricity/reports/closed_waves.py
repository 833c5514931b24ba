"""What a run and a ranking say of closed waves whose published figures have changed."""

import duckdb

from centricity.home import Home
from centricity.warehouse.marts import DATABASE
from centricity.warehouse.publication import current_folder

NAMES_SHOWN = 10


def closed_wave_notes(home: Home, wave: int | None = None) -> list[str]:
    """Per wave, by the headline method: whose figures differ from those first published after the wave closed.

    Not by how much: two figures side by side would give away who came between.

    Args:
        home: the environment; a build is published.
        wave: the wave; None for all.
    """
    with duckdb.connect(current_folder(home) / DATABASE, read_only=True) as connection:
        rows = connection.execute(
            """
            select wave, changed_since_build, list(organisation_name order by organisation_name, organisation_id)
            from fct_award_ranking
            where is_headline and changed_since_build is not null and coalesce(wave = $wave, true)
            group by all order by all
            """,
            {"wave": wave},
        ).fetchall()
    return [
        f"wave {of_wave} is closed, and figures have changed since build {since}, the first after its end: "
        f"{_listed(names)}."
        for of_wave, since, names in rows
    ]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"{', '.join(names[:NAMES_SHOWN])}{more}"
