"""Publication: a finished folder becomes current by one rename; going back is another."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from centricity.errors import CentricityError
from centricity.home import Home, replace_file

BUILDS_KEPT = 10
MANIFEST = "manifest.json"


def current_folder(home: Home) -> Path:
    """The published build of now. Resolve it once, then read everything from there.

    Raises:
        CentricityError: `nothing_published`.
    """
    current = home.published / "current"
    if not current.exists():
        raise CentricityError(
            "nothing_published", "No build has been published yet.", "Run `centricity run`.", str(home.published)
        )
    return current.resolve()


def read_manifest(folder: Path) -> dict[str, object]:
    return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))


def published_build_id(home: Home) -> str | None:
    current = home.published / "current"
    return current.resolve().name if current.exists() else None


@contextmanager
def draft_folder(home: Home, build_id: str) -> Iterator[Path]:
    """A folder to write a build into. It goes unless it is published; what a killed run left goes first."""
    for leftover in (*home.published.glob(".*.new"), *home.published.glob(".*.old")):
        if not leftover.is_symlink():
            shutil.rmtree(leftover)
    folder = home.published / f".{build_id}.new"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish_folder(home: Home, folder: Path, build_id: str) -> None:
    """Make a finished folder the current build; readers see the old one or the new one, whole."""
    target = home.published / build_id
    if not target.exists():  # it does where it was published before and rolled back since, or the run was killed
        _sync_tree(folder)
        folder.rename(target)
    _point_current(home, build_id)
    _hold_file(home).unlink(missing_ok=True)
    _remove_old(home)


def next_sequence(home: Home) -> int:
    """The place of the next build among the published ones: the clock may stand still, or be set back."""
    builds = _builds(home)
    return read_manifest(builds[-1])["sequence"] + 1 if builds else 1


def roll_back(home: Home) -> str:
    """Make the build before the current one current; hold until new loads arrive.

    Returns:
        The id of the build that is current now.

    Raises:
        CentricityError: `nothing_to_roll_back_to`.
    """
    current = current_folder(home)
    manifest = read_manifest(current)
    older = [folder for folder in _builds(home) if read_manifest(folder)["sequence"] < manifest["sequence"]]
    if not older:
        raise CentricityError(
            "nothing_to_roll_back_to",
            "There is no older build.",
            "Deliver corrected data instead.",
            str(home.published),
        )
    if not _hold_file(home).exists():
        newest = _newest_loads(home)
        replace_file(_hold_file(home), json.dumps({"loads_sha256": newest}) + "\n")
    _point_current(home, older[-1].name)
    return older[-1].name


def resume(home: Home) -> bool:
    """Let the next run publish again; False if nothing was held."""
    was_held = _hold_file(home).exists()
    _hold_file(home).unlink(missing_ok=True)
    return was_held


def held_loads(home: Home) -> str | None:
    """The digest of the loads that were rolled back from, while publishing is held."""
    try:
        return json.loads(_hold_file(home).read_text(encoding="utf-8"))["loads_sha256"]
    except FileNotFoundError:
        return None


def _hold_file(home: Home) -> Path:
    return home.published / "hold.json"


def _newest_loads(home: Home) -> str:
    return read_manifest(_builds(home)[-1])["loads_sha256"]


def _builds(home: Home) -> list[Path]:
    """All published builds, oldest first."""
    folders = [path.parent for path in home.published.glob(f"*/{MANIFEST}") if not path.parent.is_symlink()]
    return sorted(
        (folder for folder in folders if not folder.name.startswith(".")),
        key=lambda folder: read_manifest(folder)["sequence"],
    )


def _point_current(home: Home, build_id: str) -> None:
    link = home.published / ".current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(build_id, target_is_directory=True)
    link.replace(home.published / "current")
    _sync(home.published)


def _remove_old(home: Home) -> None:
    current = published_build_id(home)
    for folder in _builds(home)[:-BUILDS_KEPT]:
        if folder.name != current:
            # Renamed first: a build that is half removed is none to go back to.
            shutil.rmtree(folder.rename(home.published / f".{folder.name}.old"))


def _sync_tree(folder: Path) -> None:
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
