"""What a draft makes of the times of a column: formats, the order of day and month, the zone that they name."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest
import yaml
from drafts import open_keys

from centricity.drafting.draft import draft_feed
from centricity.drafting.times import times_of


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (["2025-07-01 10:11:00 UTC"], ["%Y-%m-%d %H:%M:%S UTC"]),
        (["2025-07-01T10:11:00Z"], ["%Y-%m-%dT%H:%M:%S%z"]),
        (["2025-07-01 10:11:00 +0200"], ["%Y-%m-%d %H:%M:%S %z"]),
        (["3/5/2021 15:34:10", "13/6/2021 9:04:10"], ["%-d/%-m/%Y %-H:%M:%S"]),
        (["7/29/2013", "12/1/2013", "07/05/2013"], ["%-m/%-d/%Y"]),
        (["1/2/21 3:04 PM", "7/29/21 11:00 AM"], ["%-m/%-d/%y %-I:%M %p"]),
        (["29-12-2021", "01-02-2021"], ["%d-%m-%Y"]),
        (["13-02-2021 9:05", "01-11-2021 15:05"], ["%d-%m-%Y %-H:%M"]),
        (["1-Jul-25", "12-Aug-25"], ["%-d-%b-%y"]),
        (["Tue, 01 Jul 2025 10:11:00 GMT"], ["%a, %d %b %Y %H:%M:%S GMT"]),
        (["2026/05/20 1:43:01 PM GMT+1", "2026/05/22 11:57:53 AM GMT+10"], ["%Y/%m/%-d %-I:%M:%S %p GMT%-z"]),
        (["2026/05/20 11:43:01 GMT+05:30"], ["%Y/%m/%d %H:%M:%S GMT%z"]),
        (["13/Oct/25 3:04 PM"], ["%-d/%b/%y %-I:%M %p"]),
        (["1 januari 2025", "01 mrt. 2025", "13 Mei 2025"], ["%-d %b %Y"]),
        (["1 jan. '25", "12 dec '25"], ["%-d %b '%y"]),
        (["ma 3 feb 2025 10:00", "dinsdag 4 februari 2025 9:00"], ["%a %-d %b %Y %-H:%M"]),
        (["13 brumaire 2025"], []),
        (["1/13/25, 3:04 PM"], ["%-m/%-d/%y, %-I:%M %p"]),
        (["7", "8"], []),
        (["next week"], []),
    ],
)
def test_a_format_is_as_the_values_are_written(texts, formats):
    assert list(times_of(Counter(texts)).formats) == formats


@pytest.mark.parametrize(
    ("texts", "count_candidates", "is_mixed"),
    [
        (["02/05/2021", "03/06/2021"], 2, False),
        (["02/05/2021", "13/06/2021"], 0, False),
        (["02/05/2021", "05/13/2021"], 0, False),
        ([*(f"{n:02}/05/2021" for n in range(1, 29)), "10/18/2021"], 0, True),
        (["01-02-03"], 3, False),
        (["13-02-03"], 2, False),
    ],
)
def test_the_order_of_day_and_month_is_decided_by_a_day_above_12(texts, count_candidates, is_mixed):
    times = times_of(Counter(texts))
    assert (len(times.candidates), times.is_mixed) == (count_candidates, is_mixed)


TICKETS = "ticket_id,company,created,closed,complaint_type\n"


@pytest.mark.parametrize(
    ("created", "closed", "values", "left_open"),
    [
        # Another time of the file shows the order of day and month.
        ("02/05/2021", "25/05/2021", {"timestamp_format": "%d/%m/%Y", "time_zone": "Europe/Amsterdam"}, []),
        ("02/05/2021", "03/05/2021", {"time_zone": "Europe/Amsterdam"}, ["values.timestamp_format"]),
        # A clock without a zone is nobody's, and one beside a named zone too.
        ("2021-05-02 10:00", "2021-05-03 10:00", {"timestamp_format": "%Y-%m-%d %H:%M"}, ["values.time_zone"]),
        ("2021-05-02 10:00 UTC", "2021-05-03 10:00", {}, ["values.time_zone"]),
        ("2021-05-02 10:00 CET", "2021-05-03 10:00 CET", {}, ["values.time_zone"]),
        ("2021-05-02 10:00 GMT", "2021-05-03 10:00 GMT", {"time_zone": "GMT"}, []),
        ("2021-05-02T10:00:00+02:00", "2021-05-03T10:00:00Z", {"timestamp_format": "%Y-%m-%dT%H:%M:%S%z"}, []),
    ],
)
def test_a_feed_has_one_clock_that_the_file_says_or_a_person(tmp_path, created, closed, values, left_open):
    path = tmp_path / "tickets.csv"
    path.write_text(TICKETS + "".join(f"{n},Alfa,{created},{closed},klacht\n" for n in range(9)))
    text = draft_feed(path, "process")
    assert values.items() <= yaml.safe_load(text)["values"].items()
    assert [key for key in open_keys(text) if key.startswith("values")] == left_open


EPOCHS = "id,company,{name},nps\n"


def drafted(folder: Path, name: str, *texts: str) -> dict:
    path = folder / "export.csv"
    rows = "".join(f"{n},Alfa,{text},{n % 11}\n" for n, text in enumerate(texts))
    path.write_text(EPOCHS.format(name=name) + rows, encoding="utf-8")
    return yaml.safe_load(draft_feed(path, "survey"))


@pytest.mark.parametrize(("name", "factor"), [("created_at", ""), ("Submit date millis since epoch", "000")])
def test_a_time_that_is_counted_since_1970_becomes_an_expression(tmp_path, name, factor):
    feed = drafted(tmp_path, name, f"1759327507{factor}", f"1759413907{factor}")
    micros = duckdb.sql(
        f"select {feed['columns']['completed_at']['sql']} from (select '1759327507{factor}' as \"{name}\")"
    ).fetchall()
    assert micros == [("2025-10-01T14:05:07Z",)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("created_by_id", "1759327507"),  # an id of ten digits
        ("created_at", "17593275"),
        ("created_at", "9759327507"),  # of the year 2279
        ("date", "20251001"),
    ],
)
def test_other_numbers_are_no_times(tmp_path, name, text):
    assert drafted(tmp_path, name, text, text[:-1] + "8")["columns"]["completed_at"] == "to fill in"


def test_another_time_that_fits_is_named(tmp_path):
    path = tmp_path / "tickets.csv"
    header = "ticket_id,company,created,resolved time,closed time,complaint_type\n"
    path.write_text(header + "1,Alfa,2021-05-13,2021-05-14,2021-05-16,klacht\n")
    assert 'closed_at: "closed time"    # guess: or is it resolved time?' in draft_feed(path, "process")


def test_midnight_in_the_american_clock_is_no_time_of_the_day(tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text("ticket_id,created,due date\n1,13/Oct/25 3:04 PM,16/Oct/25 12:00 AM\n")
    promise = yaml.safe_load(draft_feed(path, "process"))["columns"]["promised_at"]
    assert promise["end_of_day"] is True


def test_times_that_a_sample_lacks_get_no_format(tmp_path):
    (tmp_path / "tickets.csv").write_text(TICKETS + "".join(f"{n},Alfa,2025-05-13,,snel\n" for n in range(30)))
    columns = yaml.safe_load(draft_feed(tmp_path / "tickets.csv", "process", "cases"))["columns"]
    assert columns["closed_at"] == "closed"
    (tmp_path / "tickets.csv").write_text(TICKETS)
    assert "columns.started_at.timestamp_format" in open_keys(draft_feed(tmp_path / "tickets.csv", "process", "cases"))


def test_a_column_named_like_the_time_is_named_where_its_times_cannot_be_read(tmp_path):
    (tmp_path / "s.csv").write_text("organisatie,tijdstempel,nps\n" + "Alfa,13 brumaire 2025,7\nBeta,1 nivôse 2025,9\n")
    text = draft_feed(tmp_path / "s.csv", "survey")
    assert "completed_at: to fill in    # tijdstempel, if it is that" in text
    assert "brumaire" not in text
