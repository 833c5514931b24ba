"""Getting at the bytes of a delivery: plain, `.gz`, or a `.zip` with one file in it; within limits."""

import errno
import gzip
import io
import lzma
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, cast

from centricity.errors import Refusal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Text compresses to a tenth; a file that grows by more is made to fill a disk.
MAXIMUM_EXPANSION = 100
ALWAYS_ALLOWED_BYTES = 10 * 1024 * 1024
COMPRESSED = (".gz", ".zip")
GZIP_MAGIC, ZIP_MAGIC = b"\x1f\x8b", b"PK\x03\x04"
# What a supplier's portal sends in place of a text file, and what to do about it.
WORKBOOK = ("an Excel workbook", "Describe it by `format: {type: xlsx, sheet: …}` in the feed, or have CSV delivered.")
CONTAINERS = {
    ZIP_MAGIC: ("a zip file", "Let its name end in .zip, or deliver the file in it."),
    GZIP_MAGIC: ("a gzip file", "Let its name end in .gz."),
    b"%PDF": ("a PDF", "Deliver the data, not a report of them."),
    b"PAR1": ("a Parquet file", "Describe it by `format.type: parquet` in the feed."),
    b"\xd0\xcf\x11\xe0": ("an old Excel file", "Have it saved as .xlsx and describe it so, or have CSV delivered."),
}
# What macOS and Windows keep in a folder for themselves.
LEFT_BY_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")
ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz")
# zipfile raises NotImplementedError for a method of compression that it does not know: one of nobody, or damage; and
# UnicodeDecodeError for a member's name.
DAMAGED = (
    EOFError,
    gzip.BadGzipFile,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    UnicodeDecodeError,
)
# Of a directory that points before the archive's start; bz2 has no number for damage.
ERRORS_OF_DAMAGE = (errno.EINVAL, None)


@contextmanager
def open_delivered(path: Path) -> Iterator[IO[bytes]]:
    """Open what a delivery holds, decompressed, and never more of it than its size allows.

    Raises:
        Refusal: `zero_bytes`, `wrong_container`, `corrupt_archive`, `expansion_ratio`, `unexpected_members`,
            `nested_archive`, `path_traversal` or `encrypted_archive`.
    """
    _check_first_bytes(path)
    with refusing_damage(), _decompressed(path) as stream:
        yield io.BufferedReader(_Limited(stream, path.stat().st_size), 1024 * 1024)


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Refuse an archive that cannot be unpacked (`corrupt_archive`); a fault of the disk stays one."""
    said = "The compressed file is damaged or cut off."
    try:
        yield
    except DAMAGED:
        raise Refusal("corrupt_archive", said) from None
    except OSError as error:
        if error.errno not in ERRORS_OF_DAMAGE:
            raise
        raise Refusal("corrupt_archive", said) from None


@contextmanager
def uncompressed(path: Path) -> Iterator[Path]:
    """A delivery for a reader that wants a file: itself, or unpacked beside a compressed one.

    Raises:
        Refusal: what `open_delivered` raises.
    """
    if path.suffix not in COMPRESSED:
        yield path
        return
    with NamedTemporaryFile(dir=path.parent) as file:
        with open_delivered(path) as content:
            shutil.copyfileobj(content, file)
        file.flush()
        yield Path(file.name)


class _Limited(io.RawIOBase):
    """A stream that stops when more comes out of it than the file's size explains."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._left = max(ALWAYS_ALLOWED_BYTES, MAXIMUM_EXPANSION * size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise Refusal(
                "expansion_ratio", f"The content is over {MAXIMUM_EXPANSION} times the size of the compressed file."
            )
        view[: len(data)] = data
        return len(data)


@contextmanager
def _decompressed(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as stream:
            yield cast(IO[bytes], stream)  # which it is, but for its type
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open(_only_member(archive)) as stream:
            yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def _is_left_by_a_system(name: str) -> bool:
    """Whether a member is a folder, or what a desktop puts beside the files that somebody packs."""
    parts = name.replace("\\", "/").split("/")
    return name.endswith("/") or "__MACOSX" in parts[:-1] or parts[-1].startswith("._") or parts[-1] in LEFT_BY_SYSTEMS


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    # Not by `is_dir`, which needs a name: a damaged one may be empty.
    members = [member for member in archive.infolist() if not _is_left_by_a_system(member.filename)]
    names = [PurePosixPath(member.filename.replace("\\", "/")) for member in members]
    if any(name.is_absolute() or ".." in name.parts or ":" in "".join(name.parts[:1]) for name in names):
        raise Refusal("path_traversal")
    if len(members) != 1:
        raise Refusal("unexpected_members", f"The archive holds {len(members)} files.")
    if names[0].suffix.lower() in ARCHIVES:
        raise Refusal("nested_archive")
    if members[0].flag_bits & 1:
        raise Refusal("encrypted_archive", "The archive has a password.")
    return members[0]


def _check_first_bytes(path: Path) -> None:
    with path.open("rb") as file:
        first = file.read(4)
    if not first:
        raise Refusal("zero_bytes")
    expected = {".gz": GZIP_MAGIC, ".zip": b"PK"}.get(path.suffix)
    if expected and not first.startswith(expected):
        raise Refusal("corrupt_archive", f"The content is not what {path.suffix} says.")
    found = next((found for magic, found in CONTAINERS.items() if first.startswith(magic)), None)
    if found and not expected:
        kind, remedy = WORKBOOK if first.startswith(ZIP_MAGIC) and _is_workbook(path) else found
        raise Refusal("wrong_container", f"The content is {kind}, not text.", remedy)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except DAMAGED:
        return False
