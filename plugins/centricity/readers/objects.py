"""Objects on their way into records: an object is one, or it stands around those inside it."""

import json
import re
from collections.abc import Callable, Iterable, Sequence

from centricity.errors import Refusal
from centricity.formats.file_formats import OUTER, NestedFormat
from centricity.formats.layout import Layout
from centricity.readers.batches import Batches
from centricity.readers.json_text import JsonValue

Keys = list[str]
NO_SINGLE_VALUE: list = []
NESTED = {dict, list}
# Half a character: an escape may name a surrogate without its other half.
SURROGATE = re.compile("[\ud800-\udfff]")


class ObjectRecords:
    """Makes records of objects. What a feed calls `..name` is read from the object around the record.

    Args:
        layout: what the file should be.
        keys_of: the keys that lead to the value of a column: a dotted path, or the one name.
        around: the first key on the way to the records, which the object around them has too.
    """

    def __init__(
        self, layout: Layout[NestedFormat], keys_of: Callable[[str], Keys], around: Sequence[str] = ()
    ) -> None:
        self.batches = Batches(layout, [])
        self._keeps_empty = layout.format.nothing_inside == "quarantine"
        self.count = 0
        self._paths = [(name.startswith(OUTER), keys_of(name.removeprefix(OUTER))) for name in self.batches.columns]
        self._lists = [place for place, name in enumerate(self.batches.columns) if name in layout.list_columns]
        self._known: dict[str, set[str]] = {"": set(), OUTER: set(around)}
        for name in layout.file_columns:
            side = OUTER if name.startswith(OUTER) else ""
            self._known[side].add(keys_of(name.removeprefix(OUTER))[0])

    def check_keys(self, found: Iterable[str], where: str, side: str = "") -> None:
        """Note the keys that the feed does not know, or refuse the file, as the feed says."""
        added = set(found) - self._known[side]
        if not added:
            return
        if self.batches.layout.format.added_columns == "reject":
            raise Refusal(
                "unknown_column",
                f"{len(added)} keys that the feed does not know{' around the records' if side else ''}.",
                where=where,
            )
        self.batches.added.update(side + name for name in added)

    def add(
        self, record: dict, outer: dict, text: Callable[[], str], where: str, row_number: int | None = None
    ) -> None:
        """Add a record.

        Args:
            record: its values by key.
            outer: those of the object around it.
            text: gives the record as the supplier wrote it, if it has to be kept whole.
            where: its place in the file, for people.
            row_number: its line; without it, the records are counted.
        """
        self.check_keys(record.keys(), where)
        values = self._values(record, outer)
        for place in self._lists:
            values[place] = _listed(values[place])
        if not NESTED.isdisjoint(map(type, values)):
            return self.add_unreadable(where, "nested_value", text(), row_number)
        texts = [value if isinstance(value, str) else _as_text(value) for value in values]
        if not is_text("".join(filter(None, texts))):
            return self.add_unreadable(where, "malformed_json", text(), row_number)
        return self.batches.add(self._next(row_number), texts)

    def _values(self, record: dict, outer: dict) -> list[JsonValue]:
        return [
            _value_at(outer if is_outer else record, keys) if is_outer or len(keys) > 1 else record.get(keys[0])
            for is_outer, keys in self._paths
        ]

    def add_unreadable(self, where: str, problem_code: str, text: str, row_number: int | None = None) -> None:
        """Keep a record, or an object that should hold records, whole."""
        self.batches.add_unreadable(self._next(row_number), problem_code, text, where)

    def add_empty(self, text: Callable[[], str], where: str) -> None:
        """Keep an object that holds no records, or count and leave it out, as the feed says."""
        if self._keeps_empty:
            self.add_unreadable(where, "nothing_inside", text())
        else:
            self.batches.empty_objects += 1

    def _next(self, row_number: int | None) -> int:
        self.count += 1
        return row_number or self.count


def is_text(said: str) -> bool:
    """False for a text with half a character."""
    return said.isascii() or SURROGATE.search(said) is None


def _value_at(record: JsonValue, keys: Keys) -> JsonValue:
    """What a path leads to; nothing if it ends early; a list if it leads through what has no such parts."""
    value = record
    for key in keys:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal():
            value = value[int(key)] if int(key) < len(value) else None
        elif value is not None:
            return NO_SINGLE_VALUE
    return value


def _listed(value: JsonValue) -> JsonValue:
    """A list of plain values as a JSON array; anything else as it is."""
    if value is NO_SINGLE_VALUE or not isinstance(value, list) or any(isinstance(each, dict | list) for each in value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _as_text(value: JsonValue) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
