"""What lies in `landing/` as it arrives: files that are still being written, and what is no delivery at all."""

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from centricity.batches.delivery import CONTROL, control_file
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.intake.landing import NOT_YET

State = tuple[int, int, int]


def state_of(path: Path) -> State | None:
    """What changes when a file is written to or replaced, by a link too; None if it is gone."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def settled_states(files: Sequence[Path], seconds: float) -> dict[Path, State | None]:
    """The states of files that were last changed some seconds ago or longer; waits for the newest of them.

    A file that changes meanwhile has another state afterwards: its supplier is still writing it.
    """
    states = {path: state_of(path) for path in files}
    newest = max((state[2] / 1e9 for state in states.values() if state), default=0)
    time.sleep(min(max(newest + seconds - time.time(), 0), seconds))
    return states


def left_alone_notes(home: Home, feeds: Iterable[Feed]) -> list[str]:
    """What nobody takes, and why. Names are not repeated: nobody agreed on them."""
    loose = sum(not path.is_dir() and not path.name.startswith(".") for path in home.landing.iterdir())
    notes = [f"landing: {loose} files are in no feed's folder (outside_feed_folder)."] if loose else []
    for feed in feeds:
        folder = home.landing / feed.feed
        entries = list(folder.iterdir()) if folder.is_dir() else []
        others = sum(path.is_symlink() or not path.is_file() for path in entries)
        if others:
            notes.append(f"landing/{feed.feed}: {others} links, folders or pipes are left alone (not_a_file).")
        alone = _without_control(feed, entries)
        if alone:
            notes.append(f"{feed.feed}: {alone} files wait for their control files (waiting_for_control_file).")
    return notes


def _without_control(feed: Feed, entries: Iterable[Path]) -> int:
    if feed.control_file != "required":
        return 0
    return sum(
        path.is_file() and path.suffix not in (*NOT_YET, CONTROL) and not control_file(path).is_file()
        for path in entries
        if not path.name.startswith(".") and not path.is_symlink()
    )
