"""What makes a build the build it is. No clock in it: the same input gives the same id."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import duckdb

from centricity.environment import Environment
from centricity.ledger.absences import Absence
from centricity.ledger.entry import LedgerEntry
from centricity.settings import IN_WHEEL, PACKAGE
from centricity.warehouse.input import loads_sha256

# What dbt and Python write beside their sources; and, in the package of a wheel, the folders that have digests of their
# own: so a wheel and the checkout that it is of make the same builds.
NOT_SOURCE = {"target", "logs", "dbt_packages", "__pycache__", IN_WHEEL.name}


def input_sha256_of(
    environment: Environment,
    entries: Sequence[LedgerEntry],
    outdated: Sequence[LedgerEntry] = (),
    absent: Sequence[Absence] = (),
) -> str:
    """Digest of what makes figures: the loads, the dbt project, the suites, the feeds, the code and DuckDB's version.

    Args:
        environment: its feeds, suites and dbt project.
        entries: the loads in force.
        outdated: those of them that name organisations by older reference data: once they are judged again,
            the input is another, even if every count is the same.
        absent: the deliveries that are expected and are not among the loads.
    """
    parts = {
        "loads": loads_sha256(entries),
        "absent": sorted(map(str, absent)),
        "outdated": sorted(entry.load_id for entry in outdated),
        "pseudonym_keys": sorted({entry.pseudonym_key_id for entry in entries}),
        "dbt_project": tree_sha256(environment.settings.dbt_project),
        "expectations": tree_sha256(environment.settings.expectations),
        "feeds": {name: feed.sha256 for name, feed in environment.catalogue.feeds.items()},
        "code": tree_sha256(PACKAGE),
        "duckdb": duckdb.__version__,
    }
    return digest_of([json.dumps(parts, sort_keys=True)])


def build_id_of(input_sha256: str, records: Sequence[Path]) -> str:
    """The id of the build that makes these figures and compares them with these records of closed waves."""
    return digest_of([input_sha256, *map(file_sha256, records)])[:16]


def tree_sha256(folder: Path, without: Collection[Path] = ()) -> str:
    """Digest of a folder's source files, their names and contents, but for those in some folders below it."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not NOT_SOURCE & set(path.relative_to(folder).parts)
        and not any(path.is_relative_to(left_out) for left_out in without)
    )
    return digest_of(f"{path.relative_to(folder).as_posix()} {file_sha256(path)}" for path in files)


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(lines: Iterable[str]) -> str:
    """Digest of some texts, each on a line."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
