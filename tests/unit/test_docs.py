"""The pages say everything that they promise to say, in tables: nothing more, nothing less."""

import re
from pathlib import Path
from typing import get_args

import pytest

from centricity.feeds import origins
from centricity.feeds.definition import Feed
from centricity.feeds.expected import Expected
from centricity.formats import parts
from centricity.settings import Settings

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def first_cells(text: str) -> set[str]:
    """The names in the first column of a page's tables."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return {name for cell in cells for name in re.findall("`([^`]+)`", cell)}


def section(page: str, title: str) -> str:
    """The text below a heading, up to the next heading of its level or a higher one."""
    text = (DOCS / page).read_text(encoding="utf-8")
    level = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    assert level, f"{page} has no section {title}"
    return re.split(rf"^#{{1,{len(level[1])}}} ", text[level.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def keys_of(*pieces: type[parts.Part]) -> set[str]:
    return {field.alias or name for piece in pieces for name, field in piece.model_fields.items()}


def test_every_setting_is_explained_and_no_other():
    explained = first_cells(section("operating.md", "Settings"))
    variables = re.findall(r"`(CENTRICITY_\w+)`", section("operating.md", "Settings"))
    assert {name.removeprefix("CENTRICITY_").lower() for name in variables} == set(Settings.model_fields)
    assert explained == set(Settings.model_fields) - {"home"}


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("The feed", [Feed]),
        ("`format`", get_args(Feed.model_fields["format"].annotation)),
        ("`values`", [parts.Values]),
        ("`expected`", [Expected]),
        ("One column, answer or margin", [origins.Mapping, origins.Answer, origins.Characteristic]),
    ],
)
def test_every_key_of_a_feed_file_is_explained_and_no_other(title, pieces):
    assert first_cells(section("feeds.md", title)) == keys_of(*pieces)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?://)([^)]+)\)", page.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        linked = (page.parent / file) if file else page
        assert linked.exists(), target
        headings = re.findall("^#+ (.*)$", linked.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in anchors, target


def test_the_readme_names_the_two_commands():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "`make run`" in readme and "`make test`" in readme
