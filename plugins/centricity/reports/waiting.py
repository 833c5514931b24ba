"""What a run says of records that do not count yet, because fewer than a batch of persons changed."""

import duckdb

from centricity.home import Home
from centricity.warehouse.publication import current_folder


def waiting_records_notes(home: Home) -> list[str]:
    """Per feed of the published build: records that wait, and records that are replaced and count until then."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select feed, sum(count_waiting)::bigint as waiting, sum(count_kept_on)::bigint as kept_on "
            "from read_parquet($file) group by feed having waiting + kept_on > 0 order by feed",
            {"file": str(current_folder(home) / "fct_load.parquet")},
        ).fetchall()
    return [f"{feed}: {_in_words(waiting, kept_on)}" for feed, waiting, kept_on in rows]


def _in_words(waiting: int, kept_on: int) -> str:
    replaced = f"; replaced or taken back, and counted until then: {kept_on}" if kept_on else ""
    return f"{waiting} records, until others have come, so that two builds side by side give nobody away{replaced}."
