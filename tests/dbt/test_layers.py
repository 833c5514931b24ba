"""Which models read which: rows are prepared, judged and counted, then small tables scored, inferred, ranked …"""

import json
from pathlib import Path

import pytest

# In the order of the flow: no folder reads one that comes after it.
FOLDERS = (
    *("method", "prepared", "judged", "counted"),
    *("scored", "inferred", "ranked", "compared", "protected", "marts"),
)
Graph = dict[str, set[str]]


@pytest.fixture(scope="module")
def manifest(build) -> dict:
    return json.loads((build.file.parent / "manifest.json").read_text())


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


def test_no_folder_reads_a_later_one(graph, folder_of):
    place = {folder: FOLDERS.index(folder.split("/")[0]) for folder in folder_of.values()}
    assert {arrow for arrow in arrows(graph, folder_of) if place[arrow[0]] < place[arrow[1]]} == set()


def test_no_two_folders_read_each_other(graph, folder_of):
    found = arrows(graph, folder_of)
    assert {(reader, read) for reader, read in found if (read, reader) in found} == set()
