"""Control totals: what a supplier says that a delivery holds."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from centricity.errors import Refusal
from centricity.feeds.definition import Feed
from centricity.feeds.yaml_loaders import TextLoader
from centricity.home import Home
from centricity.loads.deliveries import CONTROL, Delivery, control_file
from centricity.loads.entry import LedgerEntry

AGAIN = "Ask the supplier, deliver it again."


class ControlTotals(BaseModel):
    """What stands in `<delivery>.done`, as YAML or JSON: `rows`, `sha256`, or nothing."""

    model_config = ConfigDict(extra="forbid")

    rows: int | None = None
    sha256: str | None = None

    @field_validator("rows", "sha256", mode="before")
    @classmethod
    def may_be_left_open(cls, value: Any) -> Any:
        return None if value in ("", "~", "null") else value


def check_control_totals(delivery: Delivery, batch: Path, records_in: int) -> None:
    """Compare a staged delivery with its control totals, where there are any.

    A file that is cut off in the middle of its last record has as many records as it should: the last one is
    unreadable.

    Raises:
        Refusal: `bad_control_file`, `checksum_mismatch`, `truncated` or `too_many_rows`.
    """
    path = control_file(delivery.original)
    if not path.is_file():
        return
    totals = _read(path)
    if totals.sha256 and totals.sha256.lower() != delivery.sha256:
        raise Refusal("checksum_mismatch", "The file is not the one that its control file is about.", AGAIN)
    if totals.rows is None:
        return
    if records_in > totals.rows:
        raise Refusal("too_many_rows", f"{totals.rows} rows are announced, {records_in} found.", AGAIN)
    if records_in < totals.rows or _ends_unreadable(batch):
        raise Refusal("truncated", f"{totals.rows} rows are announced, fewer whole ones found.", AGAIN)


def names_digest(delivery: Delivery) -> bool:
    """Whether a control file says which bytes the delivery has."""
    path = control_file(delivery.original)
    return path.is_file() and bool(_sha256_said(path))


def control_sha256(delivery: Path) -> str | None:
    """Digest of a delivery's control file; None without one."""
    path = control_file(delivery)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def late_control_files(home: Home, feed: Feed, entries: Iterable[LedgerEntry]) -> list[tuple[Path, LedgerEntry]]:
    """Control files that wait alone and name the digest of a file that is in by now, each with its entry.

    One that names no digest is left alone: it may belong to a correction that is still to come.
    """
    folder = home.landing / feed.feed
    alone = [
        path for path in sorted(folder.glob(f"*{CONTROL}")) if path.is_file() and not path.with_suffix("").exists()
    ]
    digests = {path: _sha256_said(path) for path in alone}
    return [
        (path, entry)
        for path in alone
        for entry in entries
        if (entry.feed, entry.file_name, entry.file_sha256) == (feed.feed, path.stem, digests[path])
    ]


def _sha256_said(path: Path) -> str | None:
    try:
        return (_read(path).sha256 or "").lower()
    except Refusal:
        return None


def _read(path: Path) -> ControlTotals:
    try:
        # A loader that makes texts and lists of them only: no object of anybody's choice.
        said = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=TextLoader)  # noqa: S506
        return ControlTotals.model_validate(said or {})
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError, RecursionError):
        raise Refusal("bad_control_file", "The control file says something else than rows and sha256.", AGAIN) from None


def _ends_unreadable(batch: Path) -> bool:
    """Whether the last record is what a cut makes of one: too short, or no JSON."""
    last = (
        "select arg_max(coalesce(problem_code in ('wrong_width', 'malformed_json'), false), row_number) "
        f"from read_parquet('{batch}')"
    )
    with duckdb.connect() as connection:
        return bool(connection.execute(last).fetchall()[0][0])
