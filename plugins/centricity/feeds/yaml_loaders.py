"""YAML as people write it: a key that stands twice is an error, not a silent choice of the last one."""

from typing import Any

import yaml


class UniqueKeys(yaml.constructor.BaseConstructor):
    """Refuses a mapping in which a key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                said = f"the key {key.value} stands twice"
                raise yaml.constructor.ConstructorError(problem=said, problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class DefinitionLoader(UniqueKeys, yaml.SafeLoader):
    """Plain values, for files of ours: an error in one has its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:  # 2026-02-30
            raise yaml.constructor.ConstructorError(problem=str(error), problem_mark=node.start_mark) from None


class TextLoader(UniqueKeys, yaml.BaseLoader):
    """Values that stay texts: else `010` would be eight, `1:30` ninety, `yes` one."""
