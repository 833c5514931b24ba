"""Mutants of the SQL models, tried on dbt's unit tests and on the specification's figures.

dbt builds and compiles once. Then a mutant is a changed text of a compiled model. It is put into the compiled unit
tests of its model; and it and the models that hang on it are computed anew from the specification's delivery, in a
transaction that is rolled back.
"""

import json
import re
import runpy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import duckdb
from tests.benchmarks.mutations import Change
from tests.dbt import builds, canonical
from tests.oracles.survey import Figure
from tests.spec import deliveries, random_surveys
from tests.spec.computed import Key, computed

RELATION = re.compile(r'"build"\."main"\."(\w+)"')
SOURCE = re.compile(r"read_parquet\('input/(\w+)/\*\.parquet', union_by_name = true\)")
# A unit test puts its fixtures behind it.
FIRST_WITH = re.compile(r"\A.*?^with (?:recursive )?", re.DOTALL | re.MULTILINE)
VERSIONS = ("M0", "M1")
# What the specification's tests allow, and a rounding more.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Model:
    """A compiled model.

    Attributes:
        name: dbt's.
        text: the compiled statement; of a Python model its path.
        kind: `table`, `view` or `python`.
        tests: the texts of its unit tests: a statement with actual and expected rows each.
    """

    name: str
    text: str
    kind: str
    tests: tuple[str, ...]

    @property
    def body(self) -> str:
        """What its unit tests hold of it: all behind the first `with`, reading fixtures."""
        behind = FIRST_WITH.sub("", self.text)
        return RELATION.sub(r"__dbt__cte__\1", SOURCE.sub(r"__dbt__cte__raw__\1", behind)).strip()


class Relations:
    """What a Python model is given in the place of dbt: the tables of the build."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read by this connection, in its transaction."""
        self.connection = connection

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self.connection.sql(f'select * from build.main."{name}"')

    def config(self, **_) -> None:
        """Each is a table here."""


@dataclass(frozen=True)
class OpenBuild:
    """A build that is attached and may be changed; read like `tests.dbt.builds.Build`."""

    connection: duckdb.DuckDBPyConnection
    version: str = ""

    def of_version(self, version: str) -> "OpenBuild":
        return replace(self, version=version)

    def show_versions(self) -> None:
        """A schema for each version, with a view of it on every table that has versions."""
        versioned = self.connection.execute(
            "select table_name from duckdb_columns() where database_name = 'build' and column_name = 'method_version'"
        ).fetchall()
        for version in VERSIONS:
            self.connection.execute(f"create schema memory.{version}")
            for (name,) in versioned:
                rows = f"select * from build.main.{name} where method_version = '{version}'"
                self.connection.execute(f"create view memory.{version}.{name} as {rows}")

    def rows(self, sql: str) -> list[tuple]:
        self.connection.execute(f"set search_path = 'memory.{self.version},build.main'")
        return self.connection.execute(sql).fetchall()


def build_project(folder: Path, waves: int) -> tuple[builds.Build, Path]:
    """Everything on the canonical delivery, with unit tests, so that all is compiled; then the specification.

    Args:
        folder: an empty one.
        waves: of the random surveys.

    Returns:
        The specification's build, and dbt's folder.
    """
    for name in ("everything", "specification"):
        (folder / name).mkdir()
    build_input = builds.BuildInput(folder / "everything" / "input")
    canonical.deliver(build_input)
    unit_tests = ["test", "--select", "test_type:unit"]
    models = ["build", "--exclude-resource-type", "test", "unit_test"]
    builds.run_dbt(folder / "everything", build_input.freeze(), models, unit_tests)
    build = deliveries.build_models(folder / "specification", random_surveys.WAVES[:waves])
    return build, folder / "everything" / "target"


class Project:
    """The compiled project, and the specification as it was built by it in this process.

    Args:
        build: of the specification.
        target: dbt's folder, with every model compiled and every unit test run.
    """

    def __init__(self, build: builds.Build, target: Path) -> None:
        """Attach the build, and read its figures."""
        self.target = target
        self.manifest = json.loads((target / "manifest.json").read_text())
        self.nodes = {key: n for key, n in self.manifest["nodes"].items() if n["resource_type"] == "model"}
        self.connection = duckdb.connect()
        self.specified = {name for name, status in build.statuses.items() if status == "success"}
        self.connection.execute(f"attach '{build.file}' as build")
        # views read the input, seen from there
        self.connection.execute(f"set file_search_path = '{build.file.parent}'")
        self.connection.execute("set threads = 1")
        self.build = OpenBuild(self.connection)
        self.build.show_versions()
        self.figures = self._figures()
        assert len(self.figures) > 500

    @cached_property
    def models(self) -> dict[str, Model]:
        """By name, those of SQL."""
        return {node["name"]: self._model(node) for node in self.nodes.values() if node["language"] == "sql"}

    @cached_property
    def python_models(self) -> dict[str, Model]:
        """By name."""
        nodes = [node for node in self.nodes.values() if node["language"] == "python"]
        return {
            node["name"]: Model(node["name"], str(builds.PROJECT / node["original_file_path"]), "python", ())
            for node in nodes
        }

    def is_specified(self, model: Model) -> bool:
        """A figure of the specification may hang on it."""
        return model.name in self.specified

    def is_seen_by_unit_tests(self, model: Model, change: Change) -> bool:
        mutant = replace(model, text=change.text)
        return any(not self._passes(test.replace(model.body, mutant.body)) for test in model.tests)

    def is_seen_by_specification(self, model: Model, change: Change) -> bool:
        self.connection.execute("begin")
        try:
            for each in [replace(model, text=change.text), *self._downstream(model.name)]:
                self._make(each)
            return not _are_close(self._figures(), self.figures)
        except Exception:  # of SQL, or of a Python model that is given something else
            return True
        finally:
            self.connection.execute("rollback")

    def _make(self, model: Model) -> None:
        if model.kind == "python":
            made = runpy.run_path(model.text)["model"](Relations(self.connection), self.connection)
            self.connection.register("made", made)
        text = "from made" if model.kind == "python" else model.text
        kind = "table" if model.kind == "python" else model.kind
        self.connection.execute(f'create or replace {kind} build.main."{model.name}" as {text}')

    def _figures(self) -> dict[tuple[str, Key], Figure]:
        return {(version, key): figure for version in VERSIONS for key, figure in computed(self.build, version).items()}

    def _model(self, node: Mapping) -> Model:
        text = (self.target / "compiled" / "centricity" / node["original_file_path"]).read_text().strip()
        names = [test["name"] for test in self.manifest["unit_tests"].values() if test["model"] == node["name"]]
        tests = [path.read_text() for name in names for path in (self.target / "run").rglob(f"{name}.sql")]
        model = Model(node["name"], text, node["config"]["materialized"], tuple(tests))
        assert all(model.body in test for test in tests), node["name"]
        return model

    def _passes(self, test: str) -> bool:
        sides: dict[str, list[str]] = {"actual": [], "expected": []}
        try:
            for *row, side in self._rows_with_side(test):
                sides[side].append(repr([_rounded(value) for value in row]))
        except duckdb.Error:
            return False
        return sorted(sides["actual"]) == sorted(sides["expected"])

    def _rows_with_side(self, test: str) -> list[tuple]:
        return self.connection.execute(
            f"select * exclude (actual_or_expected), actual_or_expected from ({test})"
        ).fetchall()

    def _downstream(self, name: str) -> list[Model]:
        """What hangs on the model and is part of the specification, in the order of building."""
        models = self.models | self.python_models
        touched, found = {name}, []
        for node in self._in_order:
            parents = {self.nodes[key]["name"] for key in _models_read(node) if key in self.nodes}
            if node["name"] in self.specified & models.keys() and parents & touched:
                touched.add(node["name"])
                found.append(models[node["name"]])
        return found

    @cached_property
    def _in_order(self) -> list[Mapping]:
        """Parents first."""
        found: dict[str, Mapping] = {}

        def visit(key: str) -> None:
            if key in self.nodes and key not in found:
                for parent in _models_read(self.nodes[key]):
                    visit(parent)
                found[key] = self.nodes[key]

        for key in self.nodes:
            visit(key)
        return list(found.values())


def _models_read(node: Mapping) -> list[str]:
    """The nodes that it reads: behind the waist its tables are sources, before it models of the same names."""
    return [key.replace("source.centricity.waist.", "model.centricity.") for key in node["depends_on"]["nodes"]]


def _are_close(found: Mapping, wanted: Mapping) -> bool:
    return found.keys() == wanted.keys() and all(
        _is_close(one, other) for key, row in wanted.items() for one, other in zip(found[key], row, strict=True)
    )


def _is_close(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= TOLERANCE * max(1.0, abs(wanted))


def _rounded(value: object) -> object:
    return round(float(value), 9) + 0.0 if isinstance(value, (int, float)) and not isinstance(value, bool) else value
