"""Pseudonyms: HMAC-SHA-256 with a secret key, computed inside DuckDB."""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import duckdb

from centricity.errors import CentricityError
from centricity.home import Home, read_layout, replace_file

KEY_BYTES = 32
BLOCK_BYTES = 64
# 128 of the 256 bits: no two people of any country share them, and half the bytes are stored.
PSEUDONYM_CHARACTERS = 32


def read_key(path: Path, home: Home, used: Collection[str] = ()) -> bytes:
    """Read the environment's key; make one for a home that has none yet.

    Args:
        path: the key file.
        home: the environment.
        used: ids of the keys that its loads were made with, for a home that lost its `layout.json`.

    Raises:
        CentricityError: `pseudonym_key_missing`, `pseudonym_key_open`, `pseudonym_key_bad` or
            `pseudonym_key_changed`: with another key, no person of an earlier load would be found again.
    """
    layout = read_layout(home)
    known = layout.get("pseudonym_key_id") or next(iter(used), None)
    if not path.exists():
        if known:
            raise CentricityError("pseudonym_key_missing", where=str(path))
        _make_key(path)
    key = _read_private(path)
    if "pseudonym_key_id" not in layout and known in (None, key_id(key)):
        replace_file(home.layout_file, json.dumps(layout | {"pseudonym_key_id": key_id(key)}) + "\n")
    elif known != key_id(key):
        raise CentricityError("pseudonym_key_changed", where=str(path))
    return key


def key_id(key: bytes) -> str:
    """A name for a key that says nothing about it."""
    return hmac.digest(key, b"centricity key id", "sha256").hex()[:16]


def install_pseudonyms(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Give a connection the macro `pseudonym(namespace, text)`; null stays null (RFC 2104)."""
    padded = (
        key.ljust(BLOCK_BYTES, b"\0")
        if len(key) <= BLOCK_BYTES
        else hashlib.sha256(key).digest().ljust(BLOCK_BYTES, b"\0")
    )
    # Variables, not literals: no error text or query log ever holds the key.
    connection.execute("set variable inner_pad = $pad::blob", {"pad": bytes(byte ^ 0x36 for byte in padded)})
    connection.execute("set variable outer_pad = $pad::blob", {"pad": bytes(byte ^ 0x5C for byte in padded)})
    connection.execute(f"""
        create or replace temp macro pseudonym(namespace, said) as
            left(sha256(getvariable('outer_pad') || unhex(sha256(
                getvariable('inner_pad') || encode(namespace || '|' || said)))), {PSEUDONYM_CHARACTERS})
    """)


def _make_key(path: Path) -> None:
    """Make the key file whole or not at all: half a key would stop every later run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):  # another process of the same first run was quicker
        os.link(part, path)
    part.unlink()


def _read_private(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise CentricityError("pseudonym_key_open", remedy=f"chmod 600 {path}", where=str(path))
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise CentricityError("pseudonym_key_bad", where=str(path))
    return key
