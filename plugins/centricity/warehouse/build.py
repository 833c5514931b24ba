"""The three steps of a build. Each takes the home's lock; none does another's work twice.

Between the steps another run may freeze newer input. Then the older build has been superseded: its remaining
steps do nothing, and the newer one carries all its loads.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from centricity.environment import open_environment
from centricity.errors import CentricityError
from centricity.home import Home, open_home, replace_file
from centricity.locks import hold_lock
from centricity.quality import Batch, Verdict, judge
from centricity.settings import Settings, clock
from centricity.warehouse.closed_waves import record_closed_waves
from centricity.warehouse.dbt import build_file, run_dbt
from centricity.warehouse.identity import file_sha256
from centricity.warehouse.input import read_frozen, write_input
from centricity.warehouse.marts import Mart, copy_marts, read_marts
from centricity.warehouse.next_input import find_next_input
from centricity.warehouse.publication import (
    MANIFEST,
    current_folder,
    draft_folder,
    next_sequence,
    publish_folder,
    published_build_id,
    read_manifest,
    shut_older_builds,
)
from centricity.warehouse.waist import forget_waists, waist_of


def freeze_input(settings: Settings) -> str | None:
    """Freeze the input of the next build.

    Returns:
        The build's id; None if there is nothing to build: no organisations yet, nothing new, or held by a rollback.

    Raises:
        CentricityError: `damaged_build`.
    """
    environment = open_environment(settings)
    home = environment.home
    with hold_lock(_lock_file(home)):
        shut_older_builds(home)
        # Before anything new is built: the wave may have closed since the last build was published.
        _record_closed_waves(home, environment.now, settings.closing_days)
        found = find_next_input(environment)
        if found is None:
            return None
        waist = waist_of(environment, found.entries, found.absent, found.identity.records)
        write_input(home, found.identity, found.entries, found.absent, waist)
        return found.identity.build_id


def read_everything_again(settings: Settings) -> None:
    """Let the next build read all records, whatever is kept of earlier ones, also if its input is that of the last."""
    home = open_home(settings)
    with hold_lock(_lock_file(home)):
        forget_waists(home)
        _built_file(home).unlink(missing_ok=True)


def build_models(settings: Settings, build_id: str) -> bool:
    """Run dbt on the frozen input.

    Returns:
        False if newer input has been frozen since.

    Raises:
        CentricityError: `bad_method_table`, `dbt_failed`.
    """
    home = open_home(settings)
    with hold_lock(_lock_file(home)) as lock:
        if read_frozen(home).get("build_id") != build_id:
            return False
        if _built_id(home) == build_id and build_file(home).exists():  # another run of the same input was quicker
            return True
        _built_file(home).unlink(missing_ok=True)
        run_dbt(settings, home, home.logs / f"dbt-{build_id}.log", lock)
        replace_file(_built_file(home), json.dumps({"build_id": build_id}) + "\n")
        return True


def publish_marts(settings: Settings, build_id: str) -> bool:
    """Copy the marts out of the build, judge them, and make them current.

    Returns:
        False if newer input has been built since, or publishing is held.

    Raises:
        CentricityError: `marts_rejected`: the old build stays current.
    """
    home, now = open_home(settings), clock(settings)
    with hold_lock(_lock_file(home)):
        if _built_id(home) != build_id or read_frozen(home).get("build_id") != build_id:
            return False
        if published_build_id(home) == build_id:
            return True
        with draft_folder(home, build_id) as folder:
            marts = read_marts(home)
            rows = copy_marts(home, marts, folder, build_id, settings.memory_limit)
            _refuse_failing(_judge(settings, marts, folder))
            manifest = _manifest(home, rows, folder, now)
            (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
            is_current = publish_folder(home, folder, build_id)
        if is_current:
            _record_closed_waves(home, now, settings.closing_days)
        return is_current


def _lock_file(home: Home) -> Path:
    return home.warehouse / "build.lock"


def _built_file(home: Home) -> Path:
    return home.warehouse / "built.json"


def _built_id(home: Home) -> str | None:
    try:
        return json.loads(_built_file(home).read_text(encoding="utf-8"))["build_id"]
    except FileNotFoundError:
        return None


def _judge(settings: Settings, marts: Sequence[Mart], folder: Path) -> list[Verdict]:
    suites = settings.expectations / "marts"
    return judge(
        [
            Batch(mart.name, folder / f"{mart.name}.parquet", suites / f"{mart.name}.json", mart.grain[0])
            for mart in marts
        ],
        settings.memory_limit,
    )


def _refuse_failing(verdicts: Sequence[Verdict]) -> None:
    failed = [
        f"{verdict.batch} ({', '.join(check.expectation for check in verdict.expectations if not check.success)})"
        for verdict in verdicts
        if verdict.is_rejected
    ]
    if failed:
        raise CentricityError("marts_rejected", f"{'; '.join(failed)}.")


def _record_closed_waves(home: Home, now: datetime, closing_days: int) -> None:
    if published_build_id(home) is None:
        return
    folder = current_folder(home)
    record_closed_waves(home, folder, read_manifest(folder).get("input_sha256"), now, closing_days)


def _manifest(home: Home, rows: dict[str, int], folder: Path, now: datetime) -> dict[str, Any]:
    return read_frozen(home) | {
        "sequence": next_sequence(home),
        "published_at": now.isoformat(),
        "rows": rows,
        "sha256": {path.name: file_sha256(path) for path in sorted(folder.iterdir())},
        "code_version": version("centricity"),
        "duckdb_version": duckdb.__version__,
    }
