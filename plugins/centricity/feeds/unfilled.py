"""What a feed file leaves open: a value `to fill in` asks a person, and no feed is in force before the answer."""

from collections.abc import Iterator
from typing import Any

TO_FILL_IN = "to fill in"


def unfilled_keys(said: dict) -> list[str]:
    """The keys whose value is still to fill in, as dotted paths, in the order of the file.

    Lists hold the supplier's texts and names, and leave nothing open; `description` is for people.
    """
    return list(_unfilled({key: value for key, value in said.items() if key != "description"}, (), set()))


def _unfilled(said: Any, keys: tuple[str, ...], seen: set[int]) -> Iterator[str]:
    # YAML can name a part twice, even inside itself.
    if isinstance(said, dict) and id(said) not in seen:
        seen.add(id(said))
        for key, value in said.items():
            yield from _unfilled(value, (*keys, str(key)), seen)
    elif isinstance(said, str) and said.strip().casefold() == TO_FILL_IN:
        yield ".".join(keys)
