"""The marts of a finished build: copied out in the order of their grain, so that bytes repeat, and with their build."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from centricity.codes.registry import without_links
from centricity.errors import CentricityError
from centricity.home import Home
from centricity.sql import literal, spilling_into
from centricity.warehouse.dbt import build_file, target_folder

DATABASE = "marts.duckdb"
# Stamped on every row when marts are copied out; no model has it.
BUILD_ID = "build_id"
# Readable by every client since DuckDB 1.2, whichever version wrote it.
STORAGE_VERSION = "v1.2.0"
ROW_GROUP_SIZE = 2048


@dataclass(frozen=True)
class Mart:
    """A published table.

    Attributes:
        grain: the columns that make its rows unique.
        description: what a row is, as dbt's YAML says.
        columns: what each column is, as dbt's YAML says.
    """

    name: str
    grain: tuple[str, ...]
    description: str
    columns: Mapping[str, str]


def read_marts(home: Home) -> list[Mart]:
    """The marts that dbt knows, by name, each with its grain: `config.meta.grain` in their YAML.

    Raises:
        CentricityError: `mart_without_grain`.
    """
    manifest = json.loads((target_folder(home) / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model" and node["fqn"][1] == "marts"]
    without = sorted(model["name"] for model in models if not _grain(model))
    if without or not models:
        raise CentricityError("mart_without_grain", f"{', '.join(without) or 'There are no marts'}.")
    stamp = manifest["docs"][f"doc.centricity.{BUILD_ID}"]["block_contents"]
    marts = (_mart(model, stamp) for model in models)
    return sorted(marts, key=lambda mart: mart.name)


def copy_marts(
    home: Home, marts: list[Mart], folder: Path, build_id: str, memory_limit: str | None = None
) -> dict[str, int]:
    """Write each mart as `<mart>.parquet` and as a table of one `marts.duckdb`, each row with its `build_id`.

    In the database the descriptions stand beside the tables and columns, as comments.

    Returns:
        Rows per mart.
    """
    # One thread: the order of the blocks in a file written by two is not the same twice.
    config = spilling_into(home.warehouse / "spill", memory_limit) | {"threads": 1}
    with duckdb.connect(config=config) as connection:
        # Bit-packed segments, and text segments larger than a block, hold bytes that nobody set: 10 writings had 10
        # digests. Uncompressed and in small row groups they have one.
        connection.execute("set force_compression = 'uncompressed'")
        connection.execute(f"attach '{build_file(home)}' as build (read_only)")
        layout = f"storage_version '{STORAGE_VERSION}', row_group_size {ROW_GROUP_SIZE}"
        connection.execute(f"attach '{folder / DATABASE}' as marts ({layout})")
        for mart in marts:
            order = ", ".join(f"{column} nulls first" for column in mart.grain)
            stamped = f"select *, '{build_id}' as {BUILD_ID} from build.{mart.name} order by {order}"
            connection.execute(f"create table marts.{mart.name} as {stamped}")
            connection.execute(_comments(mart))
            parquet = folder / f"{mart.name}.parquet"
            ordered = f"select * from marts.{mart.name} order by {order}"
            connection.execute(f"copy ({ordered}) to '{parquet}' (format parquet, compression zstd)")
        return {
            mart.name: connection.execute(f"select count(*) from marts.{mart.name}").fetchall()[0][0] for mart in marts
        }


def _grain(model: dict) -> tuple[str, ...]:
    return tuple(model["config"]["meta"].get("grain", ()))


def _mart(model: dict, stamp: str) -> Mart:
    columns = {name: _plain(column["description"]) for name, column in model["columns"].items()}
    return Mart(model["name"], _grain(model), _plain(model["description"]), columns | {BUILD_ID: _plain(stamp)})


def _plain(markdown: str) -> str:
    """A description in one line, without the links into the project's pages."""
    return without_links(" ".join(markdown.split()))


def _comments(mart: Mart) -> str:
    """SQL: the descriptions beside the table, so that whoever opens the database reads them there."""
    table = f"comment on table marts.{mart.name} is {literal(mart.description)}"
    columns = (f"comment on column marts.{mart.name}.{name} is {literal(text)}" for name, text in mart.columns.items())
    return "; ".join([table, *columns])
