"""Why a build failed, in words: dbt's own are made for those who wrote the models."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from centricity.errors import CentricityError
from centricity.warehouse.own_errors import read_own_errors

FAILED = ("error", "fail", "runtime error")
# What `macros/grain.sql` and `macros/rules.sql` say of a model: columns, rules and counts, no value.
BROKEN_RULE = re.compile(r"breaks its (?:grain|rules)\b.*")
NODES_SHOWN = 10
ROWS_SHOWN = 3


def dbt_failure(project: Path, target: Path, build_file: Path, log: Path) -> CentricityError:
    """The error to raise after dbt failed.

    Args:
        project: the dbt project.
        target: where dbt left its results.
        build_file: the database that it built in.
        log: its warnings and errors.

    Returns:
        What a model raised, if it was an error of our own. `bad_method_table`, with what is wrong in which rows, if a
        table of the method does not add up; the models then were not to be built. Else `dbt_failed`, naming the models
        and tests.
    """
    own_errors = read_own_errors(target)
    if own_errors:
        return own_errors[0]
    try:
        results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    except FileNotFoundError:
        return CentricityError("dbt_failed", "dbt stopped before it ran a model.", where=str(log))
    failed = [result for result in results if result["status"] in FAILED]
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    of_method = [result for result in failed if _is_of_method(nodes[result["unique_id"]])]
    if not of_method:
        names = _listed(map(_named, failed), ", ", NODES_SHOWN)
        return CentricityError("dbt_failed", f"failed: {names}.", where=str(log))
    faults = (_fault_of_table(result, nodes[result["unique_id"]], build_file) for result in of_method)
    return CentricityError(
        "bad_method_table",
        f"{_listed(faults, '; ', NODES_SHOWN)}.",
        "Correct the tables and run again.",
        str(project / "seeds" / "method"),
    )


def _named(result: Mapping[str, Any]) -> str:
    rule = BROKEN_RULE.search(result["message"] or "")
    return f"{result['unique_id']} {rule[0].rstrip('.')}" if rule else result["unique_id"]


def _is_of_method(node: Mapping[str, Any]) -> bool:
    return node["resource_type"] in ("seed", "test") and "method" in Path(node["original_file_path"]).parts


def _fault_of_table(result: Mapping[str, Any], node: Mapping[str, Any], build_file: Path) -> str:
    """A table and what could not be read in it, or a check, its tables, and the rows that it found."""
    if result["status"] == "fail":
        return f"{node['name']} ({_tables(node)}): {_rows_found(result['compiled_code'], build_file)}"
    # The first line says which node it is; below the next ones DuckDB explains its options.
    lines = [line.strip() for line in result["message"].splitlines()[1:4]]
    return f"{node['name']}: {' | '.join(filter(None, lines))}"


def _tables(node: Mapping[str, Any]) -> str:
    return ", ".join(name.split(".")[-1] for name in node["depends_on"]["nodes"] if name.startswith("seed."))


def _rows_found(check: str, build_file: Path) -> str:
    """The rows may be shown: no person stands in a table of the method."""
    with duckdb.connect(str(build_file), read_only=True) as connection:
        found = connection.execute(f"select * from ({check}) order by all")
        names = [column[0] for column in found.description]
        rows = found.fetchall()
    return _listed((_row_as_text(names, row) for row in rows), " | ", ROWS_SHOWN)


def _row_as_text(names: Iterable[str], row: Iterable[object]) -> str:
    return ", ".join(f"{name} {'empty' if cell is None else cell}" for name, cell in zip(names, row, strict=True))


def _listed(things: Iterable[str], separator: str, shown: int) -> str:
    all_things = list(things)
    more = f" and {len(all_things) - shown} more" if len(all_things) > shown else ""
    return separator.join(all_things[:shown]) + more
