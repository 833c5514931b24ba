"""What a run says of the method tables, where they and the questionnaires do not meet."""

import duckdb

from centricity.home import Home
from centricity.warehouse.publication import current_folder

REMEDY = "Map it in a feed, or correct `method_item`; until then the method does without it."


def method_notes(home: Home) -> list[str]:
    """The items of the published build's versions that no questionnaire asks; nothing of a build that does not say."""
    with duckdb.connect() as connection:
        dimensions = connection.read_parquet(str(current_folder(home) / "dim_dimension.parquet"))
        if "items_not_asked" not in dimensions.columns:
            return []
        rows = connection.sql(
            "with items as (select distinct method_version, unnest(string_split(items_not_asked, ', ')) as item "
            "from dimensions) select item, string_agg(method_version, ', ' order by method_version) from items "
            "group by item order by item"
        ).fetchall()
    return [f"no questionnaire asks {item}, an item of {versions}. {REMEDY}" for item, versions in rows]
