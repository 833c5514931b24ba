"""The same warehouse on data that no one here made."""

from pathlib import Path

import duckdb
import pytest
from integration.pipeline import build, query, raw_digests, settings_for, take_in
from real.reference import DATA, DELIVERIES, deliver, deliver_organisations

from centricity.home import open_home
from centricity.loads.ledger import read_entries
from centricity.settings import Settings
from centricity.warehouse.build import freeze_input
from centricity.warehouse.dbt import build_file
from centricity.warehouse.publication import published_build_id

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real deliveries are not here (../shared/data/real)"),
]
FEEDS = str(Path(__file__).parent / "feeds")
M0 = "method_version = 'M0'"


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Settings:
    settings = settings_for(tmp_path_factory.mktemp("real"), feeds=FEEDS)
    landing = open_home(settings).landing
    deliver_organisations(landing)
    deliver(landing)
    take_in(settings)
    assert build(settings)
    return settings


def ask_build(settings: Settings, statement: str) -> list[tuple]:
    """Ask the private build file, for what is not published case by case."""
    home = open_home(settings)
    with duckdb.connect(build_file(home), read_only=True) as connection:
        connection.execute(f"set file_search_path = '{home.warehouse}'")  # views read the input, seen from there
        return connection.execute(statement).fetchall()


def test_every_record_is_accounted_for(real):
    ledger = {entry.feed: entry for entry in read_entries(open_home(real))}
    counts = {feed: (entry.records_accepted, entry.quarantine_reasons) for feed, entry in ledger.items()}
    assert ledger.keys() == DELIVERIES.keys() | {"organisations"}
    assert counts["airline_reviews"] == (23606, {})
    assert counts["messages_2017"] == (86607, {})
    # One record is torn over three lines, of which one is empty: both pieces are kept, with their lines.
    assert counts["messages_with_text"] == (4999, {"wrong_width": 2})
    assert counts["flights"] == (47717, {})
    assert counts["airport_2017"] == (2831, {})
    assert counts["airport_2018"] == (2809, {})
    assert counts["permits"] == (8577, {})


def test_the_torn_record_is_in_quarantine_with_its_lines(real):
    home = open_home(real)
    files = home.quarantine / "webcare/messages/*.parquet"
    rows = duckdb.sql(f"select row_number, record from '{files}' order by row_number").fetchall()
    assert [number for number, _ in rows] == [2589, 2591]
    assert rows[0][1].startswith("2484,3399,")


@pytest.mark.parametrize(("organisation", "count", "nps"), [("AA", 706, -76.6), ("DL", 367, -48.0), ("AS", 96, -41.7)])
def test_airline_reviews_2017_and_2018(real, organisation, count, nps):
    of_two_waves = f"organisation_id = '{organisation}' and wave in (2017, 2018) and {M0}"
    values = "from int_survey__indicator_values where indicator = 'nps_relational'"
    assert ask_build(real, f"select count(*), round(avg(value), 1) {values} and {of_two_waves}") == [(count, nps)]
    published = query(real, f"select sum(count_evaluations)::int, bool_and(is_proxy) from fct_nps where {of_two_waves}")
    assert published == [(count, True)]
    # A wave of fewer than 30 (Alaska in 2017) has its figures withheld; the others add up to the same.
    shown = f"from fct_nps where {of_two_waves} and nps is not null"
    counts = query(real, f"select sum(count_promoters - count_detractors)::int, sum(count_evaluations)::int {shown}")
    if counts[0][1] == count:
        assert round(100 * counts[0][0] / count, 1) == nps
    else:
        assert organisation == "AS"


def test_a_message_that_two_files_deliver_counts_once(real):
    superseded = query(real, "select sum(count_superseded)::int from fct_load where entity = 'messages'")
    # 4,272 are in both; of these one is torn in the file with texts, and counts from the other.
    assert superseded == [(4272 - 1,)]
    [(waiting,)] = query(real, "select sum(count_waiting)::int from fct_load where entity = 'messages'")
    assert waiting < 500, "of organisations and waves with fewer than five customers"
    assert ask_build(real, "select count(*) from stg_webcare__messages") == [(86607 + 4999 - 4271 - waiting,)]


@pytest.mark.parametrize(("organisation", "minutes"), [("DL", 5.93), ("AA", 7.375)])
def test_half_of_the_answered_messages_were_answered_so_soon(real, organisation, minutes):
    found = query(
        real,
        f"""
        select round(median_reply_minutes_answered, 3) from fct_webcare_performance
        where organisation_id = '{organisation}' and wave = 2017 and channel = 'all' and {M0}
        """,
    )
    assert found == [(pytest.approx(minutes, abs=0.005),)]


def test_flights_left_in_time(real):
    rate = query(
        real,
        f"""
        select round(100 * in_promise_rate, 1) from fct_process_performance
        where organisation_id = 'DL' and wave = 2018 and process = 'flight' and {M0}
        """,
    )
    assert rate == [(86.3,)]


def test_the_airport_s_own_survey(real):
    found = query(
        real,
        f"""
        select wave, count_evaluations, is_proxy, nps between -100 and 100 from fct_nps
        where organisation_id = 'SFO' and {M0} order by wave
        """,
    )
    assert [row[0] for row in found] == [2017, 2018]
    assert all(row[1] > 2000 and not row[2] and row[3] for row in found)
    highest = "select max(value) from stg_survey__answers where organisation_id = 'SFO'"
    assert ask_build(real, highest) == [(10.0,)], "11 is no answer"


def test_permit_cases_without_end_are_counted(real):
    cases = ask_build(
        real,
        """
        with cases as (
            select *, list_filter(closings, lambda closing: closing.undone_at is null)[1].closed_at as closed_at
            from int_process__cases where process = 'permit'
        )
        select count(*), count(*) filter (where closed_at is null), count(*) filter (where reworked_at is not null),
            count(*) filter (where closed_at > promised_at)
        from cases
        """,
    )
    assert cases == [(1434, 105, 91, 377)]
    published = query(
        real, f"select sum(count_cases)::int from fct_process_performance where process = 'permit' and {M0}"
    )
    assert published == [(1434,)]


def test_dimensions_without_data_are_left_out_and_said_so(real):
    used = query(real, f"select distinct dimensions_used from fct_award_ranking where industry = 'airlines' and {M0}")
    assert used
    assert not any("trust" in str(row[0]) for row in used)


def test_another_order_of_delivery_gives_the_same_bytes(real, tmp_path):
    """One file after the other, the last feed first, then all of them again: nothing hangs on when a file came."""
    settings = settings_for(tmp_path, feeds=FEEDS)
    home = open_home(settings)
    # The same people must get the same pseudonyms.
    key = open_home(real).root / "pseudonym.key"
    (home.root / "pseudonym.key").write_bytes(key.read_bytes())
    (home.root / "pseudonym.key").chmod(0o600)
    deliver_organisations(home.landing)
    for feed in sorted(DELIVERIES, reverse=True):
        deliver(home.landing, [feed])
        take_in(settings)
    deliver(home.landing)
    take_in(settings)
    # The same input is the same build (tests/integration/test_sample.py): it need not be built to know its marts.
    assert freeze_input(settings) == published_build_id(open_home(real))
    assert raw_digests(settings) == raw_digests(real)
