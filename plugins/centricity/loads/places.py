"""Where the rows of a batch fail: by the supplier's columns, so that he and whoever keeps the feed find them."""

from collections import defaultdict

import duckdb
import pyarrow as pa

from centricity.feeds.definition import Feed
from centricity.loads.staging import StagedBatch
from centricity.mapping.texts import place_of

# Of many columns that fail alike, an answer each, say.
COLUMNS_SHOWN = 3


def with_places(failing_rows: pa.Table, batch: StagedBatch) -> pa.Table:
    """The failing rows of a verdict, `place` the supplier's column; null where the whole record fails.

    What the reader could not read it placed itself; a rule of the suite names a column of ours.
    """
    if not failing_rows.num_rows:
        return failing_rows
    with duckdb.connect() as connection:
        connection.register("failing", failing_rows)
        connection.register("supplier", _suppliers_names(batch.delivery.feed))
        return connection.execute(
            """
            select row_number, reason_code,
                case when reason_code = problem_code then problem_column else coalesce(supplier.name, place) end
                    as place
            from failing
            left join read_parquet($batch) using (row_number)
            left join supplier on supplier.own_name = place
            order by row_number, reason_code, place
            """,
            {"batch": str(batch.path)},
        ).to_arrow_table()


def count_places(failing_rows: pa.Table) -> dict[str, dict[str, int]]:
    """By reason, how many rows fail in which column; the reasons that have one."""
    rows = failing_rows.group_by(["reason_code", "place"]).aggregate([("row_number", "count_distinct")]).to_pylist()
    found = [(row["reason_code"], row["place"], row["row_number_count_distinct"]) for row in rows if row["place"]]
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for reason, place, count in sorted(found):
        counts[reason][place] = count
    return dict(counts)


def counted(reason: str, count: int, columns: dict[str, int]) -> str:
    """`bad_timestamp 3 in ingevuld_op`; of many columns those with most rows."""
    most = sorted(columns, key=lambda column: (-columns[column], column))
    more = f" and {len(most) - COLUMNS_SHOWN} columns more" if len(most) > COLUMNS_SHOWN else ""
    place = f" in {' and '.join(most[:COLUMNS_SHOWN])}{more}" if most else ""
    return f"{reason} {count}{place}"


def _suppliers_names(feed: Feed) -> pa.Table:
    """By the name of a canonical column, or by an answer's number, what its supplier calls it."""
    columns = {name: place_of(name, mapping) for name, mapping in feed.columns.items()}
    items = enumerate(sorted(feed.answers.items()), start=1)
    named = columns | {f"answers {number}": place_of(item, answer) for number, (item, answer) in items}
    return pa.table({"own_name": pa.array(named.keys(), pa.string()), "name": pa.array(named.values(), pa.string())})
