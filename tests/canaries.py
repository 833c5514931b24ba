"""Twelve invented persons, and a search for them in everything that a folder holds, whatever its format."""

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

FIRST_NAMES = ("Aaltje", "Berend", "Cunera", "Dirkje", "Evert", "Foekje", "Geertje", "Hylke", "Ietje", "Jorrit")
NAMES = tuple(f"{first} Kanarievogel" for first in (*FIRST_NAMES, "Wilhelmina", "Zwaantje"))


@dataclass(frozen=True)
class Person:
    """What a supplier may know of somebody. Nobody real: the numbers only pass their checks."""

    name: str
    mail: str
    handle: str
    phone: str
    bsn: str
    iban: str
    address: str

    @property
    def words(self) -> tuple[str, ...]:
        """The texts that give the person away."""
        return (*self.identifiers, self.name, self.handle)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Those that masking finds in a running text."""
        return self.mail, self.phone, self.phone[-8:], self.bsn, self.iban, self.iban[-10:], self.address

    @property
    def comment(self) -> str:
        numbers = f"bel {self.phone} of mail {self.mail}, bsn {self.bsn}, {self.iban}, {self.address}"
        return f"Ik ben {self.name} ({self.handle}): {numbers}. Bel 0031{self.phone[1:].replace('-', '')}!"


def _person(number: int, name: str) -> Person:
    first = name.split()[0].lower()
    phone = f"06-{73915208 + 1117 * number}"
    account = f"ABNA0{417164300 + 1231 * number}"
    return Person(
        name, f"{first}@kanarie.example", f"@{first}_k", phone, _bsn(299_113_000 + 977 * number), _iban(account),
        f"{4711 + 13 * number} KV {191 + number}",
    )  # fmt: skip


def _bsn(number: int) -> str:
    """The next number that passes the 11-proof."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    while sum(weight * int(digit) for weight, digit in zip(weights, str(number), strict=True)) % 11:
        number += 1
    return str(number)


def _iban(account: str) -> str:
    numbers = "".join(str(int(sign, 36)) for sign in f"{account}NL00")
    return f"NL{98 - int(numbers) % 97:02}{account}"


PERSONS = tuple(_person(number, name) for number, name in enumerate(NAMES))


def traces(path: Path, words: Iterable[str]) -> set[str]:
    """The words that stand in a file or in its name."""
    contents = list(_contents(path.name, path.read_bytes(), path))
    return {
        word
        for word in words
        if word in path.name
        or any(word.encode(code) in content for content in contents for code in ("utf-8", "utf-16-le", "utf-16-be"))
    }


def files_with(folder: Path, words: Iterable[str]) -> dict[Path, set[str]]:
    """The files below a folder in which some of the words stand, with these."""
    words = tuple(words)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, f"no file to look in: {folder}"
    found = {}
    for path in files:
        with suppress(FileNotFoundError):  # a running Airflow's journals come and go
            found[path.relative_to(folder)] = traces(path, words)
    return {path: words for path, words in found.items() if words}


def _contents(name: str, content: bytes, path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what they hold once unpacked or read as a table."""
    yield content
    if content.startswith(b"\x1f\x8b"):
        with suppress(gzip.BadGzipFile):
            yield gzip.decompress(content)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(member) for member in archive.namelist())
    elif content.startswith(b"PAR1"):
        yield str(duckdb.read_parquet(str(path)).fetchall()).encode()
    elif content[8:12] == b"DUCK":
        yield from _tables(path)
    elif content.startswith(b"SQLite format 3\0"):
        yield from _pages(path)


def _tables(path: Path) -> Iterator[bytes]:
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute("select database_name, schema_name, table_name from duckdb_tables()").fetchall()
        for names in tables:
            place = ".".join(f'"{name}"' for name in names)
            yield str(connection.execute(f"from {place}").fetchall()).encode()


def _pages(path: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            yield str(connection.execute(f'select * from "{table}"').fetchall()).encode()
