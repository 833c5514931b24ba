"""A person's decision about a load: a new judgement beside the older one, with the same data."""

import dataclasses
import getpass
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from centricity.home import Home
from centricity.loads.commit import move_into_place, remove_replaced_quarantine, write_quarantine
from centricity.loads.discards import DISCARDED
from centricity.loads.entry import ACCEPTED, LedgerEntry, write_entry
from centricity.loads.ledger import read_entries
from centricity.loads.stored import accepted_file, quarantine_file, quarantine_path


def amend(home: Home, older: LedgerEntry, newer: LedgerEntry, rows: Sequence[int] = ()) -> LedgerEntry:
    """Put a newer judgement beside an older one; the source's lock is held.

    Args:
        home: the environment.
        older: the entry in force.
        newer: what is said from now on; its number is given here.
        rows: rows of the quarantine that are given up from now on.

    Returns:
        The newer entry, numbered.
    """
    known = [entry.judgement for entry in read_entries(home) if entry.load_id == older.load_id]
    newer = dataclasses.replace(newer, judgement=max(known) + 1)
    folder = home.staging / f"{newer.run_id}-{newer.judgement_id}"
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
    folder.mkdir()
    if newer.verdict == ACCEPTED:
        _keep_data(home, older, newer, rows, folder)
    else:
        (folder / "reason.txt").write_text(f"{newer.reason}\n", encoding="utf-8")
    write_entry(newer, folder)
    move_into_place(folder, newer.folder_in(home))
    remove_replaced_quarantine(home, newer.source, read_entries(home))
    return newer


def user_name() -> str:
    """Who acts, for the ledger."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container the number may have no name
        return f"uid {os.getuid()}"


def _keep_data(home: Home, older: LedgerEntry, newer: LedgerEntry, rows: Sequence[int], folder: Path) -> None:
    if newer.records_quarantined:
        marked = _marked(quarantine_file(home, older), rows)
        write_quarantine([marked], folder / "quarantine.parquet", quarantine_path(home, newer))
    os.link(accepted_file(home, older), folder / "data.parquet")


def _marked(file: Path, rows: Sequence[int]) -> pa.Table:
    with duckdb.connect() as connection:
        return connection.execute(
            """
            select row_number,
                case when list_contains($rows::bigint[], row_number) then list_sort(list_append(reason_codes, $reason))
                    else reason_codes end as reason_codes,
                problem_column, record
            from read_parquet($file) order by row_number
            """,
            {"rows": list(rows), "reason": DISCARDED, "file": str(file)},
        ).to_arrow_table()
