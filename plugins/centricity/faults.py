"""Faults of the machine, in words. A library's own text may quote a row: it is looked at, and never repeated."""

import errno
import os
from pathlib import Path

from centricity.errors import CentricityError

FULL = (errno.ENOSPC, errno.EDQUOT)
# How the system, DuckDB where it has to spill, SQLite and Python say it. A full disk says both.
SAYINGS = {
    "disk_full": ("No space left on device", "Disk quota exceeded", "failed to offload data block", "disk is full"),
    "memory_full": ("Out of Memory Error", "MemoryError"),
}
# Their files are named by suppliers.
SUPPLIERS_ZONES = ("landing", "archive", "staging")


def fault_in_words(error: BaseException, home: Path | None = None) -> CentricityError | None:
    """What a person can do something about; None for any other error.

    Args:
        error: what was raised.
        home: the environment's folder: below it a place may be named.
    """
    if getattr(error, "errno", None) in FULL:
        return disk_full()
    if full := said_full(f"{type(error).__name__}: {error}"):
        return full
    if isinstance(error, PermissionError):
        return CentricityError("no_permission", where=_place(error.filename, home) if home else "")
    return None


def _place(name: str | bytes | os.PathLike[str] | int | None, home: Path) -> str:
    """The path of an error, as far as it is ours: the files that suppliers name may hold a person's name."""
    path = Path(os.fsdecode(name)) if isinstance(name, str | bytes | os.PathLike) else None
    if path is None or not path.is_relative_to(home):
        return ""
    zone = next(iter(path.relative_to(home).parts), "")
    return str(home / zone if zone in SUPPLIERS_ZONES else path)


def disk_full(where: str = "") -> CentricityError:
    return CentricityError("disk_full", where=where)


def said_full(text: str, where: str = "") -> CentricityError | None:
    """Which part of the machine a text says is full."""
    codes = (code for code, sayings in SAYINGS.items() if any(saying in text for saying in sayings))
    return next((CentricityError(code, where=where) for code in codes), None)
