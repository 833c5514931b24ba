"""The waist of a build, kept by source: what no delivery touched is not made again.

The first half of a build (docs/architecture.md) makes of each source's records that source's rows of the waist. They
depend on its judgements, on those of reference data, on the method, the models, the code that they call, and DuckDB.
They are kept as Parquet files, in a folder that has the digest of these as its name. A build reads the records of the
sources whose rows it does not find, and takes the rows of the others from there.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import yaml

from centricity.environment import Environment
from centricity.feeds.entities import SOURCES
from centricity.home import Home
from centricity.ledger.absences import Absence
from centricity.ledger.entry import LedgerEntry
from centricity.settings import PACKAGE
from centricity.sql import literal
from centricity.warehouse.identity import digest_of, file_sha256, tree_sha256
from centricity.warehouse.input import WAIST, Waist, loads_sha256

# Organisations are read by every source's models.
REFERENCE = "reference"
# Of a table whose rows are of no single source: every source makes those that it needs, and two may make the same.
EVERY_SOURCE = "every"
# These and the ones before. Replicates make them large (60 MB of the sample), but no larger with its persons.
KEPT_OF_A_SOURCE = 2
CONTENTS = "contents.json"
# By table of the waist: the source that its rows are of, or the column that says it, or `EVERY_SOURCE`.
Tables = Mapping[str, str]


def waist_of(
    environment: Environment, entries: Sequence[LedgerEntry], absent: Sequence[Absence], records: Sequence[Path]
) -> Waist:
    """What is kept of the waist of these loads, and what is not.

    Args:
        environment: its dbt project, and the home where waists are kept.
        entries: the loads in force. A judgement is told by when and by which run it was made: it is never changed.
        absent: the deliveries that are expected and are not among the loads.
        records: of closed waves.
    """
    project = environment.settings.dbt_project
    common = [
        tree_sha256(project, without=_folders_of_figures(project)),
        tree_sha256(PACKAGE),
        duckdb.__version__,
        *_judgements(entries, REFERENCE),
    ]
    lists = [*sorted(map(str, absent)), *map(file_sha256, records)]
    names = {
        source: digest_of([*common, *(lists if source == REFERENCE else _judgements(entries, source))])[:16]
        for source in SOURCES
    }
    warehouse = environment.home.warehouse
    missing = {source for source, name in names.items() if not _is_whole(_folder(warehouse, source, name))}
    return Waist(names, sorted(missing | {REFERENCE}) if missing else [])


def noted_waist(warehouse: Path) -> Waist | None:
    """That of the frozen input; None where nothing is kept, as in a test of the models."""
    try:
        return Waist(**json.loads((warehouse / "input" / WAIST).read_bytes()))
    except FileNotFoundError:
        return None


def lay_waist(warehouse: Path, waist: Waist, build_file: Path) -> None:
    """Begin a build of which the whole waist is kept: with views of its tables."""
    with duckdb.connect(str(build_file)) as build:
        for table, rows_of in _kept_tables(warehouse, waist).items():
            build.execute(f"create view {table} as {_kept_rows(warehouse, waist, waist.names, table, rows_of)}")
    _touch(warehouse, waist)


def complete_waist(warehouse: Path, waist: Waist, build: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Keep what the first half has just made, and add the rows of the sources that it did not read.

    Args:
        warehouse: where the input is frozen, and dbt runs.
        waist: that of the frozen input.
        build: the build's database.
        tables: of the waist.
    """
    for source in waist.read:
        _keep(_folder(warehouse, source, waist.names[source]), source, build, tables)
    others = waist.names.keys() - waist.read
    for table, rows_of in tables.items():
        kept = _kept_rows(warehouse, waist, others, table, rows_of)
        if kept:
            _add(build, table, _is_of(rows_of, waist.read), kept, "union" if rows_of == EVERY_SOURCE else "union all")
    _touch(warehouse, waist)
    for source in SOURCES:
        _remove_old(warehouse / "waists", source)


def forget_waists(home: Home) -> None:
    """Let the next build read all records."""
    shutil.rmtree(home.warehouse / "waists", ignore_errors=True)


def _judgements(entries: Sequence[LedgerEntry], source: str) -> list[str]:
    """Of a source's loads, and what the ledger says of them: it is part of the waist."""
    own = [entry for entry in entries if entry.source == source]
    return [loads_sha256(own), *sorted(f"{entry.judgement_id} {entry.run_id} {entry.loaded_at}" for entry in own)]


def _folders_of_figures(project: Path) -> list[Path]:
    """What the first half does not read: models of the second, by their tag, its checks, and descriptions."""
    said = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))["models"]["centricity"]
    tagged = [name for name, config in said.items() if isinstance(config, dict) and config.get("+tags") == "figures"]
    models = [project / "models" / name for name in tagged]
    return [*models, project / "tests/reconciliation/figures", project / "columns"]


def _keep(folder: Path, source: str, build: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Whole or not at all."""
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for table, rows_of in tables.items():
        if rows_of == source or rows_of not in SOURCES:
            rows = f"select * from {table} where {_is_of(rows_of, [source])}"
            build.execute(f"copy ({rows}) to '{draft / table}.parquet' (format parquet)")
    digests = {file.name: file_sha256(file) for file in sorted(draft.iterdir())}
    (draft / CONTENTS).write_text(json.dumps({"sha256": digests, "tables": tables}), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)  # one that is not whole
    draft.rename(folder)


def _is_of(rows_of: str, sources: Collection[str]) -> str:
    """SQL: whether a row of the table is of one of the sources."""
    if rows_of == EVERY_SOURCE or rows_of in sources:
        return "true"
    return "false" if rows_of in SOURCES else f"{rows_of} in ({', '.join(map(literal, sorted(sources)))})"


def _is_whole(folder: Path) -> bool:
    try:
        digests = json.loads((folder / CONTENTS).read_bytes())["sha256"]
        return all(file_sha256(folder / name) == digest for name, digest in digests.items())
    except (FileNotFoundError, ValueError):
        return False


def _kept_tables(warehouse: Path, waist: Waist) -> Tables:
    return json.loads((_folder(warehouse, REFERENCE, waist.names[REFERENCE]) / CONTENTS).read_bytes())["tables"]


def _kept_rows(warehouse: Path, waist: Waist, sources: Iterable[str], table: str, rows_of: str) -> str | None:
    """SQL: what is kept of a table's rows of these sources; None if there is none."""
    files = [_folder(warehouse, source, waist.names[source]) / f"{table}.parquet" for source in sorted(sources)]
    there = ", ".join(literal(str(file)) for file in files if file.exists())
    distinct = "distinct " if rows_of == EVERY_SOURCE else ""
    return f"select {distinct}* from read_parquet([{there}])" if there else None


def _add(build: duckdb.DuckDBPyConnection, table: str, are_made: str, kept: str, union: str) -> None:
    """Of a table or view make a view of those of its rows that were made, and of the kept ones, where they are."""
    views = build.execute("select view_name from duckdb_views() where not internal").fetchall()
    build.execute(f"alter {'view' if (table,) in views else 'table'} {table} rename to {table}__made")
    made = f"select * from {table}__made where {are_made}"
    build.execute(f"create view {table} as {made} {union} by name ({kept})")


def _touch(warehouse: Path, waist: Waist) -> None:
    for source, name in waist.names.items():
        os.utime(_folder(warehouse, source, name))


def _remove_old(kept: Path, source: str) -> None:
    """The ones that were used longest ago."""
    folders = sorted(kept.glob(f"{source}-*"), key=lambda folder: folder.stat().st_mtime)
    # and what a killed run left half-written
    for folder in [*folders[:-KEPT_OF_A_SOURCE], *kept.glob(f".{source}-*")]:
        shutil.rmtree(folder)


def _folder(warehouse: Path, source: str, name: str) -> Path:
    return warehouse / "waists" / f"{source}-{name}"
