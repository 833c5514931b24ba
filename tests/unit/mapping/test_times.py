"""Times as people write them: each is read as what it says, or its row or feed is refused."""

from datetime import datetime

import pytest
from properties.staged import connect, stage_bytes

from centricity.feeds.definition import Feed

CASES = {
    "feed": "cases",
    "source": "process",
    "entity": "cases",
    "description": "A case per row.",
    "file_pattern": "cases.csv",
    "format": {"type": "csv", "delimiter": ";"},
    "key": ["zaak"],
    "columns": {
        "case_id": "zaak",
        "organisation_id": {"constant": "A"},
        "process": {"constant": "order"},
        "started_at": "begin",
    },
}
# By format: texts and the time of each, or why it is none.
WRITTEN = {
    "%-m/%-d/%Y": {
        "7/29/2013": "2013-07-29",
        "12/1/2013": "2013-12-01",
        "07/05/2013": "2013-07-05",
        "29/7/2013": "other_day_order",
        "2/30/2013": "bad_timestamp",
        "007/5/2013": "bad_timestamp",
        "7/29/13": "bad_timestamp",
    },
    "%m/%d/%Y": {"7/29/2013": "2013-07-29", "07/29/2013": "2013-07-29", "7-29-2013": "bad_timestamp"},
    "%d-%m-%Y %-H:%M": {"03-07-2025 9:05": "2025-07-03 09:05", "03-07-2025 23:05": "2025-07-03 23:05"},
    "%-d-%-m-%y": {
        "1-3-25": "2025-03-01",
        "01-03-00": "2000-03-01",
        "1-3-68": "future_timestamp",
        "1-3-69": "1969-03-01",
        "1-3-2025": "bad_timestamp",
    },
    "%d/%m/%Y": {
        "29/7/2013": "unpadded_timestamp",
        "17/10/2021": "2021-10-17",
        "10/18/2021": "other_day_order",
        "10/05/2021": "2021-05-10",
        "31/02/2021": "bad_timestamp",
    },
    "%Y%m%d": {"20250302": "2025-03-02", "20251803": "other_day_order", "202532": "bad_timestamp"},
    "%-d %B %Y": {
        "3 januari 2025": "2025-01-03",
        "03 FEBRUARI 2025": "2025-02-03",
        "3 maart 2025": "2025-03-03",
        "3 mei 2025": "2025-05-03",
        "3 June 2025": "2025-06-03",
        "3 augustus 2025": "2025-08-03",
        "3 OKTOBER 2025": "2025-10-03",
        "3 october 2025": "2025-10-03",
        "3 brumaire 2025": "bad_timestamp",
        "3 martius 2025": "bad_timestamp",
        "31 april 2025": "bad_timestamp",
    },
    "%d-%b-%Y": {
        "03-jan.-2025": "2025-01-03",
        "03-MRT-2025": "2025-03-03",
        "03-Mrt.-2025": "2025-03-03",
        "03-Mar-2025": "2025-03-03",
        "03-may-2025": "2025-05-03",
        "03-okt.-2025": "2025-10-03",
        "03-Oct-2025": "2025-10-03",
        "03-sept-2025": "2025-09-03",
        "03-dec..-2025": "bad_timestamp",
        "3-dec-2025": "unpadded_timestamp",
    },
    "%A %-d %b %Y, %-H:%M": {
        "dinsdag 4 mrt. 2025, 9:05": "2025-03-04 09:05",
        "Di. 4 maart 2025, 21:05": "2025-03-04 21:05",
        "Tue 4 Mar 2025, 09:05": "2025-03-04 09:05",
        "mardi 4 mrt 2025, 09:05": "bad_timestamp",
    },
    "%m/%d/%Y %-I:%M %p": {
        "03/04/2025 1:05 pm": "2025-03-04 13:05",
        "03/04/2025 01:05 PM": "2025-03-04 13:05",
        "03/04/2025 12:05 a.m.": "2025-03-04 00:05",
        "03/04/2025 12:05 p.m.": "2025-03-04 12:05",
        "03/04/2025 13:05 pm": "bad_timestamp",
        "03/04/2025 0:05 am": "bad_timestamp",
    },
    "%a %b %d %H:%M:%S %z %Y": {"di okt 31 22:10:47 +0100 2017": "2017-10-31 21:10:47"},
    "%Y/%-m/%d %-I:%M:%S %p GMT%-z": {
        "2026/05/20 1:43:01 PM GMT+1": "2026-05-20 12:43:01",
        "2026/5/20 1:43:01 PM GMT-3": "2026-05-20 16:43:01",
        "2026/5/20 1:43:01 PM GMT+10": "2026-05-20 03:43:01",
        "2026/5/20 1:43:01 PM GMT+5:30": "2026-05-20 08:13:01",
        "2026/5/20 1:43:01 PM GMT+0530": "2026-05-20 08:13:01",
        "2026/5/20 1:43:01 PM GMT+530": "bad_timestamp",
        "2026/5/20 1:43:01 PM GMT+16": "bad_timestamp",
        "2026/5/20 1:43:01 PM GMT": "bad_timestamp",
    },
    "%Y-%m-%dT%H:%M:%S%z": {"2026-05-20T13:43:01+1": "bad_timestamp"},
}
CONFLICTS = [
    ("%d/%m/%Y %H:%M", "%m/%d/%Y"),
    ("%-d/%-m/%y", "%m/%d/%Y"),
    ("%d/%m/%Y", "%m/%d/%Y"),
    ("%d/%m/%Y", "%-m/%-d/%Y"),
    ("%-d-%-m-%Y %H:%M", "%m-%d-%Y %H:%M"),
    ("%d-%m-%y", "%m-%d-%y"),
    ("%d-%m-%y", "%y-%m-%d"),
    ("%Y-%m-%d", "%Y-%d-%m"),
    ("%d/%m/%Y %I:%M %p", "%m/%d/%Y %-I:%M %p"),
    ("%d%m%y", "%y%m%d"),
]
AGREEING = [
    ("%d-%m-%Y", "%-d-%-m-%Y"),
    ("%d-%m-%Y", "%d-%m-%Y %H:%M"),
    ("%d-%m-%Y", "%d/%m/%Y"),
    ("%d-%m-%Y", "%d-%m-%y"),
    ("%d-%m-%Y", "%Y-%m-%d"),
    ("%d %b %Y", "%d %B %Y"),
    ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%SZ"),
]
FOREIGN_ZONES = [
    ("%Y-%m-%d %H:%M UTC", "Europe/Amsterdam", "time_zone: UTC"),
    ("%Y-%m-%dT%H:%M:%SZ", "Europe/Amsterdam", "time_zone: UTC"),
    ("%Y-%m-%dT%H:%M:%S.000z", "America/New_York", "time_zone: UTC"),
    ("%d-%m-%Y %H:%M (GMT)", "Europe/London", "time_zone: UTC"),
    ("%d-%m-%Y %H:%M CET", "Europe/Amsterdam", "Etc/GMT-1"),
    ("%d-%m-%Y %H:%M CEST", "UTC", "Etc/GMT-2"),
    ("%m/%d/%Y %H:%M EST", "America/New_York", "Etc/GMT+5"),
    ("%d-%m-%Y %H:%M GMT+1", "UTC", "Etc/GMT-1"),
    ("%d-%m-%Y %H:%M +0100", "UTC", "say `%z`"),
    ("%d-%m-%Y %H:%M Europe/Paris", "Europe/Amsterdam", "time_zone: Europe/Paris"),
]
OWN_ZONES = [
    ("%Y-%m-%d %H:%M UTC", "UTC"),
    ("%Y-%m-%d %H:%M GMT", "Etc/UTC"),
    ("%Y-%m-%dT%H:%M:%S.000Z", "UTC"),
    ("%d-%m-%Y %H:%M CET", "Etc/GMT-1"),
    ("%d-%m-%Y %H:%M Europe/Amsterdam", "Europe/Amsterdam"),
    ("%a %b %d %Y %H:%M:%S GMT%z (CET)", "Europe/Amsterdam"),
    ("%d-%m-%Y om %H:%M uur", "Europe/Amsterdam"),
    ("%d-%m-%YT%Hh%M", "Europe/Amsterdam"),
]


def feed_of(timestamp_format: str | list[str], time_zone: str = "UTC") -> Feed:
    return Feed.model_validate(CASES | {"values": {"timestamp_format": timestamp_format, "time_zone": time_zone}})


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


@pytest.mark.parametrize("form", WRITTEN)
def test_a_time_is_read_as_it_is_written(connection, form):
    content = "zaak;begin\n" + "".join(f"Z{place};{text}\n" for place, text in enumerate(WRITTEN[form]))
    rows = stage_bytes(connection, feed_of(form), "cases.csv", content.encode()).rows
    read = [row["problem_code"] or row["started_at"] for row in rows]
    expected = [_time(said) if said[0].isdigit() else said for said in WRITTEN[form].values()]
    assert read == expected


def test_a_short_month_in_every_spelling_is_that_month(connection):
    names = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    content = "zaak;begin\n" + "".join(f"Z{name};1 {name.upper()}. 2025\n" for name in names)
    rows = stage_bytes(connection, feed_of("%-d %b %Y"), "cases.csv", content.encode()).rows
    assert [row["started_at"] for row in rows] == [datetime(2025, month, 1) for month in range(1, 13)]


@pytest.mark.parametrize("formats", CONFLICTS)
def test_formats_that_make_two_times_of_one_text_are_refused(formats):
    with pytest.raises(ValueError, match="make two times of one text"):
        feed_of(list(formats))
    with pytest.raises(ValueError, match="make two times of one text"):
        Feed.model_validate(
            CASES | {"columns": CASES["columns"] | {"closed_at": {"from": "x", "timestamp_format": formats[::-1]}}}
        )


@pytest.mark.parametrize("formats", AGREEING)
def test_formats_that_tell_their_texts_apart_are_read_in_order(formats):
    assert feed_of(list(formats)).values.timestamp_format == formats


@pytest.mark.parametrize(("form", "time_zone", "remedy"), FOREIGN_ZONES)
def test_a_zone_in_words_that_is_not_the_feeds_is_refused_with_a_remedy(form, time_zone, remedy):
    with pytest.raises(ValueError, match="holds the zone") as refused:
        feed_of(form, time_zone)
    assert remedy in str(refused.value)


@pytest.mark.parametrize(("form", "time_zone"), OWN_ZONES)
def test_a_zone_in_words_that_is_the_feeds_is_text(form, time_zone):
    assert feed_of(form, time_zone)


def test_a_z_in_a_format_is_utc(connection):
    rows = stage_bytes(
        connection, feed_of("%Y-%m-%dT%H:%M:%SZ"), "cases.csv", b"zaak;begin\nZ1;2025-07-01T10:00:00Z\n"
    ).rows
    assert rows[0]["started_at"] == datetime(2025, 7, 1, 10)


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ("%Y%-m%-d", "something must stand between"),
        ("%-d-%-m-%Y %-H%M", "something must stand between"),
        ("%d-%m-%b-%Y", "say the same twice"),
        ("%d-%m-%Y %-I:%M", "%I with %p"),
        ("%d-%m %H:%M", "at least %Y"),
    ],
)
def test_a_format_that_says_no_single_time_is_refused(form, wrong):
    with pytest.raises(ValueError, match=wrong):
        feed_of(form)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
