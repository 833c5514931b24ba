"""What a run says of the method tables, where they and the questionnaires do not meet."""

import duckdb

from centricity.home import Home
from centricity.warehouse.publication import current_folder

REMEDY = "Map them in a feed, or correct `method_item`; until then the method does without them."


def method_notes(home: Home) -> list[str]:
    """Per version of the published build: the items that no questionnaire asks. None of a build that does not say."""
    with duckdb.connect() as connection:
        dimensions = connection.read_parquet(str(current_folder(home) / "dim_dimension.parquet"))
        if "items_not_asked" not in dimensions.columns:
            return []
        rows = connection.sql(
            "select method_version, string_agg(items_not_asked, ', ' order by position) from dimensions "
            "where items_not_asked is not null group by all order by all"
        ).fetchall()
    return [f"{version} has items that no questionnaire asks: {items}. {REMEDY}" for version, items in rows]
