"""The files of a load, looked at before they are read: what is damaged is said by name, not by a model that fails."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from centricity.errors import CentricityError
from centricity.faults import fault_in_words
from centricity.home import Home
from centricity.loads.entry import LedgerEntry


def accepted_file(home: Home, entry: LedgerEntry) -> Path:
    """The accepted records of a load.

    Raises:
        CentricityError: `damaged_load`.
    """
    return _checked(home, home.raw / entry.folder / "data.parquet", entry.records_accepted, entry.load_id)


def quarantine_file(home: Home, entry: LedgerEntry) -> Path:
    """The rows of a load that are set apart.

    Raises:
        CentricityError: `damaged_load`.
    """
    return _checked(home, quarantine_path(home, entry), entry.records_quarantined, entry.load_id)


def quarantine_path(home: Home, entry: LedgerEntry) -> Path:
    return home.quarantine / entry.folder.with_suffix(".parquet")


def _checked(home: Home, path: Path, rows: int, load_id: str) -> Path:
    """The file, if its end says that it is whole and holds as many rows as the ledger says."""
    try:
        found = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException) as error:
        raise fault_in_words(error, home.root) or _damaged(path, load_id) from None
    if found != rows:
        raise _damaged(path, load_id)
    return path


def _damaged(path: Path, load_id: str) -> CentricityError:
    return CentricityError(
        "damaged_load", f"A file of the load {load_id} is gone, damaged or another one.", where=str(path)
    )
