# Holds feeds.origins, mapping.answers, batches.remarks.
"""A scale whose worst mark is the higher one is turned round at intake: the better answer has the higher mark."""

import duckdb
import pytest
from environments import SURVEY, Environment

from centricity.feeds.catalogue import read_feed
from centricity.home import Home
from centricity.intake.loading import load_deliveries
from centricity.ledger.entry import read_entries

LABELS = {"1 - Very satisfied": 1, "3 - Neutral": 3, "5 - Very dissatisfied": 5, "Weet niet": None}


def take_in(environment: Environment, answer: dict, marks: list[str]) -> tuple[list[tuple], dict[str, int]]:
    """Take in one answer per record: the values with their scales, and what was quarantined and why."""
    values = SURVEY["values"] | {"missing": [""]}
    answers = {"recommend": {"from": "aanbevelen", "decimals": True} | answer}
    environment.define(SURVEY | {"answers": answers, "values": values, "ignored": ["gemak"]})
    environment.deliver_organisations()
    environment.deliver_survey(*(f"{n};R{n};Alfa;01-10-2025 12:00:00;{mark};;" for n, mark in enumerate(marks)))
    for source in ("reference", "survey"):
        load_deliveries(environment.settings, source, "test")
    [entry] = [entry for entry in read_entries(Home(environment.home)) if entry.feed == "survey"]
    files = environment.home / "raw/survey/evaluations/*/data.parquet"
    said = "answers[1].value, answers[1].scale_low, answers[1].scale_high"
    return duckdb.sql(f"select {said} from '{files}' order by row_number").fetchall(), entry.quarantine_reasons


@pytest.mark.parametrize(
    ("answer", "marks", "values", "reasons"),
    [
        ({"scale": [5, 1]}, ["1", "5", "2,5", ""], [5, 1, 3.5, None], {}),
        ({"scale": [10, 0]}, ["9,9", "0", "10"], [0.1, 10, 0], {}),
        ({"scale": [5, 1]}, ["1", "6", "0", "one"], [5], {"out_of_range": 2, "not_a_number": 1}),
        ({"scale": [5, 1], "missing": ["9"]}, ["9", "4"], [None, 2], {}),
        ({"scale": [5, 1], "labels": LABELS}, [*LABELS, "Fair"], [5, 3, 1, None], {"unknown_label": 1}),
        ({"scale": [1, 5], "labels": LABELS}, [*LABELS], [1, 3, 5, None], {}),
    ],
)
def test_a_mark_is_mirrored_where_the_worst_is_the_higher(environment, answer, marks, values, reasons):
    found, quarantined = take_in(environment, answer, marks)
    low, high = min(answer["scale"]), max(answer["scale"])
    assert found == [(value, low, high) for value in values]
    assert quarantined == reasons


def test_a_feed_without_a_descending_scale_is_the_definition_that_it_was(environment):
    """Its digest stands in the ids of the loads that there are."""
    feed = read_feed(environment.define(SURVEY))
    assert feed.sha256 == "82a276af802b2c3aa8b5a965a036c12beae0dc1ff1d71aac3b3a9aa4f54a177e"
