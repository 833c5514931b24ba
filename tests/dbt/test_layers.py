"""Which models read which: rows are prepared, assessed and counted, then small tables scored, inferred, ranked …"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from centricity.feeds.entities import SOURCES
from centricity.warehouse.waist import EVERY_SOURCE

# In the order of the flow: no folder reads one that comes after it.
FOLDERS = (
    *("method", "prepared", "assessed", "counted"),
    *("scored", "inferred", "ranked", "compared", "protected", "marts"),
)
# In either half of a build; who follows a figure from its rows goes through one after the other, 29 models at most.
# To the waist: a model of the method, five until it is known which records count, seven to clean and weigh an
# evaluation, one that says how it was chosen, five for the bootstrap's groups and their sums. From there: two of the
# method, three to score, two for the sampling error, six for the ranking and what is said of it, two marts.
LONGEST_WAY = 19
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


def sources_read(manifest: dict, models: Iterable[str]) -> dict[str, set[str]]:
    """By model, the sources that it reads, each as `<source>.<table>`."""
    read = {model: manifest["nodes"][model]["depends_on"]["nodes"] for model in models}
    prefix = "source.centricity."
    return {model: {node.removeprefix(prefix) for node in read[model] if node.startswith(prefix)} for model in read}


def test_behind_the_waist_nothing_reads_rows(manifest, graph, folder_of):
    behind = {model for model in graph if folder_of[model] in BEHIND}
    method = {model for model in graph if folder_of[model] == "method"}
    assert len(behind) > 50
    assert {model: graph[model] - behind - method for model in behind if graph[model] - behind - method} == {}
    allowed = {f"waist.{name.split('.')[-1]}" for name in waist(manifest)} | {f"waist.{name}" for name in LISTS}
    read = sources_read(manifest, behind)
    assert {model: sources - allowed for model, sources in read.items() if sources - allowed} == {}
    assert set().union(*read.values()) == allowed


def test_each_node_is_of_one_half_of_a_build(build, manifest, graph, folder_of):
    results = json.loads((build.file.parent / "target/run_results.json").read_text())["results"]
    assert Counter(result["unique_id"] for result in results) == Counter([*manifest["nodes"], *manifest["unit_tests"]])
    behind = {model for model in graph if "figures" in manifest["nodes"][model]["config"]["tags"]}
    assert behind == {model for model in graph if folder_of[model] in BEHIND}


def test_of_each_table_of_the_waist_is_said_whose_rows_it_has(manifest):
    """Of a source, or by a column; else every source makes those that it needs."""
    sources = [source for source in manifest["sources"].values() if source["source_name"] == "waist"]
    rows_of = {source["name"]: source["meta"]["rows_of"] for source in sources}
    columns = {name: manifest["nodes"][f"model.centricity.{name}"]["columns"] for name in rows_of}
    assert {name for name, said in rows_of.items() if said not in {*SOURCES, *columns[name]}} == {
        name for name, said in rows_of.items() if said == EVERY_SOURCE
    }


def test_each_table_of_the_waist_says_its_columns(manifest, folder_of):
    tables = {name: manifest["nodes"][name] for name in waist(manifest)}
    assert {folder_of[name].split("/")[0] for name in tables} == {"counted"}
    assert {name for name, node in tables.items() if node["config"]["materialized"] != "table"} == set()
    in_sql = [node for node in tables.values() if node["language"] == "sql"]
    assert {node["name"] for node in in_sql if not node["config"]["contract"]["enforced"]} == set()


def test_what_nobody_reads_is_not_built(manifest, graph, folder_of):
    """Marts are read by people; a frozen version of the method is held to its fingerprint by a test."""
    behind = sources_read(manifest, graph).values()
    read = set().union(*graph.values()) | {f"model.centricity.{table.split('.')[-1]}" for table in set().union(*behind)}
    unread = {model.split(".")[-1] for model in graph if folder_of[model] != "marts"} - {
        model.split(".")[-1] for model in read
    }
    assert unread == {"int_method__fingerprints"}


def test_the_way_through_a_half_of_a_build_grows_no_longer(graph):
    """Each model on it waits for the one before. It ends at the waist, which the other half reads as a source."""
    steps: dict[str, int] = {}

    def count_steps(model: str) -> int:
        if model not in steps:
            steps[model] = 1 + max((count_steps(read) for read in graph[model]), default=0)
        return steps[model]

    assert max(map(count_steps, graph)) <= LONGEST_WAY
