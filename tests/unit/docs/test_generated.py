"""The room `docs/generate`: what is committed is what `make docs` writes."""

import pytest

from generate.markdown import table, with_part
from generate.parts import PROJECT, generated_files

FILES = generated_files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_what_is_committed_is_what_make_docs_writes(path):
    assert path.read_text(encoding="utf-8") == FILES[path], "run `make docs`"


def test_a_part_is_replaced_and_nothing_else():
    page = "before\n<!-- codes: written -->\n\nold\n\n<!-- /codes -->\nafter\n"
    written = "before\n<!-- codes: written -->\n\nnew\n\n<!-- /codes -->\nafter\n"
    assert with_part(page, "codes", "new") == written


@pytest.mark.parametrize("page", ["", "<!-- codes: a -->\n<!-- /codes -->\n" * 2])
def test_a_page_without_the_part_or_with_several_is_an_error(page):
    with pytest.raises(ValueError, match="codes"):
        with_part(page, "codes", "new")


def test_a_divider_inside_a_cell_does_not_divide_it():
    assert table(("a", "b"), [("x|y", "")]) == "| a | b |\n|---|---|\n| x\\|y |  |"
