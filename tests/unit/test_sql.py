"""Names and values in SQL come back from DuckDB as they went in, whatever stands in them."""

import duckdb
import pytest

from centricity.sql import literal, quote_name

ODD = ["plain", "it's", 'a "quoted" name', "a'; drop table t; --", "é\u0301 \N{SNOWMAN}", "select"]


@pytest.mark.parametrize("value", [None, True, False, 3, -2.5, 0.1, 1e300, "", *ODD])
def test_a_literal_is_the_value(value):
    [found] = duckdb.sql(f"select {literal(value)}").fetchone()
    assert (found if value is None or isinstance(value, str | bool) else float(found)) == value


@pytest.mark.parametrize("name", ODD)
def test_a_quoted_name_is_the_name(name):
    assert duckdb.sql(f"select 1 as {quote_name(name)}").columns == [name]
