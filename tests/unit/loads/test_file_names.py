"""What the name of a file says may be a value of its rows; the same bytes under another name are then other rows."""

import duckdb
import pytest
from environments import SURVEY, Environment

from centricity.feeds.catalogue import read_catalogue
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import entries_in_force, read_entries
from centricity.loads.quarantine import discard
from centricity.loads.rereading import read_archive_again

BY_NAME = SURVEY | {
    "file_pattern": "survey_{shop}_{date}.csv",
    "key": ["{shop}", "id"],
    "columns": {
        "evaluation_id": {"sql": """ "{shop}" || '/' || id """},
        "organisation_id": {"from": "{shop}", "labels": {"north": "Alfa", "south-west": "Bèta"}},
        "channel": "{shop}",
        "completed_at": "tijd",
    },
    "values": {"timestamp_format": "%Y-%m-%d"},
    "answers": {"recommend": {"from": "nps", "scale": [0, 10]}},
}
CONTENT = "id;tijd;nps\n1;2025-10-01;9\n2;2025-10-02;11\n"


@pytest.fixture
def with_organisations(environment) -> Environment:
    environment.define(BY_NAME)
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    return environment


def take(environment: Environment, *names: str) -> list:
    for name in names:
        environment.deliver("survey", name, CONTENT)
    return load_deliveries(environment.settings, "survey", "test").entries


def in_force(environment: Environment) -> list:
    entries = read_entries(Home(environment.home))
    found = entries_in_force(entries, read_catalogue(environment.settings.feeds))
    return sorted((entry for entry in found if entry.feed == "survey"), key=lambda entry: entry.file_name)


def raw(environment: Environment) -> list[tuple]:
    files = environment.home / "raw/survey/evaluations/*/data.parquet"
    columns = "organisation_id, channel, evaluation_id, record_key"
    return duckdb.sql(f"select {columns} from read_parquet('{files}') order by all").fetchall()


def test_a_part_of_the_name_is_a_text_like_any(with_organisations):
    entries = take(with_organisations, "survey_north_2025-10-31.csv", "survey_south-west_2025-10-31.csv")
    assert [(entry.records_in, entry.records_accepted, entry.quarantine_reasons) for entry in entries] == [
        (2, 1, {"out_of_range": 1})
    ] * 2
    rows = raw(with_organisations)
    assert [row[:2] for row in rows] == [("A", "north"), ("B", "south-west")]
    # the same number in two shops is not the same person, nor the same record
    assert len({row[2] for row in rows}) == len({row[3] for row in rows}) == 2


def test_the_same_bytes_under_another_name_are_another_load_and_under_the_same_none(with_organisations):
    take(with_organisations, "survey_north_2025-10-31.csv")
    take(with_organisations, "survey_south-west_2025-10-31.csv")
    assert len({entry.load_id for entry in in_force(with_organisations)}) == 2
    again = take(with_organisations, "survey_north_2025-11-30.csv")
    assert [entry.file_name for entry in again] == ["survey_north_2025-11-30.csv"]
    assert [entry.file_name for entry in in_force(with_organisations)] == [
        "survey_north_2025-11-30.csv",
        "survey_south-west_2025-10-31.csv",
    ]
    assert take(with_organisations, "survey_north_2025-11-30.csv") == []


def test_what_is_given_up_of_one_is_not_of_the_other(with_organisations):
    take(with_organisations, "survey_north_2025-10-31.csv")
    [north] = in_force(with_organisations)
    discard(with_organisations.opened, north, {3}, "a typing error")
    [south] = take(with_organisations, "survey_south-west_2025-10-31.csv")
    assert (south.discards, south.quarantine_reasons) == ([], {"out_of_range": 1})


def test_a_feed_that_comes_to_read_its_names_reads_each_file_under_each(with_organisations):
    by_hand = BY_NAME | {
        "file_pattern": "survey_{name}_{date}.csv",
        "key": ["id"],
        "columns": {"evaluation_id": "id", "organisation_id": {"constant": "Alfa"}, "completed_at": "tijd"},
    }
    with_organisations.define(by_hand)
    take(with_organisations, "survey_north_2025-10-31.csv")
    take(with_organisations, "survey_south-west_2025-11-30.csv")
    assert len(in_force(with_organisations)) == 1
    with_organisations.define(BY_NAME)
    read_archive_again(with_organisations.opened)
    assert [entry.file_name for entry in in_force(with_organisations)] == [
        "survey_north_2025-10-31.csv",
        "survey_south-west_2025-11-30.csv",
    ]


def test_a_part_that_names_no_organisation_quarantines_its_rows(with_organisations):
    with_organisations.define(BY_NAME | {"columns": BY_NAME["columns"] | {"organisation_id": "{shop}"}})
    [entry] = take(with_organisations, "survey_east_2025-10-31.csv")
    assert entry.quarantine_reasons["unknown_organisation"] == 2


def test_a_feed_that_does_not_read_its_names_has_the_load_ids_that_it_had():
    feed = Feed.model_validate(SURVEY)
    assert feed.name_texts("survey_2025-10-01.csv") == {}
    assert Feed.model_validate(SURVEY | {"file_pattern": "{name}_{name}.csv"}).match_file_name("a_b_c.csv")


@pytest.mark.parametrize(
    ("pattern", "name", "said"),
    [
        ("survey_{shop}_{date}.csv", "survey_north_2025-10-31.csv", "north"),
        ("survey_{shop}_{date}.csv", "survey_north_west_2025-10-31.csv.gz", "north_west"),
        ("survey_{shop}_{name}.csv", "survey_north_1.csv", "north"),
        ("survey_{shop}_{name}.csv", "survey_north_west_1.csv", None),  # north, or north_west?
        ("survey_{shop}_{date}.csv", "survey__2025-10-31.csv", None),
        ("survey_{shop}_{date}.csv", "survey_north_20251031.csv", None),
    ],
)
def test_a_name_says_one_thing_or_is_not_agreed_on(pattern, name, said):
    feed = Feed.model_validate(BY_NAME | {"file_pattern": pattern})
    assert feed.name_texts(name).get("{shop}") == said
    assert bool(feed.match_file_name(name)) == (said is not None)


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("survey_{date}.csv", "columns read {shop}"),
        (["survey_{shop}_{date}.csv", "survey_{date}.csv"], "columns read {shop}"),
        ("survey_{shop}_{shop}.csv", "letters, digits"),
        ("survey_{shop}_{Region}.csv", "letters, digits"),
        ("survey_{shop}_{dat}.csv", "no column reads {dat}"),
        ("survey_{shop}/{date}.csv", "letters, digits"),
    ],
)
def test_a_pattern_whose_places_are_not_those_that_columns_read_is_refused(pattern, wrong):
    with pytest.raises(ValueError, match=wrong.replace("{", r"\{")):
        Feed.model_validate(BY_NAME | {"file_pattern": pattern})
