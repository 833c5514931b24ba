"""A polluted file is refused, or its bad rows are quarantined, or it is read exactly: nothing in between."""

import duckdb
import pytest
from properties.pollution import ROWS, legal, polluted
from properties.staged import connect, pseudonym, stage_bytes

from centricity.errors import Refusal
from centricity.feeds.definition import Feed

FEED = Feed.model_validate(
    {
        "feed": "survey",
        "source": "survey",
        "entity": "evaluations",
        "description": "The survey that is polluted.",
        "file_pattern": "{name}.csv",
        "format": {"type": "csv"},
        "values": {"timestamp_format": "%d-%m-%Y %H:%M:%S"},
        "columns": {
            "evaluation_id": "id",
            "organisation_id": "wie",
            "completed_at": "wanneer",
            "touchpoint": "notitie",
        },
        "answers": {"recommend": {"from": "cijfer", "scale": [0, 10]}},
    }
)


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


def content_of(row: dict) -> tuple:
    return (row["evaluation_id"], row["completed_at"].day, row["answers"][0]["value"], row["touchpoint"])


CONTENT = [(pseudonym("survey", key), int(key[1:]), float(mark), note or None) for key, _, _, mark, note in ROWS]


def read(connection: duckdb.DuckDBPyConnection, content: bytes) -> list[tuple]:
    return [content_of(row) for row in stage_bytes(connection, FEED, "survey.csv", content).accepted]


@pytest.mark.parametrize("case", legal())
def test_what_is_legal_is_read_exactly(connection, case):
    rows = {"no_row": [], "one_row": CONTENT[:1], "rows_reordered": CONTENT[::-1]}
    rows["long_field"] = [(*CONTENT[0][:3], "x" * 1_000_000)]
    assert read(connection, legal()[case]) == rows.get(case, CONTENT)


@pytest.mark.parametrize("case", polluted())
def test_what_is_polluted_is_never_silently_wrong(connection, case):
    try:
        accepted = read(connection, polluted()[case])
    except Refusal:
        return
    assert set(accepted) <= set(CONTENT)


def test_the_polluted_cases_are_not_the_legal_ones():
    assert len(polluted()) == 89
    assert not set(polluted().values()) & set(legal().values())
