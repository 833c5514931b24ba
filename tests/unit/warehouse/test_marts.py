"""Marts leave the build in the order of their grain, each row with the build that made it, described."""

import json

import duckdb
import pytest

from centricity.errors import CentricityError
from centricity.home import Home
from centricity.warehouse.dbt import build_file, target_folder
from centricity.warehouse.marts import copy_marts, read_marts

MODEL = {
    "unique_id": "model.centricity.fct_small",
    "name": "fct_small",
    "resource_type": "model",
    "fqn": ["centricity", "marts", "fct_small"],
    "description": "One row per\norganisation.\n\nSee [the method](method.md#small), it's short.",
    "columns": {"organisation_id": {"description": "Its [code](feeds.md)."}, "score": {"description": "0 to\n100."}},
}
TEST = {
    "unique_id": "test.centricity.unique_grain_fct_small",
    "resource_type": "test",
    "attached_node": MODEL["unique_id"],
    "test_metadata": {"name": "unique_grain", "kwargs": {"columns": ["organisation_id"]}},
}

ROWS = [(None, 2.5, "0f0f"), ("a", None, "0f0f"), ("b", 1.5, "0f0f")]


@pytest.fixture
def home(tmp_path) -> Home:
    home = Home(tmp_path)
    target_folder(home).mkdir(parents=True)
    with duckdb.connect(build_file(home)) as connection:
        connection.execute(
            "create table fct_small as "
            "select * from (values ('b', 1.5), ('a', null), (null, 2.5)) given(organisation_id, score)"
        )
    return home


def know(home: Home, *nodes: dict) -> None:
    docs = {"doc.centricity.build_id": {"block_contents": "The build\nthat made it."}}
    manifest = {"nodes": {node["unique_id"]: node for node in nodes}, "docs": docs}
    (target_folder(home) / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_mart_is_copied_in_the_order_of_its_grain_with_its_build_and_descriptions(home, tmp_path):
    know(home, MODEL, TEST)
    assert copy_marts(home, read_marts(home), tmp_path, "0f0f") == {"fct_small": 3}
    with duckdb.connect(tmp_path / "marts.duckdb", read_only=True) as marts:
        assert marts.table("fct_small").fetchall() == ROWS
        (said,) = marts.sql("select comment from duckdb_tables()").fetchall()
        columns = marts.sql("select column_name, comment from duckdb_columns() where not internal").fetchall()
    assert said == ("One row per organisation. See the method, it's short.",)
    assert columns == [
        ("organisation_id", "Its code."),
        ("score", "0 to 100."),
        ("build_id", "The build that made it."),
    ]
    assert duckdb.read_parquet(str(tmp_path / "fct_small.parquet")).fetchall() == ROWS


def test_the_same_marts_have_the_same_bytes(home, tmp_path):
    know(home, MODEL, TEST)
    folders = [tmp_path / name for name in ("once", "again")]
    for folder in folders:
        folder.mkdir()
        copy_marts(home, read_marts(home), folder, "0f0f")
    for name in ("marts.duckdb", "fct_small.parquet"):
        once, again = ((folder / name).read_bytes() for folder in folders)
        assert once == again


@pytest.mark.parametrize(("nodes", "said"), [([MODEL], "fct_small"), ([], "There are no marts")])
def test_a_mart_without_a_grain_is_an_error(home, nodes, said):
    know(home, *nodes)
    with pytest.raises(CentricityError, match=f"mart_without_grain: {said}"):
        read_marts(home)
