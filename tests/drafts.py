"""What a person does to a draft: fills in what it leaves open."""

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
