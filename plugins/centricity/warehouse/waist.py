"""The waist of a build, kept: where only figures are made anew, no row is read again.

The first half of a build (docs/architecture.md) depends on the frozen records, its models, the code that they call, and
DuckDB. What it made is kept as Parquet files, in a folder that has the digest of these as its name.
"""

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import yaml

from centricity.home import Home
from centricity.ledger.entry import LedgerEntry
from centricity.settings import PACKAGE
from centricity.warehouse.identity import digest_of, file_sha256, tree_sha256
from centricity.warehouse.input import input_folder

# This and the one before. Replicates make them large (60 MB of the sample), but no larger with its persons.
WAISTS_KEPT = 2
DIGESTS = "waist.json"


def name_waist(home: Home, project: Path, entries: Sequence[LedgerEntry]) -> None:
    """Write beside the frozen input which waist is its.

    Args:
        home: where the input has just been frozen.
        project: the dbt project.
        entries: the loads in force. A judgement is told by when and by which run it was made: it is never changed.
    """
    frozen = input_folder(home)
    parts = {
        "judgements": sorted([entry.judgement_id, entry.run_id, entry.loaded_at] for entry in entries),
        "lists": {
            name: [file_sha256(file) for file in sorted((frozen / name).iterdir())]
            for name in ("absences", "closed_figures", "described_waves", "loads")
        },
        "models": tree_sha256(project, without=_folders_of_figures(project)),
        "code": tree_sha256(PACKAGE),
        "duckdb": duckdb.__version__,
    }
    name = digest_of([json.dumps(parts, sort_keys=True)])[:16]
    _name_file(home.warehouse).write_text(name, encoding="utf-8")


def has_named_waist(warehouse: Path) -> bool:
    """Whether the frozen input is that of a home, where waists are kept."""
    return _name_file(warehouse).exists()


def find_waist(warehouse: Path) -> Path | None:
    """The kept waist of the frozen input; None if there is none, or it is not whole any more."""
    if not has_named_waist(warehouse):
        return None
    folder = _folder(warehouse)
    try:
        digests = json.loads((folder / DIGESTS).read_text(encoding="utf-8"))
        is_whole = all(file_sha256(folder / name) == digest for name, digest in digests.items())
    except (FileNotFoundError, ValueError):
        return None
    return folder if is_whole else None


def lay_waist(folder: Path, build_file: Path) -> None:
    """Begin a build with a kept waist: its tables, as the first half would have left them."""
    with duckdb.connect(str(build_file)) as connection:
        for file in sorted(folder.glob("*.parquet")):
            connection.execute(f"create table {file.stem} as select * from read_parquet('{file}')")
    os.utime(folder)


def keep_waist(warehouse: Path, build: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Keep the waist that was just made; the one that was used longest ago goes.

    Args:
        warehouse: where the input is frozen, and dbt runs.
        build: the build's database.
        tables: of the waist.
    """
    draft = warehouse / "waists" / ".new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for table in tables:
        build.execute(f"copy (select * from {table}) to '{draft / table}.parquet' (format parquet)")
    digests = {file.name: file_sha256(file) for file in sorted(draft.iterdir())}
    (draft / DIGESTS).write_text(json.dumps(digests), encoding="utf-8")
    shutil.rmtree(_folder(warehouse), ignore_errors=True)  # one that is not whole
    draft.rename(_folder(warehouse))
    for folder in sorted(draft.parent.iterdir(), key=lambda folder: folder.stat().st_mtime)[:-WAISTS_KEPT]:
        shutil.rmtree(folder)


def forget_waists(home: Home) -> None:
    """Let the next build read all rows."""
    shutil.rmtree(home.warehouse / "waists", ignore_errors=True)


def _folders_of_figures(project: Path) -> list[Path]:
    """What the first half does not read: models of the second, by their tag, its checks, and descriptions."""
    said = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))["models"]["centricity"]
    tagged = [name for name, config in said.items() if isinstance(config, dict) and config.get("+tags") == "figures"]
    models = [project / "models" / name for name in tagged]
    return [*models, project / "tests/reconciliation/figures", project / "columns"]


def _folder(warehouse: Path) -> Path:
    return warehouse / "waists" / _name_file(warehouse).read_text(encoding="utf-8")


def _name_file(warehouse: Path) -> Path:
    return warehouse / "input" / "waist"
