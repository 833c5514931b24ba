"""The codes of errors, problems, remarks and reasons: what each means, and what to do about it.

A kind is a file beside this module; a code may stand in several, with another meaning in each (`missing_value` of a row
and of a mart).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
# A row has one problem; who finds it decides in which file it stands.
PROBLEMS = ("problems_of_records", "problems_of_values", "problems_of_rules")
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


class UnknownCode(LookupError):
    """Something of ours uses a code that is not in the registry: nobody could look it up."""


@dataclass(frozen=True)
class Code:
    """What is told of one code, in Markdown.

    Attributes:
        sentence: what it means.
        remedy: what to do about it; empty where there is nothing to do.
        remedy_of_file: what to do where it is why most of a file cannot be read; of problems of rows only.
        words: what is said of a file, with `{place}` and figures; of remarks only.
    """

    code: str
    sentence: str
    remedy: str = ""
    remedy_of_file: str = ""
    words: str = ""


@cache
def codes_of(kind: str) -> Mapping[str, Code]:
    """The codes of one kind, in the order in which the pages tell them."""
    told = yaml.load((FOLDER / f"{kind}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {code: Code(code, **parts) for code, parts in told.items()}


def kinds() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


def find(code: str, *among: str) -> Code | None:
    """A code of one of these kinds; None where it is not ours: a suite of one's own has codes of its own."""
    return next((codes_of(kind)[code] for kind in among if code in codes_of(kind)), None)


def look_up(code: str, *among: str) -> Code:
    """A code of ours, which one of these kinds has.

    Raises:
        UnknownCode: none of them has it.
    """
    if found := find(code, *among):
        return found
    raise UnknownCode(f"{code} is not in centricity/codes: {', '.join(among)}")


def without_links(markdown: str) -> str:
    """A text for the terminal: of a link to a page its words only."""
    return LINK.sub(r"\1", markdown)
