"""A file most of whose records cannot be read: what is wrong with them, and who can mend it."""

import math

import duckdb

from centricity.errors import Refusal
from centricity.loads.places import counted
from centricity.loads.staging import StagedBatch

MOSTLY_UNREADABLE = "mostly_unreadable"
REASONS_SHOWN = 3
# As the suites count: a record that says again what another says can be read.
IS_UNREADABLE = "problem_code <> 'duplicate_key_exact'"
IN_THE_FILE = "Compare the file with the feed; if the feed is right, ask the supplier for the agreed file."
WRONG_DIALECT = "Correct `format.delimiter` or `format.quote` in the feed; or line breaks in the file lack quotes."
WRONG_KEY = (
    "Correct `key` and the record's own id in the feed: they do not tell the records apart. If several rows are one "
    "record, say which of them counts: `repeated_keys`."
)
# By the commonest reason; what is not named here is the supplier's to correct.
REMEDIES = {
    "missing_value": "If these records are no answers yet (people who dropped out), let the feed leave them out by "
    "`where`, or say `most_unreadable: {share}`. If they are, map the column that holds the value.",
    "other_day_order": "If all times of that column are of that order, correct `timestamp_format` in the feed; else "
    "ask for one order of day and month.",
    "unpadded_timestamp": "Say `%-d`, `%-m` or `%-H` in `timestamp_format` in the feed.",
    "bad_timestamp": "Correct `timestamp_format` in the feed.",
    "nonexistent_local_time": "Correct `values.time_zone` in the feed.",
    "ambiguous_local_time": "Say `ambiguous_time: first` or `second` in the feed, or have offsets delivered.",
    "future_timestamp": "Correct `timestamp_format` in the feed, list the day that stands for no time under `missing`, "
    "or set the machine's clock.",
    "not_a_number": "Correct the column in the feed (its `labels`, `missing`), or `values.decimal_sign`.",
    "other_decimal_sign": "Correct `values.decimal_sign` in the feed.",
    "fractional_mark": "If the question has such marks, say `decimals: true` of it in the feed; else map another "
    "column.",
    "unknown_scale": "Add the texts of that column to `scales` in the feed.",
    "unknown_label": "Add the texts of that column to its `labels` in the feed.",
    "expression_failed": "Correct the expression in the feed.",
    "unknown_organisation": "Map the column that names the organisation, or add the names to the reference data: the "
    "next run judges again.",
    "ambiguous_organisation": "Correct the names in the reference data: the next run judges again.",
    "organisation_of_other_wave": "Deliver the organisations of that wave: the next run judges again.",
    "nested_value": "Map a part of that column by its dotted path in the feed.",
    "nothing_inside": "Have the records inside exported too, or say `nothing_inside: ignore` in the feed.",
    "mojibake_suspected": "Correct `format.encoding` in the feed, or have the file exported anew.",
    "wrong_width": WRONG_DIALECT,
    "torn_record": WRONG_DIALECT,
    "bad_id": "Map the column that holds the id in the feed, or have it exported as text.",
    "duplicate_key_conflict": WRONG_KEY,
}


def mostly_unreadable(batch: StagedBatch) -> Refusal:
    """The refusal of a batch: its commonest reasons with their columns and counts, and what to do about the first."""
    counts = _counted(batch)
    reasons = ", ".join(counted(reason, n, {column: n} if column else {}) for reason, column, n in counts)
    unreadable = _unreadable(batch)
    said = f"{unreadable} of {batch.records_in} records cannot be read: {reasons}."
    share = math.ceil(20 * unreadable / batch.records_in) / 20
    return Refusal(MOSTLY_UNREADABLE, said, REMEDIES.get(counts[0][0], IN_THE_FILE).format(share=share))


def _counted(batch: StagedBatch) -> list[tuple[str, str | None, int]]:
    with duckdb.connect() as connection:
        return connection.execute(
            "select problem_code, problem_column, count(*) from read_parquet($batch) "
            f"where {IS_UNREADABLE} group by all order by 3 desc, 1, 2 limit {REASONS_SHOWN}",
            {"batch": str(batch.path)},
        ).fetchall()


def _unreadable(batch: StagedBatch) -> int:
    with duckdb.connect() as connection:
        counted = f"select count(*) from read_parquet($batch) where {IS_UNREADABLE}"
        return connection.execute(counted, {"batch": str(batch.path)}).fetchall()[0][0]
