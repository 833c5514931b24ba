# Holds warehouse.waist, warehouse.dbt_process.
"""Figures are the same whether the waist was just made or is kept; no row of a source depends on another's records."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

import duckdb
import pytest
from tests.dbt import canonical
from tests.dbt.builds import Build, BuildInput, run_dbt

from centricity.feeds.entities import ENTITIES, SOURCES
from centricity.warehouse.input import Waist
from centricity.warehouse.waist import REFERENCE, complete_waist


@dataclass
class OfSource(BuildInput):
    """What the deliveries have of one source, and of reference data."""

    source: str = REFERENCE

    def add(self, entity: str, load_id: str, rows: Iterable[Mapping], **ledger) -> None:
        if ENTITIES[entity].source in (self.source, REFERENCE):
            super().add(entity, load_id, rows, **ledger)


@pytest.fixture(scope="module")
def tables(build: Build) -> dict[str, str]:
    """By table of the waist, whose rows it has."""
    manifest = json.loads((build.file.parent / "target/manifest.json").read_text())
    sources = [source for source in manifest["sources"].values() if source["source_name"] == "waist"]
    return {source["name"]: source["meta"]["rows_of"] for source in sources}


def test_figures_of_a_kept_waist_are_the_same(build, tables, tmp_path):
    """Only the method and the figures are built then: whatever else the figures read, they would miss."""
    waist = Waist(dict.fromkeys(SOURCES, "kept"), [*SOURCES])
    with duckdb.connect() as connection:
        connection.execute(f"attach '{build.file}' as build (read_only)")
        connection.execute(f"set file_search_path = '{build.file.parent}'")
        connection.execute("set search_path = 'build'")
        complete_waist(tmp_path, waist, connection, tables)
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "waist.json").write_text(json.dumps(asdict(replace(waist, read=[]))))
    again = run_dbt(tmp_path, tmp_path / "input", ["build", "--exclude-resource-type", "unit_test"])
    assert "int_survey__evaluation_flags" not in again.statuses
    assert set(again.statuses.values()) == {"pass", "success"}
    marts = [name for name in again.statuses if name.startswith(("dim_", "fct_"))]
    assert len(marts) > 15
    for mart in marts:
        assert rows_of(again, mart) == rows_of(build, mart), mart


@pytest.mark.parametrize("source", ["survey", "webcare"])  # cases: tests/integration/test_taken_back.py
def test_no_row_of_a_source_depends_on_records_of_another(build, tables, tmp_path, source):
    delivered = OfSource(tmp_path / "input", source=source)
    canonical.deliver(delivered)
    rows = ["--select", "tag:method", "tag:rows", "--exclude-resource-type", "unit_test", "test"]
    alone = run_dbt(tmp_path, delivered.freeze(), ["build", *rows])
    own = {table for table, rows_of in tables.items() if rows_of not in SOURCES} | {
        table for table, rows_of in tables.items() if rows_of == source
    }
    assert len(own) > 5
    for table in own:
        is_own = "true" if tables[table] in (source, "every") else f"{tables[table]} = '{source}'"
        made, whole = (rows_of(each, table, is_own) for each in (alone, build))
        if tables[table] == "every":
            assert set(map(str, made)) <= set(map(str, whole)), table
        else:
            assert made == whole, table


def rows_of(build: Build, table: str, where: str = "true") -> list[tuple]:
    return build.rows(f"select * from {table} where {where} order by all")
