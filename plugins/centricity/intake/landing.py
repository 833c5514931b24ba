"""What lies in `landing/`, and which of it is ours to take; where it stands once it is taken."""

from pathlib import Path

from centricity.batches.delivery import CONTROL, control_file
from centricity.feeds.catalogue import Catalogue
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.ledger.entry import LedgerEntry

# Still being written, or not meant for us.
NOT_YET = (".part", ".tmp", ".filepart", ".crdownload")


def pending_files(home: Home, feed: Feed) -> list[Path]:
    """The files of a feed that wait in `landing/` and are whole, by name."""
    folder = home.landing / feed.feed
    files = [path for path in folder.glob("*") if path.is_file() and not path.is_symlink()] if folder.is_dir() else []
    waiting = [path for path in files if not path.name.startswith(".") and path.suffix not in (*NOT_YET, CONTROL)]
    is_required = feed.control_file == "required"
    return sorted(path for path in waiting if not is_required or control_file(path).is_file())


def public_name(feed: Feed, original: Path) -> str:
    """A file's name, if it follows the feed's pattern: any other may hold a person."""
    return original.name if feed.match_file_name(original.name) else "a file named otherwise"


def archived_original(home: Home, entry: LedgerEntry) -> Path:
    """Where an original stands. The archive, unlike the ledger, keeps a name that was not agreed on."""
    folder = home.archive / entry.feed / entry.load_id
    if entry.reason_code != "bad_file_name":
        return folder / entry.file_name
    originals = sorted(path for path in folder.glob("*") if path.suffix != CONTROL)
    return next(iter(originals), folder / entry.file_name)


def unclaimed_folders(home: Home, catalogue: Catalogue) -> list[str]:
    """Folders in `landing/` that hold something and have no feed definition."""
    known = catalogue.feeds.keys() | catalogue.problems.keys()
    return sorted(
        path.name for path in home.landing.iterdir() if path.name not in known and path.is_dir() and any(path.iterdir())
    )
