"""What lies in `landing/`, and which of it is ours to take."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from centricity.feeds.catalogue import Catalogue
from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.loads.entry import LedgerEntry

# Still being written, or not meant for us.
NOT_YET = (".part", ".tmp", ".filepart", ".crdownload")
COMPRESSED = (".gz", ".zip")
# Beside a delivery: what it should hold, and that it is whole.
CONTROL = ".done"
COPY_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Delivery:
    """One delivered file, copied out of `landing/` so that nobody changes it under our hands.

    Attributes:
        original: where the supplier put it.
        copy: the bytes that we read.
        modified_ns: when the original was last changed, before we copied it.
        judgement: how often its load will have been judged, with this time.
    """

    feed: Feed
    original: Path
    copy: Path
    sha256: str
    bytes: int
    modified_ns: int
    judgement: int = 1

    @property
    def load_id(self) -> str:
        """The same bytes by the same definition are the same load, if their names say the same."""
        return load_id_of(self.feed, self.sha256, self.name_texts)

    @property
    def name_texts(self) -> dict[str, str]:
        """What the name says in the places that the feed reads."""
        return self.feed.name_texts(self.original.name)

    @property
    def has_agreed_name(self) -> bool:
        """Whether the name follows the feed's pattern, with a date that exists."""
        return self._date_in_name is not None

    @property
    def delivery_date(self) -> str | None:
        """The date in the file's name, yyyy-mm-dd; None where the pattern has none."""
        return self._date_in_name or None

    @property
    def public_name(self) -> str:
        """A name that may be shown and noted: one that we did not agree on may hold anything, a person too."""
        return self.original.name if self.has_agreed_name else f"a file named otherwise ({self.sha256[:12]})"

    @property
    def place(self) -> str:
        """How people know the file: its feed and its name."""
        return f"{self.feed.feed}/{self.public_name}"

    @property
    def _date_in_name(self) -> str | None:
        """The date, empty where the pattern has none; None if the name does not follow the pattern."""
        match = self.feed.match_file_name(self.original.name)
        # What looks like a date must be one, wherever it stands: 30 February is nobody's delivery.
        if match is None or not all(map(_is_date, re.findall(r"\d{4}-\d{2}-\d{2}", self.original.name))):
            return None
        return match.groupdict().get("date", "")


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


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


def load_id_of(feed: Feed, file_sha256: str, name_texts: dict[str, str]) -> str:
    """A load's id. What the name says is part of it only where rows are made of that."""
    parts = [feed.sha256, file_sha256, *(f"{place}={text}" for place, text in sorted(name_texts.items()))]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def pending_files(home: Home, feed: Feed) -> list[Path]:
    """The files of a feed that wait in `landing/` and are whole, by name."""
    folder = home.landing / feed.feed
    files = [path for path in folder.glob("*") if path.is_file() and not path.is_symlink()] if folder.is_dir() else []
    waiting = [path for path in files if not path.name.startswith(".") and path.suffix not in (*NOT_YET, CONTROL)]
    is_required = feed.control_file == "required"
    return sorted(path for path in waiting if not is_required or control_file(path).is_file())


def control_file(delivery: Path) -> Path:
    """The file that says what a delivery should hold: its name and `.done`."""
    return delivery.with_name(delivery.name + CONTROL)


def unclaimed_folders(home: Home, catalogue: Catalogue) -> list[str]:
    """Folders in `landing/` that hold something and have no feed definition."""
    known = catalogue.feeds.keys() | catalogue.problems.keys()
    return sorted(
        path.name for path in home.landing.iterdir() if path.name not in known and path.is_dir() and any(path.iterdir())
    )


def take_copy(feed: Feed, original: Path, folder: Path) -> Delivery:
    """Copy a delivery into `folder` under the name of its content."""
    modified_ns = original.stat().st_mtime_ns
    digest = hashlib.sha256()
    part = folder / "copy"
    with original.open("rb") as source, part.open("wb") as target:
        while block := source.read(COPY_BLOCK):
            digest.update(block)
            target.write(block)
    suffix = original.suffix if original.suffix in COMPRESSED else ""
    copy = part.rename(folder / (digest.hexdigest() + suffix))
    return Delivery(feed, original, copy, digest.hexdigest(), copy.stat().st_size, modified_ns)
