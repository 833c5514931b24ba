"""Bytes through the reader and the mapping, as `stage` does it; and pseudonyms computed a second way."""

import hashlib
import hmac
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from centricity.feeds.definition import Feed
from centricity.loads.deliveries import take_copy
from centricity.loads.organisations import install_names
from centricity.loads.staging import stage
from centricity.privacy.masking import install_masking
from centricity.privacy.pseudonyms import PSEUDONYM_CHARACTERS, install_pseudonyms
from centricity.readers import read_records

KEY = bytes(range(32))
NOW = datetime(2026, 11, 1, tzinfo=UTC)
# Every name that the tests call an organisation by, and its id.
ORGANISATIONS = {"A": "A", "Alfa": "A", "B": "B", "Bèta": "B"}


def connect() -> duckdb.DuckDBPyConnection:
    """A connection as the intake has it."""
    connection = duckdb.connect(config={"threads": 1})
    install_pseudonyms(connection, KEY)
    install_masking(connection)
    names = ", ".join(f"('{alias}', 0, '{organisation}', false)" for alias, organisation in ORGANISATIONS.items())
    columns = "alias, wave_from, organisation_id, is_ambiguous"
    connection.execute(f"create temp table organisation_alias as from (values {names}) as _({columns})")
    install_names(connection)
    return connection


def pseudonym(namespace: str, text: str) -> str:
    return hmac.new(KEY, f"{namespace}|{text}".encode(), hashlib.sha256).hexdigest()[:PSEUDONYM_CHARACTERS]


@dataclass(frozen=True)
class Staged:
    """A staged delivery: its rows in the file's order."""

    rows: list[dict]

    @property
    def accepted(self) -> list[dict]:
        return [row for row in self.rows if row["problem_code"] is None]


def stage_bytes(
    connection: duckdb.DuckDBPyConnection, feed: Feed, name: str, content: bytes, control: str | None = None
) -> Staged:
    """Stage a delivery of these bytes.

    Args:
        connection: of `connect`.
        feed: the definition.
        name: the delivery's file name.
        content: its bytes.
        control: what stands in its `.done` file, if it has one.

    Raises:
        Refusal: as `stage` does.
    """
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder, name)
        original.write_bytes(content)
        if control is not None:
            original.with_name(f"{name}.done").write_text(control)
        copies = Path(folder, "copies")
        copies.mkdir()
        batch = stage(connection, take_copy(feed, original, copies), NOW)
        rows = duckdb.read_parquet(str(batch.path)).project(batch.columns)
        assert batch.records_in == len(rows), "no record is dropped"
        return Staged([dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()])


def read_texts(feed: Feed, name: str, content: bytes) -> dict[int, dict[str, str | None]]:
    """The texts of the mapped columns by row number, of records that can be read."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        rows = [row for table in read_records(file, feed.layout) for row in table.to_pylist()]
    columns = sorted(feed.mapped_columns)
    return {row["row_number"]: {name: row[name] for name in columns} for row in rows if row["problem_code"] is None}
