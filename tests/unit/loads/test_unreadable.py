"""A file most of whose records cannot be read is refused with what is wrong with them, and who can mend it."""

import pytest
from environments import SURVEY, Environment

from centricity.loads.entry import LedgerEntry
from centricity.loads.intake import load_deliveries


def taken(environment: Environment, rows: list[str], **feed: object) -> LedgerEntry:
    environment.define(SURVEY | feed)
    environment.deliver_organisations()
    environment.deliver_survey(*rows)
    load_deliveries(environment.settings, "reference", "test")
    [entry] = load_deliveries(environment.settings, "survey", "test").entries
    return entry


@pytest.fixture
def dropped_out(survey_row) -> list[str]:
    """Of 200 people 150 did not finish the questionnaire."""
    started = [survey_row(n, ingevuld_op="") for n in range(148)]
    return [*started, "too;short", survey_row(149, gemak="zeven"), *(survey_row(n) for n in range(150, 200))]


def test_the_commonest_reasons_are_named_with_their_columns(environment, dropped_out):
    entry = taken(environment, dropped_out)
    assert entry.reason_code == "mostly_unreadable"
    assert entry.reason == (
        "mostly_unreadable: 150 of 200 records cannot be read: missing_value 148 in ingevuld_op, "
        "not_a_number 1 in gemak, wrong_width 1. If these records are no answers yet (people who dropped out), let the "
        "feed leave them out by `where`, or say `most_unreadable: 0.75`. If they are, map the column that holds the "
        "value."
    )


@pytest.mark.parametrize(("share", "verdict"), [(0.75, "accepted"), (0.74, "rejected"), (1, "accepted")])
def test_a_feed_says_how_many_may_be_unreadable(environment, dropped_out, share, verdict):
    entry = taken(environment, dropped_out, most_unreadable=share)
    assert entry.verdict == verdict
    if verdict == "accepted":
        assert (entry.records_in, entry.records_accepted, entry.records_quarantined) == (200, 50, 150)


def test_one_feed_s_share_is_not_the_next_one_s(environment, dropped_out):
    environment.define(SURVEY | {"feed": "lenient", "most_unreadable": 1, "file_pattern": "lenient_{date}.csv"})
    content = environment.deliver_survey(*dropped_out).read_bytes()
    environment.deliver("lenient", "lenient_2025-10-01.csv", content)
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    entries = load_deliveries(environment.settings, "survey", "test").entries
    assert {entry.feed: entry.verdict for entry in entries} == {"lenient": "accepted", "survey": "rejected"}


@pytest.mark.parametrize(
    ("changes", "column", "remedy"),
    [
        ({"ingevuld_op": "2025/10/01"}, "bad_timestamp 120 in ingevuld_op", "Correct `timestamp_format` in the feed."),
        ({"ingevuld_op": "10-18-2025 10:00:00"}, "other_day_order 120 in ingevuld_op", "correct `timestamp_format`"),
        ({"ingevuld_op": "1-9-2025 10:00:00"}, "unpadded_timestamp 120 in ingevuld_op", "Say `%-d`, `%-m`"),
        ({"aanbevelen": "7,5"}, "fractional_mark 120 in aanbevelen", "say `decimals: true`"),
        ({"gemak": "7.5"}, "other_decimal_sign 120 in gemak", "Correct `values.decimal_sign` in the feed."),
        ({"organisatie": "Gamma"}, "unknown_organisation 120 in organisatie", "the next run judges again."),
        ({"id": "E1"}, "duplicate_key_conflict 120", "Correct `key` and the record's own id in the feed"),
        ({"opmerking": "Ã©Ã©n"}, "mojibake_suspected 120 in opmerking", "Correct `format.encoding` in the feed"),
    ],
)
def test_the_remedy_is_that_of_the_commonest_reason(environment, survey_row, changes, column, remedy):
    entry = taken(environment, [survey_row(n, respondent=f"R{n}", **changes) for n in range(120)])
    assert entry.reason_code == "mostly_unreadable"
    assert column in entry.reason and remedy in entry.reason
    assert "supplier" not in entry.reason
