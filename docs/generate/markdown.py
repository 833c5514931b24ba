"""Tables in Markdown, and the marked parts of a page in which they stand."""

import re
from collections.abc import Iterable, Sequence


def with_part(page: str, name: str, text: str) -> str:
    """A page with another text between `<!-- name: … -->` and `<!-- /name -->`.

    Raises:
        ValueError: the page has no such part, or several.
    """
    marked = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    found, count = marked.subn(lambda match: f"{match[1]}\n{text.strip()}\n\n{match[2]}", page)
    if count != 1:
        raise ValueError(f"a page has {count} parts marked {name}")
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell without text stays empty."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(_row(line) for line in lines)


def _row(cells: Sequence[str]) -> str:
    divider = "|" if set(cells) == {"---"} else " | "
    return f"|{divider.join(cells)}|" if divider == "|" else f"| {divider.join(_escaped(cell) for cell in cells)} |"


def _escaped(cell: str) -> str:
    return cell.replace("|", r"\|")
