"""The blocks of `dbt_project/columns`: what several models have in common is described once."""

import re
from collections import Counter

import pytest
import yaml

from generate.marts import BLOCKS, BUILD_ID, PROJECT, REFERENCE, read_blocks, read_marts

FOLDERS = (PROJECT / "dbt_project/models", PROJECT / "dbt_project/seeds")


def descriptions() -> list[tuple[str, str]]:
    """Name and description of every column of every model and seed, as its YAML says it."""
    files = [path for folder in FOLDERS for path in folder.rglob("*.yml")]
    documents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
    tables = [table for document in documents for kind in ("models", "seeds") for table in document.get(kind, [])]
    found = [(column["name"], column["description"]) for table in tables for column in table.get("columns", [])]
    assert len(found) > 1000
    return found


def test_a_column_that_several_models_have_is_described_once():
    own = Counter((name, text) for name, text in descriptions() if not REFERENCE.search(text))
    assert [told for told, count in own.items() if count > 1] == []


def test_every_block_is_used_and_there_are_no_others():
    used = {name for _, text in descriptions() for name in REFERENCE.findall(text)}
    assert used | {BUILD_ID} == set(read_blocks())


def test_no_block_stands_twice():
    text = "\n".join(path.read_text(encoding="utf-8") for path in BLOCKS.glob("*.md"))
    assert Counter(re.findall(r"{% docs (\w+) %}", text)) == dict.fromkeys(read_blocks(), 1)


@pytest.mark.parametrize("mart", read_marts(), ids=lambda mart: mart.name)
def test_a_mart_says_what_a_row_is_and_what_each_column_is(mart):
    assert mart.paragraphs[0].startswith("One row per ")
    assert set(mart.grain) <= {column.name for column in mart.columns}
    assert [column.name for column in mart.columns if not column.description.endswith((".", ")"))] == []
