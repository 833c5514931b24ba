"""JSON objects become records: each is one, or holds an array of them."""

import io
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from centricity.formats.file_formats import OUTER, JsonFormat, JsonLinesFormat
from centricity.formats.layout import Layout
from centricity.readers.json_text import ExactDecoder, JsonDocument, holds_flaw
from centricity.readers.objects import ObjectRecords


class JsonRecords:
    """Makes records of the objects of a file, as its format says."""

    def __init__(self, layout: Layout[JsonFormat | JsonLinesFormat]) -> None:
        self.decoder = ExactDecoder()
        self.inside = split_path(layout.format.inside)
        self._objects = ObjectRecords(layout, split_path, around=self.inside[:1])
        self.batches = self._objects.batches

    def add(self, value: Any, text: str, where: str, row_number: int | None = None) -> None:
        """Add what the decoder read last.

        Args:
            value: what it read.
            text: what that was read from.
            where: its place in the file, for people.
            row_number: its line, if the records are not to be counted.
        """
        inner = self._array_inside(value)
        is_sound = isinstance(value, dict) and not (self.decoder.has_flaw and holds_flaw(value, besides=inner))
        if not is_sound or not isinstance(inner, list | None):
            self._objects.add_unreadable(where, "malformed_json", text, None if self.inside else row_number)
        elif not self.inside:
            self._objects.add(value, {}, lambda: text, where, row_number)
        else:
            self._objects.check_keys(value.keys(), where, OUTER)
            self._add_inner(inner or [], value, text, where)

    def _array_inside(self, value: Any) -> Any:
        for key in self.inside:
            value = value.get(key) if isinstance(value, dict) else None
        return value if self.inside else None

    def _add_inner(self, records: list, outer: dict, text: str, where: str) -> None:
        if not records:
            self._objects.add_empty(lambda: text, where)
        has_flaw = self.decoder.has_flaw
        texts = cache(partial(_texts_inside, text, self.inside))
        for place, record in enumerate(records):
            at = f"{where}, element {place + 1} inside it"
            if not isinstance(record, dict) or (has_flaw and holds_flaw(record)):
                self._objects.add_unreadable(at, "malformed_json", texts()[place])
            else:
                self._objects.add(record, outer, partial(_text_at, texts, place), at)


def _text_at(texts: Callable[[], list[str]], place: int) -> str:
    return texts()[place]


def _texts_inside(text: str, path: list[str]) -> list[str]:
    """The records in an object as the supplier wrote them: needed only if one has to be kept whole."""
    return [said for _, said in JsonDocument(io.StringIO(text), ExactDecoder()).elements(path)]


def split_path(path: str | None) -> list[str]:
    return [] if path is None else path.split(".")
