"""Publication: a finished folder becomes current by one rename; going back is another."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from centricity.errors import CentricityError
from centricity.home import Home, replace_file
from centricity.locks import hold_lock
from centricity.warehouse.closed_waves import forget_records_of
from centricity.warehouse.damage import damaged_build
from centricity.warehouse.identity import file_sha256
from centricity.warehouse.reach import CLOSED, close_other_builds, open_build

BUILDS_KEPT = 10
MANIFEST = "manifest.json"


class Manifest(BaseModel):
    """What is read of `manifest.json`; there is more in it."""

    model_config = ConfigDict(extra="allow")

    build_id: str
    sequence: int
    published_at: str
    loads: list[str]
    loads_sha256: str
    sha256: dict[str, str]


def current_folder(home: Home) -> Path:
    """The published build of now. Resolve it once, then read everything from there.

    Raises:
        CentricityError: `nothing_published`.
    """
    current = home.published / "current"
    if not current.exists():
        raise CentricityError("nothing_published", where=str(home.published))
    return current.resolve()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a build.

    Raises:
        CentricityError: `damaged_build`.
    """
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes()).model_dump()
    except (ValidationError, FileNotFoundError):
        raise damaged_build(folder, MANIFEST) from None


def check_files(folder: Path) -> None:
    """See that each file of a build is what was published: marts are small, so all their digests take milliseconds.

    Raises:
        CentricityError: `damaged_build`.
    """
    published = read_manifest(folder)["sha256"]
    damaged = [name for name, digest in published.items() if not _has_digest(folder / name, digest)]
    if damaged:
        raise damaged_build(folder, *damaged)


def published_build_id(home: Home) -> str | None:
    current = home.published / "current"
    return read_manifest(current.resolve())["build_id"] if current.exists() else None


def check_published(home: Home) -> None:
    """See that what readers find now is whole; where nothing is published, they find nothing.

    Raises:
        CentricityError: `damaged_build`.
    """
    current = home.published / "current"
    if current.exists():
        check_files(current.resolve())


@contextmanager
def draft_folder(home: Home, build_id: str) -> Iterator[Path]:
    """A folder to write a build into. It goes unless it is published; what a killed run left goes first."""
    for leftover in (*home.published.glob(".*.new"), *home.published.glob(".*.old")):
        if not leftover.is_symlink():
            shutil.rmtree(leftover)
    folder = home.published / f".{build_id}.new"
    folder.mkdir(mode=CLOSED)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish_folder(home: Home, folder: Path, build_id: str) -> bool:
    """Make a finished folder the current build; readers see the old one or the new one, whole.

    Returns:
        False if publishing has been held since.

    Raises:
        CentricityError: `damaged_build`: the folder of the same build, published before, is not whole any more.
    """
    with hold_lock(_lock_file(home)):
        if is_held(home):
            return False
        target = home.published / build_id
        if target.exists():  # it was published before and rolled back since, or the run was killed
            check_files(target)
        else:
            _sync_tree(folder)
            folder.rename(target)
        _make_current(home, target)
        _remove_old(home)
        return True


def shut_older_builds(home: Home) -> None:
    """Shut what a killed run, or an older version of the software, left open to readers."""
    with hold_lock(_lock_file(home)):
        close_other_builds(home)


def next_sequence(home: Home) -> int:
    """The place of the next build among the published ones: the clock may stand still, or be set back."""
    builds = _builds(home)
    return read_manifest(builds[-1])["sequence"] + 1 if builds else 1


def roll_back(home: Home) -> str:
    """Make the build before the current one current, and hold it: nothing is published until `resume`.

    What it was the first to say of a closed wave is forgotten: later builds are not compared with what is taken back.

    Returns:
        The id of the build that is current now.

    Raises:
        CentricityError: `nothing_to_roll_back_to`, or `damaged_build` of the build before; nothing has changed then.
    """
    with hold_lock(_lock_file(home)):
        manifest = read_manifest(current_folder(home))
        older = [folder for folder in _builds(home) if read_manifest(folder)["sequence"] < manifest["sequence"]]
        if not older:
            raise CentricityError("nothing_to_roll_back_to", where=str(home.published))
        check_files(older[-1])
        replace_file(_hold_file(home), json.dumps({"rolled_back_from": manifest["build_id"]}) + "\n")
        _make_current(home, older[-1])
        forget_records_of(home, manifest["build_id"])
        return older[-1].name


def resume(home: Home) -> bool:
    """Let the next run publish again; False if nothing was held."""
    was_held = is_held(home)
    _hold_file(home).unlink(missing_ok=True)
    return was_held


def is_held(home: Home) -> bool:
    """Whether nothing is published, whatever arrives, since somebody rolled back: as long as the file is there."""
    return _hold_file(home).exists()


def _has_digest(file: Path, digest: str) -> bool:
    try:
        return file_sha256(file) == digest
    except FileNotFoundError:
        return False


def _hold_file(home: Home) -> Path:
    return home.published / "hold.json"


def _lock_file(home: Home) -> Path:
    return home.warehouse / "publish.lock"


def _builds(home: Home) -> list[Path]:
    """All published builds, oldest first."""
    folders = [path.parent for path in home.published.glob(f"*/{MANIFEST}") if not path.parent.is_symlink()]
    return sorted(
        (folder for folder in folders if not folder.name.startswith(".")),
        key=lambda folder: read_manifest(folder)["sequence"],
    )


def _make_current(home: Home, folder: Path) -> None:
    """Open the build, then move the link: `current` never leads to a shut folder."""
    open_build(home, folder)
    _point_current(home, folder.name)
    close_other_builds(home)


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
