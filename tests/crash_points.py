"""Die before every single change to the file system, one after the other: `python crash_points.py intake|publication`.

Each time a forked process takes a delivery in, or publishes a build, and kills itself before its n-th change. What it
left must be whole, and the next run must finish. Ends when a run comes through. A process of its own, since a process
that forks may have no threads.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from killed_runs import KilledHome

from centricity.home import Home, open_home
from centricity.intake import loading, taking
from centricity.ledger.entry import read_entries
from centricity.quality import Verdict
from centricity.settings import load_settings
from centricity.warehouse.identity import file_sha256
from centricity.warehouse.publication import (
    check_files,
    draft_folder,
    publish_folder,
    published_build_id,
    read_manifest,
)

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
SET_APART = pa.table({"row_number": [2], "reason_code": ["of_the_test"], "place": pa.array([None], pa.string())})


def dies(action: Callable[[], object], before: int) -> bool:
    """Run an action in a process that kills itself before a change, counted from one; whether it did."""
    child = os.fork()
    if child == 0:
        changes = 0

        def count(event: str, arguments: tuple) -> None:
            nonlocal changes
            is_change = event in CHANGES or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR))
            changes += bool(is_change)
            if is_change and changes == before:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            action()
        except BaseException as error:
            print(repr(error), flush=True)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def verdict_of(batch: object) -> Verdict:
    """In place of Great Expectations: good, but for one row."""
    return Verdict(batch.delivery.load_id, False, None, (), SET_APART)


def try_intake(folder: Path) -> int:
    """Die at every point of taking in a delivery with a control file; how many there are."""
    home = KilledHome(folder)
    settings = home.settings.model_copy(update={"settle_seconds": 0})
    taking.judge_batches = lambda expectations, batches: [verdict_of(batch) for batch in batches]
    home.deliver(0, "tiny_organisations")
    assert not dies(lambda: loading.load_deliveries(settings, "reference", "test"), before=0)

    def load() -> None:
        loading.load_deliveries(settings, "survey", "test")

    point, has_died = 0, True
    while has_died:
        point += 1
        home.deliver(point, "tiny_survey")
        [name] = [path.name for path in (home.home.landing / "tiny_survey").glob("*.csv")]
        (home.home.landing / "tiny_survey" / f"{name}.done").write_text(json.dumps({"sha256": home.delivered[name]}))
        acknowledged = read_entries(home.home)
        has_died = dies(load, before=point)
        home.check_loads(acknowledged)
        assert not dies(load, before=0)
        home.check_all_taken()
    return point - 1


def try_publication(folder: Path) -> int:
    """Die at every point of publishing a build, an older one being there; how many there are."""
    home = open_home(load_settings({"CENTRICITY_HOME": str(folder)}))
    for number in range(12):  # so that an old one is removed
        publish(home, f"old{number}", number)
    point, has_died = 0, True
    while has_died:
        point += 1
        before = published_build_id(home)
        has_died = dies(lambda: publish(home, f"new{point}", 100 + point), before=point)  # noqa: B023
        assert published_build_id(home) in (before, f"new{point}")
        check_builds(home)
        publish(home, f"new{point}", 100 + point)
        assert published_build_id(home) == f"new{point}"
        assert list(home.published.glob(".*")) == []
        assert check_builds(home) == 10
    return point - 1


def publish(home: Home, build_id: str, sequence: int) -> None:
    """Publish a build of two files that belong together."""
    with draft_folder(home, build_id) as folder:
        (folder / "mart.parquet").write_text(build_id)
        manifest = {"build_id": build_id, "sequence": sequence, "published_at": "", "loads": [], "loads_sha256": ""}
        digests = {"mart.parquet": file_sha256(folder / "mart.parquet")}
        (folder / "manifest.json").write_text(json.dumps(manifest | {"sha256": digests}))
        publish_folder(home, folder, build_id)


def check_builds(home: Home) -> int:
    """Every build that can be gone back to is whole; how many there are."""
    builds = [path for path in home.published.iterdir() if not path.name.startswith(".") and not path.is_symlink()]
    for build in builds:
        check_files(build)
        assert read_manifest(build)["build_id"] == (build / "mart.parquet").read_text() == build.name
    return len(builds)


if __name__ == "__main__":
    print({"intake": try_intake, "publication": try_publication}[sys.argv[1]](Path(sys.argv[2])))
