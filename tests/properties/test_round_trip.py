"""What a supplier writes properly comes out with exactly the values that went in, whatever the dialect."""

import pytest
from hypothesis import given
from properties.answers import expected
from properties.deliveries import Made, csv_deliveries, json_deliveries
from properties.staged import connect, stage_bytes


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


def assert_exact(connection, made: Made) -> None:
    staged = stage_bytes(connection, made.feed, made.name, made.content)
    due = [expected(one, made.values) for one in made.known]
    assert [{name: row[name] for name in wanted} for row, wanted in zip(staged.rows, due, strict=True)] == due


@given(made=csv_deliveries())
def test_delimited_text(connection, made):
    assert_exact(connection, made)


@given(made=json_deliveries())
def test_json_lines(connection, made):
    assert_exact(connection, made)
