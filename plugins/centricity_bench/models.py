"""What each model of a build costs, and whether that grows more than its rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import duckdb

from centricity.errors import CentricityError
from centricity.home import Home
from centricity.warehouse.dbt import build_file, target_folder
from centricity.warehouse.input import input_folder

# Below it a difference says more about the machine than about a model.
FLOOR_SECONDS = 0.5
# Sorting grows by a seventh more than its rows from ten times the sample to fifty times.
TOLERATED = 1.25
# What grows below it costs nothing.
LEAST_ROWS = 1000
# Smaller models stay as large as they are, whatever is delivered.
GROWS_FROM = 1.5


@dataclass(frozen=True)
class ModelCost:
    """One model in one build.

    Attributes:
        rows: of each table that it reads, itself or through views, and of its own.
        seconds: elapsed.
        memory: bytes that the processes held at most while it ran, less what they held when it began.
    """

    rows: Mapping[str, int]
    seconds: float
    memory: int


@dataclass(frozen=True)
class Growth:
    """One model at two sizes."""

    model: str
    small: ModelCost
    large: ModelCost

    @property
    def of_rows(self) -> float:
        """Of the table that grows most: a model may take as much longer, however many rows of others stay."""
        return max(
            (
                rows / max(self.small.rows.get(table, 0), 1)
                for table, rows in self.large.rows.items()
                if rows >= LEAST_ROWS
            ),
            default=1.0,
        )

    @property
    def of_seconds(self) -> float:
        return self.large.seconds / self.small.seconds

    @property
    def is_excessive(self) -> bool:
        """Whether it takes more than its rows explain, by more than noise does."""
        explained = TOLERATED * self.of_rows * self.small.seconds
        return self.large.seconds > explained + FLOOR_SECONDS


def growth_of_models(small: Mapping[str, ModelCost], large: Mapping[str, ModelCost]) -> list[Growth]:
    """The models that grow with what is delivered, the slowest first."""
    grown = (Growth(model, small[model], large[model]) for model in small.keys() & large.keys())
    growing = (growth for growth in grown if growth.of_rows >= GROWS_FROM)
    return sorted(growing, key=lambda growth: (-growth.large.seconds, growth.model))


def refuse_excessive(growths: Sequence[Growth]) -> None:
    """A model that takes more than its rows explain is a cliff: with enough rows no machine climbs it.

    Raises:
        CentricityError: `models_grow`.
    """
    said = [
        f"{growth.model}: rows × {growth.of_rows:.1f}, seconds × {growth.of_seconds:.1f}"
        for growth in growths
        if growth.is_excessive
    ]
    if said:
        raise CentricityError("models_grow", f"{'; '.join(said)}.")


def read_model_costs(home: Home, memory: Sequence[tuple[float, int]]) -> dict[str, ModelCost]:
    """The models of the newest build of a home.

    Args:
        home: where it was built.
        memory: bytes held at Unix times while it was built.
    """
    nodes = json.loads((target_folder(home) / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((target_folder(home) / "run_results.json").read_text(encoding="utf-8"))["results"]
    rows = _rows_by_node(home, nodes)
    return {
        nodes["nodes"][result["unique_id"]]["name"]: ModelCost(
            rows[result["unique_id"]], result["execution_time"], _memory_during(result["timing"], memory)
        )
        for result in results
        if result["unique_id"].startswith("model.")
    }


def _rows_by_node(home: Home, manifest: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """By model, the rows of the tables that it reads and of its own."""
    nodes = manifest["nodes"]
    written = dict(_rows_of_tables(home)) | dict(_rows_of_sources(home, manifest["sources"]))

    @cache
    def tables_read(node: str) -> frozenset[str]:
        parents = map(_by_model, nodes[node]["depends_on"]["nodes"]) if node in nodes else []
        return frozenset(
            table for parent in parents for table in ({parent} if parent in written else tables_read(parent))
        )

    models = (node for node in nodes if node.startswith("model."))
    return {node: {table: written[table] for table in {*tables_read(node), node} & written.keys()} for node in models}


def _by_model(node: str) -> str:
    """Behind the waist its tables are sources, before it models of the same names."""
    return node.replace("source.centricity.waist.", "model.centricity.")


def _rows_of_tables(home: Home) -> Iterator[tuple[str, int]]:
    with duckdb.connect(str(build_file(home)), read_only=True) as connection:
        tables = connection.execute("select table_name, estimated_size from duckdb_tables()").fetchall()
    for name, rows in tables:
        yield f"{'seed' if name.startswith('method_') else 'model'}.centricity.{name}", rows


def _rows_of_sources(home: Home, sources: Mapping[str, Mapping]) -> Iterator[tuple[str, int]]:
    with duckdb.connect() as connection:
        for source, told in sources.items():
            files = [str(path) for path in (input_folder(home) / told["name"]).glob("*.parquet")]
            if files:
                counted = connection.execute(
                    "select sum(num_rows) from parquet_file_metadata($files)", {"files": files}
                )
                yield source, int(counted.fetchall()[0][0])


def _memory_during(timing: Sequence[Mapping[str, str]], memory: Sequence[tuple[float, int]]) -> int:
    if not timing:
        return 0
    began, ended = _unix(timing[0]["started_at"]), _unix(timing[-1]["completed_at"])
    before = [held for at, held in memory if at <= began]
    during = [held for at, held in memory if began < at <= ended]
    return max(0, max(during, default=0) - before[-1]) if before and during else 0


def _unix(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()
