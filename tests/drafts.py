"""What a person does to a draft: fills in what it leaves open."""

from dataclasses import dataclass

import yaml

from centricity.feeds.unfilled import unfilled_keys


def open_keys(draft: str) -> list[str]:
    """The keys that a draft leaves to fill in."""
    return unfilled_keys(yaml.safe_load(draft))


def fill_in(draft: str, answers: dict[str, object]) -> str:
    """A draft with every open key filled in; the answers are of exactly those keys."""
    assert sorted(open_keys(draft)) == sorted(answers)
    feed = yaml.safe_load(draft)
    for key, answer in answers.items():
        *above, last = key.split(".")
        part = feed
        for name in above:
            part = part[name]
        part[last] = answer
    return yaml.safe_dump(feed, allow_unicode=True)


REMOVED = object()


@dataclass(frozen=True)
class Added:
    """One more entry of a list."""

    entry: str


def amend(draft: str, edits: dict[str, object]) -> dict:
    """The feed that a person makes of a draft: each dotted key gets a value, or is removed."""
    feed = yaml.safe_load(draft)
    for key, value in edits.items():
        *above, last = key.split(".")
        part = feed
        for name in above:
            part = part.setdefault(name, {})
        if value is REMOVED:
            del part[last]
        elif isinstance(value, Added):
            part[last].append(value.entry)
        else:
            part[last] = value
    return feed
