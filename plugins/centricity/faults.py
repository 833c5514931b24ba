"""Faults of the machine, in words. A library's own text may quote a row: it is looked at, and never repeated."""

import errno

from centricity.errors import CentricityError

FULL = (errno.ENOSPC, errno.EDQUOT)
# How the system, DuckDB where it has to spill, and SQLite say it.
SAYINGS = ("No space left on device", "Disk quota exceeded", "failed to offload data block", "disk is full")


def fault_in_words(error: BaseException) -> CentricityError | None:
    """What a person can do something about; None for any other error."""
    if getattr(error, "errno", None) in FULL or says_disk_full(str(error)):
        return disk_full()
    if isinstance(error, PermissionError):
        return CentricityError(
            "no_permission", "A file or folder may not be read or written.", "Give the user of the tasks the right to."
        )
    return None


def disk_full(where: str = "") -> CentricityError:
    return CentricityError("disk_full", "The disk is full.", "Free some space and run again: nothing is lost.", where)


def says_disk_full(text: str) -> bool:
    return any(saying in text for saying in SAYINGS)
