"""How a sample file is built: what a reader needs to know before it can read. For drafts only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from centricity.drafting.dialect import guess_encoding
from centricity.errors import CentricityError
from centricity.formats.layout import FileFormat, Layout
from centricity.readers.containers import open_delivered

# A format as the feed file says it.
Form = dict[str, str | int | None]
FILE_FORMAT: TypeAdapter[FileFormat] = TypeAdapter(FileFormat)
START_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Shape:
    """How a file is built.

    Attributes:
        format: what the feed says of it.
        names: the columns that a feed can name.
        doubt: what is uncertain about the format; empty if nothing is.
        unnamed: what the feed must ignore and cannot map: keys of lists and the like.
        repeated: names that several columns have: a feed can read none of these.
        meanings: what the file itself says of a column: the question, the variable's label.
        labels: what the file itself says of a column's values.
    """

    format: Form
    names: list[str]
    doubt: str = ""
    unnamed: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)


def layout_of_all(form: Form, names: Sequence[str], unnamed: Sequence[str] = ()) -> Layout[FileFormat]:
    """A layout by which every column is read."""
    known = FILE_FORMAT.validate_python(form | {"added_columns": "ignore"})
    return Layout(known, frozenset(names), frozenset([*names, *unnamed]))


def start_of_text(path: Path) -> tuple[str, str, str]:
    """The start of a text in whole lines, its encoding, and what is uncertain about that."""
    with open_delivered(path) as binary:
        start = binary.read(START_BYTES)
    encoding, doubt = guess_encoding(start)
    text = start.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    return text[: text.rfind("\n") + 1] if len(start) == START_BYTES else text, encoding, doubt


def check_names(names: Sequence[str]) -> None:
    """Refuse a header that is none; its cells are not shown, they may be a record with a person in it."""
    if not names or sum(map(is_value, names)) * 3 > len(names):
        raise CentricityError("unlikely_header")


def is_value(cell: str) -> bool:
    """Whether a cell looks like a record's value and not like a name."""
    digits = sum(character.isdigit() for character in cell)
    letters = sum(character.isalpha() for character in cell)
    return "@" in cell or cell.startswith("<") or (digits > 0 and letters == 0) or (digits >= 8 and digits > letters)
