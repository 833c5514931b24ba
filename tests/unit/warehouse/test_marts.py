"""Marts leave the build in the order of their grain, each row with the build that made it."""

import duckdb

from centricity.home import Home
from centricity.warehouse.dbt import build_file
from centricity.warehouse.marts import Mart, copy_marts


def test_every_row_says_which_build_made_it(tmp_path):
    home = Home(tmp_path)
    home.warehouse.mkdir()
    with duckdb.connect(build_file(home)) as build:
        build.execute("create table fct_a as select * from (values (2, 'b'), (1, 'a'), (null, 'c')) t (number, code)")
        build.execute("create table dim_b (code varchar)")
    rows = copy_marts(home, [Mart("dim_b", ("code",)), Mart("fct_a", ("number",))], tmp_path, "0f0f")
    assert rows == {"dim_b": 0, "fct_a": 3}
    expected = [(None, "c", "0f0f"), (1, "a", "0f0f"), (2, "b", "0f0f")]
    assert duckdb.read_parquet(str(tmp_path / "fct_a.parquet")).fetchall() == expected
    with duckdb.connect(tmp_path / "marts.duckdb", read_only=True) as marts:
        assert marts.table("fct_a").fetchall() == expected
        assert marts.table("dim_b").columns == ["code", "build_id"]
