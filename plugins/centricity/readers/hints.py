"""What a refused file looks like, and which key of the feed would read it.

A refusal says what is missing; these say what is there instead. Only a file that is refused is looked at again, at its
beginning, and nothing that stands in it is repeated.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from centricity.errors import Refusal
from centricity.formats.file_formats import JsonFormat, JsonLinesFormat
from centricity.formats.layout import FileFormat, Layout
from centricity.formats.table_formats import CsvFormat
from centricity.readers.containers import open_delivered
from centricity.readers.header_hints import header_hint

BYTES_LOOKED_AT = 64 * 1024
HTML = re.compile(
    r"\s*(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body|table)\b", re.DOTALL | re.IGNORECASE
)
ERROR_KEYS = {"error", "errors", "error_code", "error_message", "message", "detail", "fault", "status", "statusCode"}
# Where exports keep their records. A key that is none of these may be a person's name.
ARRAYS = (
    *("data", "results", "items", "records", "values", "value", "rows", "entries", "content", "list", "objects"),
    *("responses", "tickets", "conversations", "messages", "events", "cases", "payload", "hits", "export"),
)
UTF8_MARK, UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


class Hint(NamedTuple):
    """What the file looks like, and what to do."""

    said: str
    remedy: str


def with_hint(refusal: Refusal, path: Path, layout: Layout[FileFormat]) -> Refusal:
    """The refusal, and what its file looks like where that can be told."""
    hint = _hint(refusal, path, layout)
    if hint is None:
        return refusal
    return Refusal(refusal.code, f"{refusal.message} {hint.said}", hint.remedy, refusal.where)


def _hint(refusal: Refusal, path: Path, layout: Layout[FileFormat]) -> Hint | None:
    head = _head(path)
    found = (head and _of_content(head, refusal, layout)) or header_hint(refusal, path, head, layout)
    return Hint(*found) if found else None


def _of_content(head: bytes, refusal: Refusal, layout: Layout[FileFormat]) -> Hint | None:
    """What the content is in place of what was agreed."""
    return (
        _other_encoding(head, refusal, layout)
        or _web_page(head)
        or _other_text(head, layout)
        or _other_json(head, refusal, layout)
    )


def _head(path: Path) -> bytes:
    """How the content begins; nothing where it is a container, or cannot be unpacked, which the refusal then says."""
    try:
        with open_delivered(path) as stream:
            return stream.read(BYTES_LOOKED_AT)
    except (Refusal, OSError):
        return b""


def _other_encoding(head: bytes, refusal: Refusal, layout: Layout[FileFormat]) -> Hint | None:
    if not isinstance(layout.format, CsvFormat | JsonFormat | JsonLinesFormat):
        return None
    declared = layout.format.encoding
    likely = _likely_encoding(head, refusal, declared)
    if likely is None or likely == declared or (likely.startswith("utf-16") and declared.startswith("utf-16")):
        return None
    return Hint(f"It looks like {likely}, the feed says {declared}.", f"Say `format.encoding: {likely}` in the feed.")


def _likely_encoding(head: bytes, refusal: Refusal, declared: str) -> str | None:
    """The encoding that the bytes themselves show; None where they show none."""
    if head.startswith(UTF16_MARKS):
        return "utf-16"
    zeros = [head[place::2].count(0) / (len(head) / 2) for place in (0, 1)]
    if max(zeros) > 1 / 3 > min(zeros):
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if head.startswith(UTF8_MARK) or (declared.startswith("utf-16") and _is_utf8(head)):
        return "utf-8"
    return "windows-1252" if (refusal.code, declared) == ("mixed_encoding", "utf-8") else None


def _is_utf8(head: bytes) -> bool:
    try:
        head[:-4].decode("utf-8")  # the last sign may be cut
    except UnicodeDecodeError:
        return False
    return True


def _beginning(head: bytes) -> str:
    return head.removeprefix(UTF8_MARK).decode("utf-8", errors="replace").lstrip()


def _web_page(head: bytes) -> Hint | None:
    if not HTML.match(_beginning(head)):
        return None
    return Hint(
        "It looks like an HTML page: a log-in page, an error, or a table saved as a web page.",
        "Fetch or export the file itself, and deliver that.",
    )


def _other_text(head: bytes, layout: Layout[FileFormat]) -> Hint | None:
    """JSON or XML in place of something else, or text in place of a workbook."""
    kind, text = layout.format.type, _beginning(head)
    if kind not in ("json", "jsonl", "xes") and text[:1] in ("{", "["):
        return _error_message(text) or Hint(
            "It looks like JSON.", "Deliver the agreed format, or describe it by `format.type: json` (or `jsonl`)."
        )
    if kind != "xes" and text.startswith("<?xml"):
        return Hint("It looks like XML.", "Deliver the agreed format.")
    if kind == "xlsx" and b"\0" not in head and _is_utf8(head):
        return Hint("It looks like text.", "Have it saved as .xlsx, or describe it by `format.type: csv`.")
    return None


def _other_json(head: bytes, refusal: Refusal, layout: Layout[FileFormat]) -> Hint | None:
    """Why a JSON document has no records where the feed says."""
    text = _beginning(head)
    if layout.format.type != "json" or refusal.code not in ("missing_array", "malformed_document"):
        return None
    lines = text.splitlines()
    if len(lines) > 1 and all(line.startswith("{") and _parsed(line) is not None for line in lines[:2]):
        return Hint("It looks like JSON Lines, an object per line.", "Say `format.type: jsonl` in the feed.")
    return _error_message(text) or _array_elsewhere(text)


def _error_message(text: str) -> Hint | None:
    """A small object that speaks of an error and holds no list of records."""
    said = _parsed(text)
    if not isinstance(said, dict) or not ERROR_KEYS & said.keys() or _arrays(said):
        return None
    return Hint(
        "It looks like the answer of a system that failed, not an export.", "Fetch the export again, and deliver that."
    )


def _array_elsewhere(text: str) -> Hint | None:
    said = _parsed(text)
    if isinstance(said, list):
        return Hint("The document itself is an array.", "Leave `format.array` out of the feed.")
    places = _arrays(said)
    if len(places) != 1:
        return None
    return Hint(f"There is an array at `{places[0]}`.", f"Say `format.array: {places[0]}` in the feed.")


def _arrays(said: object, path: str = "") -> list[str]:
    """The paths of arrays of objects, by keys that are nobody's name."""
    if not isinstance(said, dict):
        return []
    found = []
    for key in ARRAYS:
        value, place = said.get(key), f"{path}{key}"
        is_array = isinstance(value, list) and value and all(isinstance(element, dict) for element in value)
        found += [place] if is_array else _arrays(value, f"{place}.")
    return found


def _parsed(text: str) -> object:
    """What a whole document says; None for one that is longer than what was looked at, or none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
