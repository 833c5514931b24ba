"""What dbt's YAML says of the marts: the one place where a mart's column is described."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from centricity.warehouse.marts import BUILD_ID

PROJECT = Path(__file__).parents[2]
MODELS = PROJECT / "dbt_project/models/marts"
BLOCKS = PROJECT / "dbt_project/columns"
# The order in which the page tells them: whom, how well, where from, how certain, what came in.
FILES = ("dimensions", "scores", "nps", "operations", "ranking", "change", "weighting", "load")
BLOCK = re.compile(r"{% docs (\w+) %}(.*?){% enddocs %}", re.DOTALL)
REFERENCE = re.compile(r"{{ doc\('(\w+)'\) }}")


@dataclass(frozen=True)
class MartColumn:
    """A column as its contract has it.

    Attributes:
        type: the DuckDB type.
        description: unit, meaning and when it is null, in Markdown.
        is_required: no row lacks it: it is of the grain, or its `meta` says so.
    """

    name: str
    type: str
    description: str
    is_required: bool


@dataclass(frozen=True)
class Mart:
    """A mart as dbt's YAML has it; the first paragraph of its description says what a row is."""

    name: str
    paragraphs: tuple[str, ...]
    grain: tuple[str, ...]
    columns: tuple[MartColumn, ...]


def read_marts() -> list[Mart]:
    """The marts in the order of the page.

    Raises:
        KeyError: a description refers to a block that `dbt_project/columns` does not have.
        ValueError: the folder has YAML of models that is not in the order.
    """
    files = [MODELS / f"_{name}__models.yml" for name in FILES]
    if unknown := set(MODELS.glob("_*__models.yml")) - set(files):
        raise ValueError(f"not in the order of the page: {sorted(path.name for path in unknown)}")
    blocks = read_blocks()
    models = [model for path in files for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]]
    return [_mart(model, blocks) for model in models]


def read_blocks() -> dict[str, str]:
    """The descriptions of columns that several models have, by name."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(BLOCKS.glob("*.md"))]
    return {name: " ".join(text.split()) for page in texts for name, text in BLOCK.findall(page)}


def _mart(model: dict, blocks: Mapping[str, str]) -> Mart:
    grain = next(test["unique_grain"]["arguments"]["columns"] for test in model["data_tests"] if "unique_grain" in test)
    paragraphs = [" ".join(text.split()) for text in model["description"].split("\n\n")]
    stamp = MartColumn(BUILD_ID, "varchar", blocks[BUILD_ID], is_required=False)
    columns = (*(_column(column, grain, blocks) for column in model["columns"]), stamp)
    return Mart(model["name"], tuple(paragraphs), tuple(grain), columns)


def _column(column: dict, grain: list[str], blocks: Mapping[str, str]) -> MartColumn:
    is_required = column["name"] in grain or column.get("config", {}).get("meta", {}).get("required", False)
    description = REFERENCE.sub(lambda match: blocks[match[1]], column["description"])
    return MartColumn(column["name"], column["data_type"], description, is_required)
