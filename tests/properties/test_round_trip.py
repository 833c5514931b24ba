"""What a supplier writes properly comes out with exactly the values that went in, whatever the format."""

import warnings
from pathlib import Path

import pytest
from hypothesis import given
from properties.answers import expected
from properties.csv_dialects import escaped_deliveries, unquoted_deliveries
from properties.deliveries import Made, csv_deliveries, json_deliveries
from properties.excel_deliveries import excel_deliveries
from properties.nested_deliveries import document_deliveries, event_log_deliveries
from properties.parquet_deliveries import parquet_deliveries
from properties.spss_deliveries import spss_deliveries
from properties.staged import connect, stage_bytes

from centricity.formats.layout import Layout
from centricity.formats.table_formats import SpssFormat
from centricity.readers import spss, spss_texts


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def _spss_in_this_process():
    """A process for each example would take most of the time; that there is one has a test of its own."""

    def write(file: Path, layout: Layout[SpssFormat], target: Path) -> dict:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            return spss_texts.write_texts(str(file), layout, str(target))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spss, "_write_texts", write)
        yield


def assert_exact(connection, made: Made) -> None:
    staged = stage_bytes(connection, made.feed, made.name, made.content)
    due = [expected(one, made.values) for one in made.known]
    assert [{name: row[name] for name in wanted} for row, wanted in zip(staged.rows, due, strict=True)] == due


@given(made=csv_deliveries())
def test_delimited_text(connection, made):
    assert_exact(connection, made)


@given(made=escaped_deliveries() | unquoted_deliveries())
def test_delimited_text_of_databases(connection, made):
    assert_exact(connection, made)


@given(made=json_deliveries())
def test_json_lines(connection, made):
    assert_exact(connection, made)


@given(made=document_deliveries())
def test_json_document(connection, made):
    assert_exact(connection, made)


@given(made=event_log_deliveries())
def test_event_log(connection, made):
    assert_exact(connection, made)


@given(made=parquet_deliveries())
def test_parquet(connection, made):
    assert_exact(connection, made)


@given(made=excel_deliveries())
def test_excel(connection, made):
    assert_exact(connection, made)


@pytest.mark.usefixtures("_spss_in_this_process")
@given(made=spss_deliveries())
def test_spss(connection, made):
    assert_exact(connection, made)
