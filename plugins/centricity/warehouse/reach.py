"""Readers reach the current build only: who has two builds can subtract one from the other."""

import stat
from pathlib import Path

from centricity.home import Home

CLOSED = stat.S_IRWXU
PERMISSIONS = stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO


def open_build(home: Home, folder: Path) -> None:
    """Let readers into a build: whoever may enter `published/` may enter it.

    Not by the umask: a rollback may be done by another process than the one that published the build.
    """
    _set_permissions(folder, home.published.stat().st_mode)


def close_other_builds(home: Home) -> None:
    """Shut all folders but that of the current build, whatever a killed run left open. Open files stay readable."""
    current = (home.published / "current").resolve()
    for folder in home.published.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder != current:
            _set_permissions(folder, CLOSED)


def _set_permissions(folder: Path, mode: int) -> None:
    """Bits beside the permissions stay: a folder may hand its group on to what is made in it."""
    own = folder.stat().st_mode
    wanted = stat.S_IMODE(own) & ~PERMISSIONS | mode & PERMISSIONS
    if stat.S_IMODE(own) != wanted:
        folder.chmod(wanted)
