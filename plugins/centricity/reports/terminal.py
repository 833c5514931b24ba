"""What suppliers call things is shown, never obeyed: by a terminal, or by a spreadsheet."""

import re
import sys
from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

# Control characters (C0 but for tab and line breaks, DEL, C1), and signs that turn the direction of reading.
COMMANDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Where a cell of a spreadsheet begins, in any language's separators, with what makes it a formula (OWASP, "CSV
# Injection"; also in full width).
FORMULA = re.compile("(^|[;\t\r\n])(?=[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


Cell = TypeVar("Cell")


class Terminal(Console):
    """A console on which no text can do more than be read."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(highlight=False, stderr=stderr)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(_readable(segment.text), segment.style)


def without_formula(value: Cell) -> Cell | str:
    """A text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    return FORMULA.sub(r"\1'", value) if isinstance(value, str) else value


def print_lines(console: Console, lines: Iterable[str]) -> None:
    """Print for people, each line whole: an id or a path that is broken cannot be copied."""
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def print_text(text: str) -> None:
    """Print for programs: no table, no wrapping, no styles."""
    sys.stdout.write(_readable(text))


def _readable(text: str) -> str:
    return COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)
