"""Drafts, and what a person does to them: fills in what they leave open, and changes the rest."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from centricity.drafting.draft import draft_feed
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


def drafted(folder: Path, header: str, *rows: str, source: str = "survey") -> str:
    """The draft of a small file of comma-separated values."""
    path = folder / "export.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return draft_feed(path, source)


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
