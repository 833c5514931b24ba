"""The tables of canonical columns, from `centricity/feeds/entities.py`."""

import re

from centricity.feeds.entities import Column, Entity
from generate.markdown import table

FIELD = re.compile(r"(?:struct\(|, )(\w+) ")


def columns_of_entity(entity: Entity) -> str:
    """What a feed can map to an entity: each column with its type, how it is treated and what it holds."""
    rows = [(f"`{column.name}`", _type(column), _treatment(column), column.meaning) for column in entity.columns]
    return table(("column", "type", "", "meaning"), rows)


def _type(column: Column) -> str:
    fields = FIELD.findall(column.type)
    return f"list of {', '.join(fields)}" if fields else column.type


def _treatment(column: Column) -> str:
    said = {
        "required": column.is_required,
        "pseudonym": column.is_identifier,
        f"default {column.default}": column.default is not None,
    }
    return ", ".join(words for words, holds in said.items() if holds)
