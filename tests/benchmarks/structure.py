"""How large is a checkout, and how entangled? `python tests/benchmarks/structure.py [CHECKOUT …]`

Prints a Markdown table with a column per checkout (this one if none is named), so that a redesign can be compared by
one script. Each checkout's dbt project is parsed by the dbt of this environment, in a folder that is thrown away.

* A line of SQL is one that is not blank, not a comment, and not Jinja alone.
* A line is logic unless it is scaffolding: a column with its `as`, a bracket, what begins a query, an import, what is
  joined and by which columns of the same name. The share is that of all lines of SQL in models.
* Two folders of models read each other where a model of each reads one of the other, directly.
* A room is a folder of the package with more than one file, or a second package. An arrow leads from a room to one that
  it imports, be it inside a function.
"""

import argparse
import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAME = r"[\w.\"\[\]*]+"
SCAFFOLDING = re.compile(
    rf"""
    [(),;]+                                                             # a bracket
    | (with\ )?{NAME}\ as\ \( | with | select(\ distinct)?             # what a query or a CTE begins with
    | (select\ (distinct\ )?)?{NAME}(\ as\ {NAME})?,?(\ from\ .*)?      # a column, an import
    | ({NAME}\ as\ \()?\s*select\ (distinct\ )?.*\ from\ \{{\{{\ ref\(.*
    | (from|(inner\ |left\ |cross\ |full\ )*join)\ .*(\ using\ \(.*\))?  # what is read
    | (on\ |and\ )?(\w+\.)?(?P<key>\w+)\ =\ (\w+\.)?(?P=key)            # by which columns it is joined
    | on | using\ \(.*\) | union\ all(\ by\ name)?
    | (group|partition|order)\ by(\ all|\ {NAME}(,\ {NAME})*)?
    | '\w+',? | \{{\{{\ config\(.*                                       # a name in a list, a setting of dbt
    """,
    re.VERBOSE,
)
JINJA_ALONE = re.compile(r"\{[%#].*[%#]\}")
DBT_ENVIRONMENT = {"CENTRICITY_INPUT": "input", "CENTRICITY_BUILD_FILE": "build.duckdb", "DBT_LOG_LEVEL_FILE": "none"}
Edges = set[tuple[str, str]]


def parsed(project: Path) -> dict:
    """The manifest of a dbt project."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"--project-dir": project, "--profiles-dir": project, "--target-path": folder, "--log-path": folder}
        arguments = [str(part) for pair in places.items() for part in pair]
        package = os.pathsep.join([str(project.parent / "plugins"), os.environ.get("PYTHONPATH", "")])
        command = [
            sys.executable,
            "-W",
            "ignore::RuntimeWarning",
            "-m",
            "dbt.cli.main",
            "--quiet",
            "parse",
            "--no-partial-parse",
            *arguments,
        ]
        environment = os.environ | DBT_ENVIRONMENT | {"PYTHONPATH": package}
        subprocess.run(command, cwd=folder, env=environment, check=True)
        return json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))


def edges_between(nodes: dict[str, dict]) -> Edges:
    """Which model is read by which, as (reader, read)."""
    return {(name, read) for name, node in nodes.items() for read in node["depends_on"]["nodes"] if read in nodes}


def depth(nodes: dict[str, dict], edges: Edges) -> int:
    """How many models stand in the longest chain."""
    read_by = {name: [read for reader, read in edges if reader == name] for name in nodes}

    @cache
    def level(name: str) -> int:
        return 1 + max(map(level, read_by[name]), default=0)

    return max(map(level, nodes))


def pairs_both_ways(edges: Edges, nodes: dict[str, dict]) -> int:
    """How many pairs of folders read each other."""
    folder = {name: str(Path(node["path"]).parent) for name, node in nodes.items()}
    arrows = {(folder[reader], folder[read]) for reader, read in edges}
    return sum((b, a) in arrows for a, b in arrows if a < b)


def sql_lines(node: dict) -> list[str]:
    """The lines of a model that count; none of a model in Python."""
    if node["language"] != "sql":
        return []
    lines = (line.split("--")[0].strip() for line in node["raw_code"].splitlines())
    return [line for line in lines if line and not JINJA_ALONE.fullmatch(line)]


def is_logic(line: str) -> bool:
    return not SCAFFOLDING.fullmatch(line)


def dbt_figures(project: Path) -> dict[str, str]:
    """What is counted of the dbt project."""
    found = parsed(project)["nodes"].values()
    nodes = {node["unique_id"]: node for node in found if node["resource_type"] == "model"}
    edges = edges_between(nodes)
    lines = [line for node in nodes.values() for line in sql_lines(node)]
    return {
        "models": str(len(nodes)),
        "depth of the dbt graph": str(depth(nodes, edges)),
        "edges between models": str(len(edges)),
        "lines of SQL in models": str(len(lines)),
        "share of logic": f"{sum(map(is_logic, lines)) / len(lines):.0%}",
        "pairs of folders that read each other": str(pairs_both_ways(edges, nodes)),
        "generic tests": str(sum(bool(node.get("test_metadata")) for node in found)),
    }


def functions(file: Path) -> Iterator[tuple[int, str]]:
    """The functions of a file: lines and name."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node.end_lineno - node.lineno + 1, node.name


def room_of(file: Path, plugins: Path) -> str:
    """A folder of the package, a file of its ground floor, or another package."""
    package, *below = file.relative_to(plugins).with_suffix("").parts
    return below[0] if package == "centricity" and below else package


def imported_rooms(file: Path) -> Iterator[str]:
    """The rooms that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("centricity"):
            continue
        package, *below = node.module.split(".")
        yield from below[:1] or [alias.name if package == "centricity" else package for alias in node.names]


def package_figures(plugins: Path) -> dict[str, str]:
    """What is counted of the package."""
    files = [file for file in sorted(plugins.rglob("*.py")) if file.name != "centricity_plugin.py"]
    rooms = Counter(room_of(file, plugins) for file in files if file.name != "__init__.py")
    rooms = Counter({room: count for room, count in rooms.items() if count > 1})
    arrows = {(room_of(file, plugins), room) for file in files for room in imported_rooms(file)}
    longest, name = max(pair for file in files for pair in functions(file))
    return {
        "files of Python": str(len(files)),
        "longest function": f"{longest} lines (`{name}`)",
        "rooms": str(len(rooms)),
        "files in the fullest rooms": ", ".join(f"`{room}` {n}" for room, n in rooms.most_common(4)),
        "arrows between rooms": str(len({(a, b) for a, b in arrows if a != b and {a, b} <= rooms.keys()})),
    }


def commit_of(checkout: Path) -> str:
    command = ["git", "-C", str(checkout), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    """Print the figures of each checkout side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkouts", nargs="*", type=Path, default=[Path(__file__).parents[2]])
    checkouts = [checkout.resolve() for checkout in parser.parse_args().checkouts]
    columns = [dbt_figures(checkout / "dbt_project") | package_figures(checkout / "plugins") for checkout in checkouts]
    print(f"| | {' | '.join(map(commit_of, checkouts))} |\n|--|{'--:|' * len(checkouts)}")
    for figure in columns[0]:
        print(f"| {figure} | {' | '.join(column[figure] for column in columns)} |")


if __name__ == "__main__":
    main()
