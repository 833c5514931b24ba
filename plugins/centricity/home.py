"""The folders of one environment."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from centricity.errors import CentricityError
from centricity.faults import fault_in_words
from centricity.settings import Settings

LAYOUT_VERSION = 1
FOLDERS = (
    "landing",
    "staging",
    "raw",
    "quarantine",
    "rejected",
    "archive",
    "warehouse",
    "published",
    "closed",
    "logs",
    "airflow",
)
# These hold what suppliers sent, with persons in it, or secrets.
PRIVATE_FOLDERS = ("staging", "raw", "quarantine", "archive", "warehouse", "closed", "airflow")


@dataclass(frozen=True)
class Home:
    """Where each thing of an environment stands. The zones are described in docs/architecture.md."""

    root: Path

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def staging(self) -> Path:
        return self.root / "staging"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def rejected(self) -> Path:
        return self.root / "rejected"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def closed(self) -> Path:
        """The figures of closed waves as first published."""
        return self.root / "closed"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def airflow(self) -> Path:
        return self.root / "airflow"

    @property
    def layout_file(self) -> Path:
        return self.root / "layout.json"


def open_home(settings: Settings) -> Home:
    """Make the environment's folders where they are missing, and check that we know their layout.

    Raises:
        CentricityError: `bad_setting`, no folder can be made there; `unknown_layout`, written by another version of
            the software.
    """
    home = Home(settings.home)
    _make_folder(home, home.root)
    _check_layout(home)
    for name in FOLDERS:
        _make_folder(home, home.root / name)
    for name in PRIVATE_FOLDERS:
        (home.root / name).chmod(0o700)
    if not home.layout_file.exists():
        replace_file(home.layout_file, json.dumps({"layout_version": LAYOUT_VERSION}) + "\n")
    return home


def holds_deliveries(home: Home) -> bool:
    """Whether anything was ever delivered here."""
    return any(path.is_file() for folder in (home.landing, home.archive) for path in folder.rglob("*"))


def read_layout(home: Home) -> dict[str, Any]:
    """What `layout.json` says; empty for a home that is not there yet."""
    unreadable = {"layout_version": "unreadable"}
    try:
        layout = json.loads(home.layout_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        return unreadable
    return layout if isinstance(layout, dict) else unreadable


def replace_file(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _make_folder(home: Home, path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fault_in_words(error, home.root) or CentricityError(
            "bad_setting",
            "`home`: here stands no folder, and none can be made.",
            "Point CENTRICITY_HOME at another place, or move away what stands here.",
            str(path),
        ) from None


def _check_layout(home: Home) -> None:
    version = read_layout(home).get("layout_version", LAYOUT_VERSION)
    if version != LAYOUT_VERSION:
        raise CentricityError(
            "unknown_layout",
            f"This home has layout version {version}; this software knows version {LAYOUT_VERSION}.",
            "Use the software version that wrote it, or point CENTRICITY_HOME at an empty folder.",
            str(home.layout_file),
        )
