"""Who knows whom among the rooms of the package is what the architecture page says: nothing more, nothing less."""

import re
from pathlib import Path

import grimp
import pytest

PAGE = Path(__file__).parents[2] / "docs/architecture.md"
PACKAGES = ("centricity", "centricity_bench", "centricity_sample")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def names_in(cell: str) -> set[str]:
    return {name.rstrip("/").removesuffix(".py") for name in re.findall("`([^`]+)`", cell)}


def rooms_of_the_page() -> list[tuple[set[str], set[str]]]:
    """The rows of the page's first table: the rooms of each, and whom they may know."""
    table = PAGE.read_text(encoding="utf-8").split("| room | does | may know |")[1].split("\n\n")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| `")]
    return [(names_in(first), names_in(last)) for first, *_, last in rows]


def room_of(module: str) -> str:
    package, _, below = module.partition(".")
    return below.split(".")[0] if package == "centricity" and below else package


def known_rooms(graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """By room, the rooms that its modules import."""
    known: dict[str, set[str]] = {}
    for module in graph.modules:
        imported = map(room_of, graph.find_modules_directly_imported_by(module))
        known.setdefault(room_of(module), set()).update(imported)
    return {room: found - {room, "centricity"} for room, found in known.items() if room != "centricity"}


def test_every_room_is_on_the_page_once(graph):
    named = [room for rooms, _ in rooms_of_the_page() for room in rooms]
    assert len(named) > 15
    assert sorted(named) == sorted(known_rooms(graph))


def test_the_rooms_know_whom_the_page_says(graph):
    (ground, _), *floors = rooms_of_the_page()
    known = known_rooms(graph)
    assert {room: known[room] - ground for rooms, _ in floors for room in rooms} == {
        room: told for rooms, told in floors for room in rooms
    }


def test_the_ground_floor_knows_itself_only(graph):
    (ground, _), *_ = rooms_of_the_page()
    assert set().union(*(known_rooms(graph)[room] for room in ground)) <= ground
