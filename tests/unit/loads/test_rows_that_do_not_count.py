"""Rows that a feed leaves out, repeats of a key or an id, records that are taken back, wholes: what intake keeps."""

import duckdb
import pytest
from environments import SURVEY, Environment

from centricity.errors import CentricityError
from centricity.feeds.catalogue import read_feed
from centricity.home import Home
from centricity.loads.entry import LedgerEntry
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.loads.rereading import read_archive_again
from centricity.loads.withdrawals import known_loads, withdraw

TICKETS = {
    "feed": "tickets",
    "source": "process",
    "entity": "cases",
    "description": "Tickets.",
    "file_pattern": "tickets_{date}.csv",
    "format": {"type": "csv"},
    "values": {"timestamp_format": "%Y-%m-%d %H:%M"},
    "columns": {
        "case_id": "nr",
        "organisation_id": {"constant": "Alfa"},
        "process": {"constant": "complaint"},
        "topic": "topic",
        "started_at": "start",
    },
    "ignored": ["status", "changed"],
}
HEADER = "nr,topic,start,status,changed\n"
WITHDRAWN = {"columns": TICKETS["columns"] | {"is_withdrawn": {"sql": "status = 'deleted'"}}, "ignored": ["changed"]}


def take_in(environment: Environment, feed: dict, *rows: str, date: str = "2025-10-01") -> LedgerEntry:
    """What became of a file of tickets, read by a feed that differs so from the one above."""
    said = TICKETS | {"ignored": [name for name in TICKETS["ignored"] if name not in str(feed)]} | feed
    environment.define(said)
    environment.deliver_organisations()
    environment.deliver("tickets", f"tickets_{date}.csv", HEADER + "".join(f"{row}\n" for row in rows))
    for source in ("reference", "process"):
        load_deliveries(environment.settings, source, "test")
    entry = max(
        (entry for entry in read_entries(Home(environment.home)) if entry.feed == "tickets"),
        key=lambda entry: entry.delivery_date,
    )
    assert entry.verdict == "accepted", entry.reason
    assert entry.records_in == entry.records_accepted + entry.records_quarantined + entry.records_filtered
    return entry


def kept(environment: Environment, entry: LedgerEntry, column: str = "row_number") -> list:
    file = environment.home / "raw" / entry.folder / "data.parquet"
    return [value for (value,) in duckdb.sql(f"select {column} from '{file}' order by row_number").fetchall()]


@pytest.mark.parametrize(
    ("where", "rows", "reasons"),
    [
        ("status <> 'duplicate'", [2, 5], {"where_false": 1, "where_null": 1}),
        ("coalesce(status, '') <> 'duplicate'", [2, 4, 5], {"where_false": 1}),
        ("status = 'open'", [2, 5], {"where_false": 1, "where_null": 1}),
        ("nr::int < 3", [2, 3], {"where_false": 2}),
        ("true", [2, 3, 4, 5], {}),
        ("\"start\" like '2025-01-01%' and \"topic\" = 'x'", [2, 5], {"where_false": 1, "where_null": 1}),
    ],
)
def test_where_keeps_the_rows_for_which_it_is_true(environment, where, rows, reasons):
    entry = take_in(
        environment,
        {"where": where},
        "1,x,2025-01-01 10:00,open,",
        "2,duplicaat,2025-01-01 10:00,duplicate,",
        "3,,2025-01-01 10:00,,",
        "4,x,2025-01-01 10:00,open,",
    )
    assert (kept(environment, entry), entry.filter_reasons) == (rows, reasons)
    assert entry.quarantine_reasons == {}


def test_a_row_that_is_left_out_is_not_judged_and_one_whose_condition_fails_is(environment):
    entry = take_in(
        environment,
        {"where": "status::int = 1", "key": ["nr"]},
        "1,x,no time at all,0,",
        "1,x,2025-01-01 10:00,1,",
        "2,x,2025-01-01 10:00,one,",
        "3,x,no time at all,1,",
    )
    assert kept(environment, entry) == [3]
    assert entry.filter_reasons == {"where_false": 1}
    assert entry.quarantine_reasons == {"bad_timestamp": 1, "expression_failed": 1}


def test_a_record_that_cannot_be_read_is_not_left_out_whatever_the_condition(environment):
    torn, good = "2,x,2025-01-01 10:00", [f"{n},x,2025-01-01 10:00,open," for n in (3, 4)]
    entry = take_in(environment, {"where": "coalesce(status, '') = 'open'"}, torn, *good)
    assert (entry.quarantine_reasons, entry.filter_reasons) == ({"wrong_width": 1}, {})


def test_a_file_of_which_nothing_is_wanted_is_accepted_and_empty(environment):
    entry = take_in(environment, {"where": "false"}, *(f"{n},x,{n},open," for n in range(200)))
    assert (entry.records_accepted, entry.records_filtered) == (0, 200)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("status", "this is no condition"),
        ("1", "this is no condition"),
        ("null", "this is no condition"),
        ("max(status) = 'open'", "not over several records"),
        ("status = ", "where"),
        ("status in (select 1)", "without a subquery"),
        ("read_text('x') = ''", "where"),
    ],
)
def test_what_is_no_condition_is_refused_with_the_feed(environment, where, said):
    path = environment.define(TICKETS | {"where": where})
    with pytest.raises(CentricityError, match="bad_feed") as refused:
        read_feed(path)
    assert said in str(refused.value) and "where" in str(refused.value)


# Of a page-by-page questionnaire or a log of changes: the place among them is not the place in the file.
VERSIONS = (
    "1,first,2025-01-01 10:00,open,2025-03-02 10:00",
    "1,second,2025-01-01 10:00,open,2025-03-10 09:00",
    "1,third,2025-01-01 10:00,open,2025-03-09 10:00",
    "2,only,2025-01-01 10:00,open,",
)


@pytest.mark.parametrize("keyed", [{"key": ["nr"]}, {}, {"key": ["nr", "topic"]}], ids=["key", "no key", "finer key"])
@pytest.mark.parametrize(
    ("policy", "rows", "quarantined", "filtered"),
    [
        ("refuse", [5], {"duplicate_key_conflict": 3}, {}),
        ("first", [2, 5], {}, {"key_repeated": 2}),
        ("last", [4, 5], {}, {"key_repeated": 2}),
        ({"last": "changed"}, [3, 5], {}, {"key_repeated": 2}),
    ],
)
def test_of_rows_of_one_id_that_differ_the_feed_says_which_counts(
    environment, keyed, policy, rows, quarantined, filtered
):
    entry = take_in(environment, keyed | {"repeated_keys": policy}, *VERSIONS)
    assert (kept(environment, entry), entry.quarantine_reasons, entry.filter_reasons) == (rows, quarantined, filtered)


@pytest.mark.parametrize("keyed", [{"key": ["nr"]}, {}], ids=["key", "no key"])
@pytest.mark.parametrize("policy", ["refuse", "first", "last"])
def test_equal_rows_of_one_id_are_one_record_and_are_named(environment, keyed, policy):
    entry = take_in(environment, keyed | {"repeated_keys": policy}, *(["1,x,2025-01-01 10:00,open,"] * 300))
    assert (kept(environment, entry), entry.quarantine_reasons) == ([2], {"duplicate_key_exact": 299})


def test_without_an_id_equal_rows_are_different_peoples(environment):
    columns = {name: origin for name, origin in SURVEY["columns"].items() if name != "evaluation_id"}
    environment.define(SURVEY | {"key": [], "columns": columns, "ignored": ["id"]})
    environment.deliver_organisations()
    environment.deliver_survey(*(["E1;R1;Alfa;01-10-2025 12:00:00;9;7,5;prima"] * 3))
    for source in ("reference", "survey"):
        load_deliveries(environment.settings, source, "test")
    [entry] = [entry for entry in read_entries(Home(environment.home)) if entry.feed == "survey"]
    assert entry.records_accepted == 3


@pytest.mark.parametrize(
    ("changed", "row"),
    [
        (("9", "10", "8"), 3),
        (("2025-03-10 10:00", "2025-03-09 10:00", ""), 2),
        (("", "2025-03-09 10:00", "2025-03-09 10:00"), 4),
    ],
    ids=["numbers", "times", "ties go by the file"],
)
def test_the_last_by_a_column_goes_by_numbers_and_times_not_by_letters(environment, changed, row):
    rows = [f"1,v{n},2025-01-01 10:00,open,{said}" for n, said in enumerate(changed)]
    assert kept(environment, take_in(environment, {"repeated_keys": {"last": "changed"}}, *rows)) == [row]


def test_the_last_by_a_column_reads_its_times_as_the_feed_maps_them(environment):
    columns = TICKETS["columns"] | {"started_at": {"from": "start", "timestamp_format": "%d/%m/%Y"}}
    rows = ("1,late,01/02/2025,open,", "1,early,31/01/2025,open,")
    entry = take_in(environment, {"columns": columns, "repeated_keys": {"last": "start"}}, *rows)
    assert kept(environment, entry, "topic") == ["late"]


def test_a_place_among_repeats_that_says_nothing_is_a_problem_of_its_row(environment):
    rows = [f"1,v{n},2025-01-01 10:00,open,{said}" for n, said in enumerate(("yesterday", "2025-03-09 10:00"))]
    entry = take_in(environment, {"repeated_keys": {"last": "changed"}}, *rows)
    assert (kept(environment, entry), entry.quarantine_reasons) == ([3], {"bad_place_among_repeats": 1})


@pytest.mark.parametrize("deleted", ["1,,,deleted,", "1,x,no time at all,deleted,", "1,x,2025-01-01 10:00,deleted,"])
def test_a_tombstone_needs_its_id_only_and_keeps_nothing_else(environment, deleted):
    entry = take_in(environment, WITHDRAWN, deleted, "2,y,2025-01-01 10:00,open,")
    assert (kept(environment, entry), entry.quarantine_reasons) == ([2, 3], {})
    assert kept(environment, entry, "is_withdrawn") == [True, False]
    assert kept(environment, entry, "topic") == [None, "y"]


@pytest.mark.parametrize(
    "asked",
    [
        {"where": "topic <> 'test'"},
        {"delivers": {"whole": {"sql": '"start"[1:7]'}}},
        {"key": ["changed"], "ignored": []},
    ],
)
def test_a_tombstone_is_not_asked_for_what_it_lacks(environment, asked):
    number = "" if "key" in asked else "1"
    entry = take_in(environment, WITHDRAWN | asked, f"{number},,,deleted,c1", "2,y,2025-01-01 10:00,open,c2")
    assert kept(environment, entry, "is_withdrawn") == [True, False]
    assert (entry.quarantine_reasons, entry.filter_reasons) == ({}, {})


@pytest.mark.parametrize("name", ["events", "evaluations"])
def test_a_feed_whose_tombstones_could_name_nothing_is_refused(environment, name):
    event = {"entity": "events", "columns": TICKETS["columns"] | {"activity": "topic", "occurred_at": "start"}}
    del event["columns"]["started_at"]
    columns = {"organisation_id": "organisatie", "completed_at": "ingevuld_op"}
    feed = {"events": TICKETS | event, "evaluations": SURVEY | {"columns": columns}}[name]
    feed = {key: value for key, value in feed.items() if key != "key"}
    path = environment.define(feed | {"columns": feed["columns"] | {"is_withdrawn": "weg"}})
    with pytest.raises(CentricityError, match="say the `key`"):
        read_feed(path)


def test_a_tombstone_without_its_id_is_a_problem(environment):
    entry = take_in(environment, WITHDRAWN, ",x,2025-01-01 10:00,deleted,", "2,y,2025-01-01 10:00,open,")
    assert entry.quarantine_reasons == {"missing_value": 1}


def test_a_record_and_its_tombstone_in_one_file_go_by_the_policy(environment):
    rows = ("1,x,2025-01-01 10:00,open,", "1,,,deleted,")
    entry = take_in(environment, WITHDRAWN | {"repeated_keys": "last"}, *rows)
    assert kept(environment, entry, "is_withdrawn") == [True]


@pytest.mark.parametrize(
    ("feed", "periods", "kept_periods"),
    [
        ({}, None, [None, None]),
        ({"delivers": "whole"}, ["everything"], ["everything", "everything"]),
        ({"delivers": {"whole": "changed"}}, ["2025-09", "2025-10"], ["2025-09", "2025-10"]),
        ({"delivers": {"whole": {"sql": "changed[1:4]"}}}, ["2025"], ["2025", "2025"]),
    ],
)
def test_a_load_knows_of_which_periods_it_is_the_whole(environment, feed, periods, kept_periods):
    rows = ("1,x,2025-01-01 10:00,open,2025-09", "2,x,2025-01-01 10:00,open,2025-10")
    entry = take_in(environment, feed, *rows)
    assert entry.whole_periods == periods
    assert kept(environment, entry, "period") == kept_periods


def test_a_period_that_only_the_name_says_is_known_of_an_empty_file_too(environment):
    environment.define(TICKETS | {"file_pattern": "t_{month}_{date}.csv", "delivers": {"whole": "{month}"}})
    environment.deliver_organisations()
    environment.deliver("tickets", "t_2025-09_2025-10-01.csv", HEADER)
    for source in ("reference", "process"):
        load_deliveries(environment.settings, source, "test")
    [entry] = [entry for entry in read_entries(Home(environment.home)) if entry.feed == "tickets"]
    assert (entry.verdict, entry.whole_periods) == ("accepted", ["2025-09"])


def test_a_row_without_its_period_is_a_problem(environment):
    entry = take_in(environment, {"delivers": {"whole": "changed"}}, "1,x,2025-01-01 10:00,open,", *VERSIONS[3:])
    assert entry.quarantine_reasons == {"missing_value": 2}


def test_a_period_with_blanks_around_it_is_not_another_period(environment):
    rows = ("1,x,2025-01-01 10:00,open,2025-09", "2,x,2025-01-01 10:00,open,2025-09 ")
    entry = take_in(environment, {"delivers": {"whole": "changed"}}, *rows)
    assert entry.quarantine_reasons == {"whitespace_in_key": 1}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file_pattern": "tickets.csv"}, "{date}"),
        ({"delivers": {"whole": {"constant": "x"}}}, "delivers"),
        ({"delivers": "everything"}, "delivers"),
        ({"repeated_keys": "newest"}, "repeated_keys"),
    ],
)
def test_a_whole_that_could_not_be_told_is_refused_with_the_feed(environment, change, said):
    path = environment.define(TICKETS | {"delivers": "whole"} | change)
    with pytest.raises(CentricityError, match="bad_feed") as refused:
        read_feed(path)
    assert said in str(refused.value)


def test_a_withdrawn_load_is_judged_again_with_the_others_and_stays_withdrawn(environment):
    withdraw(environment.opened, take_in(environment, {}, "1,x,2025-01-01 10:00,open,").load_id, "wrong month")
    environment.define(TICKETS | {"values": TICKETS["values"] | {"missing": ["", "x"]}})
    [again] = read_archive_again(environment.opened).entries
    [known] = [entry for entry in known_loads(environment.opened) if entry.feed == "tickets"]
    assert (known.load_id, known.is_withdrawn) == (again.load_id, True)
    assert kept(environment, known, "topic") == [None], "restored, it is what a load that was never withdrawn is"
