"""The worked examples of the method page: cases of the specification, word for word.

`python -m tests.spec.page` writes them anew between their marks, `<!-- example: TITLE -->` and
`<!-- end of example -->`.
"""

import re
from pathlib import Path

from tests.spec.tables import SpecCase, read_cases

PAGE = Path(__file__).parents[2] / "docs" / "method.md"
EXAMPLE = re.compile(r"<!-- example: ([^>]+) -->\n.*?<!-- end of example -->", re.DOTALL)


def with_examples(page: str) -> str:
    """The page with every example as its case says it."""
    cases = {case.title: case for case in read_cases()}
    return EXAMPLE.sub(lambda mark: _example(cases[mark[1]]), page)


def _example(case: SpecCase) -> str:
    said = case.text.partition("\n")[2].strip()
    title = case.title[0].lower() + case.title[1:]
    return f"<!-- example: {case.title} -->\n**Example: {title}**\n\n{said}\n<!-- end of example -->"


if __name__ == "__main__":
    PAGE.write_text(with_examples(PAGE.read_text("utf-8")), "utf-8")
