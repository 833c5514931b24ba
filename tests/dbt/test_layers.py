"""Which models read which: rows are prepared, assessed and counted, then small tables scored, inferred, ranked …"""

import json
from pathlib import Path

import pytest

# In the order of the flow: no folder reads one that comes after it.
FOLDERS = (
    *("method", "prepared", "assessed", "counted"),
    *("scored", "inferred", "ranked", "compared", "protected", "marts"),
)
# Six models until it is known which records count, eight to clean and weigh an evaluation, one to count, four to score,
# three for the sampling error, five for the ranking and what is said of it, two marts.
LONGEST_WAY = 29
# A case may be closed twice in one instant; a reply of which only the time is delivered has no number.
WITHOUT_GRAIN = {"int_process__closings", "int_webcare__exchanges"}
# What stands behind the waist.
BEHIND = ("scored", "inferred", "ranked", "compared", "protected", "marts")
# Lists that somebody keeps, as short at a million evaluations as at a thousand.
LISTS = {
    "int_reference__organisations",
    "int_reference__organisation_waves",
    "stg_ledger__absences",
    "stg_ledger__closed_figures",
    "stg_ledger__loads",
}
Graph = dict[str, set[str]]


@pytest.fixture(scope="module")
def manifest(build) -> dict:
    return json.loads((build.file.parent / "target/manifest.json").read_text())


@pytest.fixture(scope="module")
def graph(manifest) -> Graph:
    """By model, the models that it reads."""
    models = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    return {name: set(node["depends_on"]["nodes"]) & models.keys() for name, node in models.items()}


@pytest.fixture(scope="module")
def folder_of(manifest, graph) -> dict[str, str]:
    paths = {name: Path(manifest["nodes"][name]["original_file_path"]) for name in graph}
    return {name: str(path.parent.relative_to("models")) for name, path in paths.items()}


def arrows(graph: Graph, folder_of: dict[str, str]) -> set[tuple[str, str]]:
    pairs = {(folder_of[model], folder_of[read]) for model, reads in graph.items() for read in reads}
    return {(reader, read) for reader, read in pairs if reader != read}


def test_each_model_but_these_says_its_grain(manifest):
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    assert {model["name"] for model in models if not model["config"]["meta"].get("grain")} == WITHOUT_GRAIN


def test_no_folder_reads_a_later_one(graph, folder_of):
    place = {folder: FOLDERS.index(folder.split("/")[0]) for folder in folder_of.values()}
    assert {arrow for arrow in arrows(graph, folder_of) if place[arrow[0]] < place[arrow[1]]} == set()


def test_no_two_folders_read_each_other(graph, folder_of):
    found = arrows(graph, folder_of)
    assert {(reader, read) for reader, read in found if (read, reader) in found} == set()


def waist(manifest: dict) -> set[str]:
    """The small tables that what comes after may read (`config.meta.is_waist`)."""
    return {name for name, node in manifest["nodes"].items() if node["config"].get("meta", {}).get("is_waist")}


def behind_the_waist(graph: Graph, folder_of: dict[str, str]) -> dict[str, set[str]]:
    """By model behind it, what it reads of the models before it."""
    behind = {model for model in graph if folder_of[model] in BEHIND}
    method = {model for model in graph if folder_of[model] == "method"}
    return {model: graph[model] - behind - method for model in behind}


def test_behind_the_waist_nothing_reads_rows(manifest, graph, folder_of):
    allowed = waist(manifest) | {f"model.centricity.{name}" for name in LISTS}
    read = behind_the_waist(graph, folder_of)
    assert len(read) > 50
    assert {model: reads - allowed for model, reads in read.items() if reads - allowed} == {}


def test_each_table_of_the_waist_is_read_behind_it_and_says_its_columns(manifest, graph, folder_of):
    read = set().union(*behind_the_waist(graph, folder_of).values())
    tables = {name: manifest["nodes"][name] for name in waist(manifest)}
    assert {folder_of[name].split("/")[0] for name in tables} == {"counted"}
    assert set(tables) - read == set()
    assert {name for name, node in tables.items() if node["config"]["materialized"] != "table"} == set()
    in_sql = [node for node in tables.values() if node["language"] == "sql"]
    assert {node["name"] for node in in_sql if not node["config"]["contract"]["enforced"]} == set()


def test_the_way_from_a_delivery_to_a_mart_grows_no_longer(graph):
    """Each model on it waits for the one before, and a reader goes through all of them."""
    steps: dict[str, int] = {}

    def count_steps(model: str) -> int:
        if model not in steps:
            steps[model] = 1 + max((count_steps(read) for read in graph[model]), default=0)
        return steps[model]

    assert max(map(count_steps, graph)) <= LONGEST_WAY
