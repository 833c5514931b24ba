"""What a run says of how a survey was weighted, where that may not be what its people expect."""

import duckdb

from centricity.home import Home
from centricity.warehouse.publication import current_folder

REMEDY = "Correct the feed's `labels`, or the population that was delivered."


def weighting_notes(home: Home) -> list[str]:
    """Per survey and wave of the published build: answers that are no category of the population."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select distinct feed, wave, answers_outside from read_parquet($file) "
            "where answers_outside is not null order by all",
            {"file": str(current_folder(home) / "fct_weighting.parquet")},
        ).fetchall()
    return [
        f"{feed}, wave {wave}: answers that are no category of the population count as unknown, "
        f"in persons per margin: {outside}. {REMEDY}"
        for feed, wave, outside in rows
    ]
