"""Build inputs as an intake would leave them, and dbt run on them in a child process."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa
from tests.dbt.forked import run_forked

from centricity.feeds.entities import ENTITIES, raw_columns
from centricity.ledger.descriptions import LOADS, create_descriptions, described_waves
from centricity.warehouse.closed_waves import COLUMNS as CLOSED_FIGURES

PROJECT = Path(__file__).parents[2] / "dbt_project"

LEDGER = """
    load_id varchar, feed varchar, source varchar, entity varchar, file_name varchar, file_sha256 varchar,
    file_bytes bigint, delivery_date date, verdict varchar, reason_code varchar, records_in bigint,
    records_accepted bigint, records_quarantined bigint, records_filtered bigint,
    quarantine_reasons struct(reason_code varchar, count bigint)[],
    filter_reasons struct(reason_code varchar, count bigint)[], whole_periods varchar[],
    failed_expectations struct(expectation varchar, severity varchar, count_failing bigint)[],
    definition_sha256 varchar, suite_sha256 varchar, schema_version integer, pseudonym_key_id varchar
"""

# What every entry of a ledger says, also of a file that was refused.
ALWAYS_KNOWN = {
    "file_sha256": "of the file",
    "suite_sha256": "of the suite",
    "records_in": 0,
    "records_accepted": 0,
    "records_quarantined": 0,
}


@dataclass
class BuildInput:
    """The frozen input of a build: `add` loads, then `freeze`."""

    root: Path
    ledger: list[dict] = field(default_factory=list)
    absences: list[dict] = field(default_factory=list)
    closed_figures: list[dict] = field(default_factory=list)

    def add(self, entity: str, load_id: str, rows: Iterable[Mapping], **ledger) -> None:
        numbered = [{"load_id": load_id, "row_number": n, **row} for n, row in enumerate(rows, start=1)]
        self._write(entity, ledger.pop("stored_as", load_id), self._schema(entity), numbered)
        self.ledger.append(
            {
                "load_id": load_id,
                "feed": f"feed_of_{entity}",
                "source": ENTITIES[entity].source,
                "entity": entity,
                "verdict": "accepted",
                "records_in": len(numbered),
                "records_accepted": len(numbered),
                "records_quarantined": 0,
                **ledger,
            }
        )

    def freeze(self) -> Path:
        for entity in ENTITIES:
            self._write(entity, "empty", self._schema(entity), [])
        self._write("loads", "loads", LEDGER, [ALWAYS_KNOWN | load for load in self.ledger])
        self._write("absences", "absences", "feed varchar, first_day date, last_day date, wave integer", self.absences)
        self._write_described_waves()
        figures = ", ".join(f"{name} {kind}" for name, kind in CLOSED_FIGURES.items())
        self._write("closed_figures", "closed_figures", figures, self.closed_figures)
        return self.root

    def _write_described_waves(self) -> None:
        loads = [
            {"load_id": load["load_id"], "feed": load["feed"], "is_whole": load.get("whole_periods") is not None,
             "delivery_date": load.get("delivery_date") and str(load["delivery_date"])}
            for load in self.ledger
        ]  # fmt: skip
        (self.root / "described_waves").mkdir(exist_ok=True)
        with duckdb.connect() as connection:
            files = sorted((self.root / "organisations").glob("*.parquet"))
            create_descriptions(connection, files, pa.Table.from_pylist(loads, LOADS))
            connection.register("described", described_waves(connection))
            connection.execute(f"copy described to '{self.root / 'described_waves/described_waves.parquet'}'")

    def _schema(self, entity: str) -> str:
        return ", ".join(f"{column.name} {column.type}" for column in raw_columns(ENTITIES[entity]))

    def _write(self, entity: str, name: str, schema: str, rows: list[dict]) -> None:
        (self.root / entity).mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute(f"create table batch ({schema})")
            if rows:
                keys = sorted({key for row in rows for key in row})
                arrow = pa.Table.from_pylist([{key: row.get(key) for key in keys} for row in rows])
                connection.register("arrow", arrow)
                connection.execute("insert into batch by name select * from arrow")
            connection.execute(f"copy batch to '{self.root / entity / name}.parquet'")


@dataclass(frozen=True)
class Build:
    """What one or more dbt commands left behind; of one version of the method, where that is asked for."""

    file: Path
    statuses: dict[str, str]
    output: str
    version: str | None = None

    def of_version(self, version: str | None) -> "Build":
        return replace(self, version=version)

    def rows(self, sql: str) -> list[tuple]:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.file}' as build (read_only)")
            connection.execute(f"set file_search_path = '{self.file.parent}'")  # views read the input, seen from there
            if self.version is not None:
                self._show_version(connection)
            connection.execute("set search_path = 'memory,build'")
            return connection.execute(sql).fetchall()

    def _show_version(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Lay a view of the version over every table that has versions."""
        versioned = connection.execute(
            "select table_name from duckdb_columns() where database_name = 'build' and column_name = 'method_version'"
        ).fetchall()
        assert versioned
        for (name,) in versioned:
            rows = f"select * from build.{name} where method_version = '{self.version}'"
            connection.execute(f"create view memory.{name} as {rows}")

    def row(self, sql: str) -> tuple:
        (row,) = self.rows(sql)
        return row


def run_dbt(folder: Path, build_input: Path, *commands: list[str], project: Path = PROJECT) -> Build:
    """Runs the commands one after the other in `folder`; the outcome of each node is in `statuses`."""
    target = folder / "target"
    if build_input != folder / "input":
        (folder / "input").unlink(missing_ok=True)
        (folder / "input").symlink_to(build_input)
    environ = {
        # As in a home: with other paths dbt would parse everything anew.
        "CENTRICITY_INPUT": "input",
        "CENTRICITY_BUILD_FILE": "build.duckdb",
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target),
        "DBT_LOG_LEVEL_FILE": "none",  # it takes longer to write than many a model to run
    }
    where = ["--project-dir", str(project), "--profiles-dir", str(project)]
    statuses, output = {}, ""
    for command in commands:
        log = folder / "dbt.log"
        run_forked(["--no-use-colors", *command, *where], folder, environ, log)
        output += log.read_text()
        results = json.loads((target / "run_results.json").read_text())["results"]
        statuses |= {_name(result["unique_id"]): result["status"] for result in results}
    return Build(folder / "build.duckdb", statuses, output)


def select(*figures: str) -> list[str]:
    """`--select` models behind the waist, with all that they are made of: dbt's own `+` ends at the waist."""
    parsed = Path(os.environ["DBT_PARTIAL_PARSE_FILE_PATH"]).with_name("manifest.json")
    parents = json.loads(parsed.read_text())["parent_map"]
    made_of = {f"model.centricity.{model}" for model in figures}
    while missing := {parent for node in made_of for parent in parents.get(node, ())} - made_of:
        made_of |= missing
    waist = {node.split(".")[-1] for node in made_of if node.startswith("source.centricity.waist.")}
    return ["--select", *(f"+{model}" for model in sorted({*figures, *waist}))]


def copy_project(folder: Path) -> Path:
    return Path(shutil.copytree(PROJECT, folder / "dbt_project"))


def _name(unique_id: str) -> str:
    """A unit test's id names its model first."""
    parts = unique_id.split(".")
    return parts[3] if parts[0] == "unit_test" else parts[2]
