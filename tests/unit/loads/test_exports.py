"""Exports of twelve tools, drafted, completed and loaded: how much a person must add, and what is taken in then."""

from datetime import datetime

import duckdb
import pytest
from drafts import amend, open_keys
from environments import Environment
from exports.completed import EXPORTS

from centricity.drafting.draft import draft_feed
from centricity.feeds.entities import SOURCES
from centricity.home import Home
from centricity.loads.entry import LedgerEntry
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries

# Of each export: the edits that its draft needs, and how many of these the draft itself asks for.
EDITS = {
    "google_forms": (1, 1),
    "microsoft_forms": (1, 1),
    "google_play": (2, 2),
    "app_store": (2, 2),
    "delighted": (0, 0),
    "zendesk_ratings": (5, 3),
    "intercom": (18, 3),
    "freshdesk": (4, 2),
    "jira": (2, 2),
    "salesforce": (2, 2),
    "shopify": (3, 2),
    "mined_log": (4, 4),
}
# The time of the second record, in UTC: of the surveys as it was made, of the tickets in the Dutch clock.
SECOND = {
    **dict.fromkeys(("google_forms", "google_play", "app_store", "delighted"), datetime(2025, 10, 2, 14, 12, 7)),
    **dict.fromkeys(("freshdesk", "shopify", "microsoft_forms"), datetime(2025, 10, 2, 12, 12, 7)),
    **dict.fromkeys(("jira", "salesforce"), datetime(2025, 10, 2, 12, 12)),
    "zendesk_ratings": datetime(2025, 10, 2, 14, 12, 7),
    "intercom": datetime(2025, 10, 2, 14, 5, 9),
    "mined_log": datetime(2025, 10, 1, 14, 5, 7),
}


@pytest.fixture(scope="module")
def drafts(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("samples")
    texts = {}
    for name, export in EXPORTS.items():
        sample = folder / f"{name}_2025-11-15.{export.ending}"
        sample.write_bytes(export.make())
        texts[name] = draft_feed(sample, export.source)
    return texts


@pytest.fixture(scope="module")
def environment(module_environment: Environment, drafts) -> Environment:
    """Where each export was delivered to its completed feed."""
    module_environment.deliver_organisations()
    for name, export in EXPORTS.items():
        for edits in [export.edits, *([export.second_feed] if export.second_feed else [])]:
            feed = amend(drafts[name], edits)
            module_environment.define(feed)
            module_environment.deliver(feed["feed"], f"{name}_2025-11-15.{export.ending}", export.make())
    for source in SOURCES:
        load_deliveries(module_environment.settings, source, "test")
    return module_environment


def test_there_are_twelve_exports():
    assert len(EXPORTS) == len(EDITS) == len(SECOND) == 12


@pytest.mark.parametrize("name", EXPORTS)
def test_a_draft_needs_no_more_than_these_edits(drafts, name):
    assert tuple(open_keys(drafts[name])) == EXPORTS[name].left_open
    assert EXPORTS[name].count_edits <= EDITS[name][0]
    assert len(EXPORTS[name].edits.keys() & {*open_keys(drafts[name])}) == EDITS[name][1]


@pytest.mark.parametrize("name", EXPORTS)
def test_the_completed_feed_takes_in_what_it_should(environment, name):
    export, entry = EXPORTS[name], entry_of(environment, name)
    assert (entry.verdict, entry.reason) == ("accepted", None)
    assert (entry.records_accepted, entry.quarantine_reasons) == (export.accepted, export.quarantined)
    assert sum(entry.filter_reasons.values()) == export.filtered
    assert entry.records_in == export.accepted + sum(export.quarantined.values()) + export.filtered


@pytest.mark.parametrize("name", EXPORTS)
def test_a_time_is_the_moment_that_the_export_means(environment, name):
    [time] = [
        column for column in ("completed_at", "sent_at", "started_at", "occurred_at") if has(environment, name, column)
    ]
    second = records(environment, name, time)[1][0]
    assert second.replace(microsecond=0) == SECOND[name]


def test_marks_are_those_that_were_given(environment):
    marks = {
        name: sorted(
            {(mark["item"], mark["value"]) for (answers,) in records(environment, name, "answers") for mark in answers}
        )
        for name in ("google_forms", "delighted", "zendesk_ratings")
    }
    recommend = [("recommend", float(mark)) for mark in range(11)]
    five = [(item, float(mark)) for item in ("ease_1", "employee_1") for mark in range(1, 6)]
    assert marks["google_forms"] == sorted(five + recommend)
    assert marks["delighted"] == recommend
    assert marks["zendesk_ratings"] == [("satisfaction", 0.0), ("satisfaction", 1.0)]


def test_the_replies_of_one_feed_answer_the_questions_of_the_other(environment):
    questions = {question for (question,) in records(environment, "intercom_questions", "message_id")}
    replies = records(environment, "intercom", "in_reply_to_id", "is_from_organisation", "is_automated")
    assert len(questions) == 40
    assert {reply[0] for reply in replies} == questions
    # Each conversation has a bot's greeting; three of four are answered, and thanked for.
    assert sorted(
        replies.count((question, *kind)) for question in questions for kind in ((True, True), (True, False))
    ) == ([0] * 10 + [1] * 70)


def test_a_due_date_is_a_promise_until_the_end_of_that_day(environment):
    assert records(environment, "jira", "promised_at")[1][0] == datetime(2025, 10, 5, 21, 59, 59)


def entry_of(environment: Environment, feed: str) -> LedgerEntry:
    [entry] = [entry for entry in read_entries(Home(environment.home)) if entry.feed == feed]
    return entry


def table_of(environment: Environment, feed: str) -> duckdb.DuckDBPyRelation:
    entry = entry_of(environment, feed)
    folder = environment.home / "raw" / entry.source / entry.entity / entry.load_id
    return duckdb.read_parquet(str(folder / "data.parquet")).order("row_number")


def has(environment: Environment, feed: str, column: str) -> bool:
    return column in table_of(environment, feed).columns


def records(environment: Environment, feed: str, *columns: str) -> list[tuple]:
    return table_of(environment, feed).project(", ".join(columns)).fetchall()
