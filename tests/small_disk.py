"""Intake and runs on a disk that is full: `python small_disk.py FOLDER intake|run`, the folder being a small disk.

Each time the disk is filled but for some room, and freed again afterwards. Prints a line per room.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from killed_runs import RUN, KilledHome

from centricity.errors import CentricityError
from centricity.feeds.entities import SOURCES
from centricity.intake.loading import load_deliveries
from centricity.ledger.entry import read_entries
from centricity.warehouse.publication import current_folder, published_build_id

MOUNTED = 'mount -t tmpfs -o size=300m tmpfs "$1" && exec "$2" "$3" "$1" "$4"'
ROOMS = 10


def on_a_small_disk(folder: Path, what: str) -> subprocess.CompletedProcess:
    """Run this module in a mount namespace of its own, which needs no rights where the system allows it."""
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNTED, "sh", folder]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command += [sys.executable, Path(__file__), what]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def can_mount(folder: Path) -> bool:
    command = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def fill(folder: Path, room: int) -> Path:
    """A file that leaves that many bytes."""
    ballast = folder / "ballast"
    disk = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(disk.f_bavail * disk.f_frsize - room, 1))
    return ballast


def try_intake(folder: Path) -> None:
    """Two rooms: one in which nothing can be written, one in which the copies fit."""
    home = KilledHome(folder / "home")
    settings = home.settings.model_copy(update={"settle_seconds": 0})

    def take() -> str:
        for source in SOURCES:
            load_deliveries(settings, source, "test")
        return ""

    home.deliver(0)
    take()
    for number, room in enumerate((0, 16 * 1024), start=1):
        home.deliver(number)
        said = try_room(home, folder, room, take)
        assert "disk_full" in said, f"not a clear message: {said}"
        home.check_all_taken()


def try_runs(folder: Path) -> None:
    """Rooms from nothing to what a run needs."""
    home = KilledHome(folder / "home")

    def take() -> str:
        done = subprocess.run(RUN, env=home.environment, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    home.deliver(0)
    assert take() == ""
    build_file = home.home.warehouse / "build.duckdb"
    needed = build_file.stat().st_size + sum(path.stat().st_size for path in current_folder(home.home).iterdir())
    for number in range(ROOMS):
        home.deliver(number + 1)
        build_file.unlink(missing_ok=True)
        said = try_room(home, folder, needed * number // (ROOMS - 1), take)
        assert not said or "disk_full" in said, f"not a clear message: {said}"
        home.check_after_run()


def try_room(home: KilledHome, folder: Path, room: int, take: Callable[[], str]) -> str:
    """Take in what waits with so much room: the old build stands; then with enough. What was said of the first."""
    acknowledged, build = read_entries(home.home), published_build_id(home.home)
    ballast = fill(folder, room)
    try:
        said = take()
    except CentricityError as error:
        said = str(error)
    finally:
        ballast.unlink()
    home.check_loads(acknowledged)
    if build:
        home.check_after_kill(acknowledged, {build} if said else set())
    codes = re.findall("[a-z]+_[a-z_]+(?=: )", said)
    print(f"| {room // 1024} KiB | {', '.join(dict.fromkeys(codes)) or 'done'} |", flush=True)
    assert take() == ""
    return said


if __name__ == "__main__":
    {"intake": try_intake, "run": try_runs}[sys.argv[2]](Path(sys.argv[1]))
