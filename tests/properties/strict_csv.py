"""RFC 4180, read a second way: one character after the other.

The one leniency is that of docs/feeds.md: in a field that is not quoted, quotes may stand in pairs.
"""

import re

LINE_END = re.compile("\r\n|\r|\n")


class NotLegal(Exception):
    """The text breaks the grammar: a quote stands where none may, or is never closed."""


def read_strictly(text: str, delimiter: str, quote: str) -> dict[int, list[str]]:
    """The records of a text by the line that each starts on; empty lines are none.

    Raises:
        NotLegal: no writer of this dialect can have written the text.
    """
    records, position, line = {}, 0, 1
    while position < len(text):
        start, fields, is_last = position, [], False
        while not is_last:
            field, position = _read_field(text, position, delimiter, quote)
            fields.append(field)
            is_last = not text.startswith(delimiter, position)
            position += 0 if is_last else 1
        if text[start:position]:
            records[line] = fields
        end = LINE_END.match(text, position)
        if end is None and position < len(text):
            raise NotLegal
        position = end.end() if end else position
        line += len(LINE_END.findall(text, start, position))
    return records


def _read_field(text: str, position: int, delimiter: str, quote: str) -> tuple[str, int]:
    """A field, and where it ends."""
    if text.startswith(quote, position):
        return _read_quoted(text, position + 1, quote)
    end = re.compile(f"{re.escape(delimiter)}|\r|\n").search(text, position)
    field = text[position : end.start() if end else len(text)]
    if field.count(quote) % 2:
        raise NotLegal
    return field, position + len(field)


def _read_quoted(text: str, position: int, quote: str) -> tuple[str, int]:
    closed = re.compile(f"((?:[^{re.escape(quote)}]|{re.escape(quote) * 2})*){re.escape(quote)}").match(text, position)
    if closed is None:
        raise NotLegal
    return closed[1].replace(quote * 2, quote), closed.end()
