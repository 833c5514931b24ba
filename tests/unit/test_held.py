"""Every module of the packages is held by a test file of its name, or by one whose first comment says so.

Below `tests/unit` stands a folder per room. A file that holds more than the module of its name begins with
`# Holds room.module, room.module.`
"""

from itertools import takewhile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
TESTS = sorted(CHECKOUT.glob("tests/**/test_*.py"))
UNIT = CHECKOUT / "tests/unit"
HOLDS = "Holds "


def module_of(file: Path, package: Path) -> str:
    """`room.module`; of another package its name stands for the room."""
    below = ".".join(file.relative_to(package).with_suffix("").parts)
    return below if package.name == "centricity" else f"{package.name}.{below}"


def all_modules() -> set[str]:
    packages = [CHECKOUT / "plugins" / name for name in ("centricity", "centricity_bench", "centricity_sample")]
    return {
        module_of(file, package)
        for package in packages
        for file in package.rglob("*.py")
        if file.name != "__init__.py" and "project" not in file.relative_to(package).parts
    }


def of_its_name(file: Path) -> str | None:
    """The module that a unit test's place and name say; None for a test of another kind."""
    if not file.is_relative_to(UNIT):
        return None
    return ".".join((*file.relative_to(UNIT).parent.parts, file.stem.removeprefix("test_")))


def said_in(file: Path) -> set[str]:
    """The modules that a file's first comment says."""
    lines = takewhile(lambda line: line.startswith("# "), file.read_text(encoding="utf-8").splitlines())
    said = " ".join(line.removeprefix("# ") for line in lines)
    return set(said.removeprefix(HOLDS).rstrip(".").split(", ")) if said.startswith(HOLDS) else set()


MODULES = all_modules()
HELD = {of_its_name(file) for file in TESTS} | {module for file in TESTS for module in said_in(file)}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_each_module_is_held(module):
    assert module in HELD


def test_each_module_that_a_first_line_says_is_there():
    said = {module: file for file in TESTS for module in said_in(file)}
    assert said and {module: file.name for module, file in said.items() if module not in MODULES} == {}


def test_each_folder_of_unit_tests_is_a_room():
    rooms = {module.partition(".")[0] for module in MODULES} | {"docs"}
    folders = {folder.name for folder in UNIT.iterdir() if folder.is_dir() and any(folder.glob("test_*.py"))}
    assert folders and folders <= rooms
