"""The feeds of an environment, read from its feed folders."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from centricity.errors import CentricityError
from centricity.feeds.definition import Feed
from centricity.feeds.entities import SOURCES
from centricity.feeds.unfilled import unfilled_keys
from centricity.feeds.yaml_loaders import DefinitionLoader

GUIDE = "See docs/feeds.md for what a feed file holds."
ANSWER_FIRST = "Write there what the supplier means: no file shows it. See docs/feeds.md."


@dataclass
class Catalogue:
    """All feeds by name. A feed file that is wrong stops its own deliveries only."""

    feeds: dict[str, Feed] = field(default_factory=dict)
    problems: dict[str, CentricityError] = field(default_factory=dict)
    problem_sources: dict[str, str] = field(default_factory=dict)

    def of_source(self, source: str) -> list[Feed]:
        return [feed for feed in self.feeds.values() if feed.source == source]


def read_catalogue(folders: Iterable[Path]) -> Catalogue:
    """Read every `*.yml` of the feed folders, in the order of their names.

    Raises:
        CentricityError: `no_feed_folder`, or `repeated_feed` when two files define one name.
    """
    catalogue = Catalogue()
    paths: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise CentricityError("no_feed_folder", where=str(folder))
        for path in sorted(folder.glob("*.yml")):
            if path.stem in paths:
                said = f"The feed {path.stem} is defined twice, also in {paths[path.stem]}."
                raise CentricityError("repeated_feed", said, where=str(path))
            paths[path.stem] = path
            _add(catalogue, path)
    return catalogue


def find_feed(folders: Iterable[Path], name: str) -> Feed:
    """The feed of a name; or, where the name is that of a `.yml` file, what that file defines.

    Raises:
        KeyError: there is no such feed; the text names those that there are.
        CentricityError: `bad_feed`, its definition is wrong.
    """
    if name.endswith(".yml") and Path(name).is_file():
        return read_feed(Path(name))
    catalogue = read_catalogue(folders)
    if name in catalogue.problems:
        raise catalogue.problems[name]
    if name not in catalogue.feeds:
        raise KeyError(f"there is no feed {name}; known: {', '.join(sorted(catalogue.feeds)) or 'none'}")
    return catalogue.feeds[name]


def _add(catalogue: Catalogue, path: Path) -> None:
    try:
        catalogue.feeds[path.stem] = read_feed(path)
    except CentricityError as problem:
        catalogue.problems[path.stem] = problem
        catalogue.problem_sources[path.stem] = _source_of(path)


def read_feed(path: Path) -> Feed:
    """Read and validate one feed file.

    Raises:
        CentricityError: `bad_feed`, naming file, key and remedy.
    """
    said = _read_yaml(path)
    if not isinstance(said, dict):
        raise CentricityError("bad_feed", "The file has no keys such as `feed` and `source`.", GUIDE, str(path))
    if unfilled := unfilled_keys(said):
        raise CentricityError("bad_feed", f"Still to fill in: {', '.join(unfilled)}.", ANSWER_FIRST, str(path))
    try:
        feed = Feed.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        key, wrong = _key_of(first["loc"]) or "the feed", first["msg"].removeprefix("Value error, ")
        if first["loc"][-1:] == ("[key]",):  # as the checker marks a key that is wrong itself
            key = _key_of(first["loc"][:-1])
            wrong = "the supplier's text is a text, and YAML reads this one as something else: write it in quotes"
        raise CentricityError("bad_feed", f"{key}: {wrong}.", GUIDE, str(path)) from None
    if feed.feed != path.stem:
        raise CentricityError(
            "bad_feed", f"feed: is {feed.feed}, the file is {path.name}.", "Give both one name.", str(path)
        )
    return feed


def _key_of(place: tuple[str | int, ...]) -> str:
    """The key in the file; below `format` the checker also names the type."""
    parts = place[:1] + place[2:] if place[:1] == ("format",) else place
    return ".".join(str(part) for part in parts)


def _read_yaml(path: Path) -> Any:
    try:
        # Makes plain values only.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=DefinitionLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        where = f"{path}:{error.problem_mark.line + 1}" if error.problem_mark else str(path)
        raise CentricityError("bad_feed", f"The file is not YAML: {error.problem}.", GUIDE, where) from None
    except (yaml.YAMLError, RecursionError):
        raise CentricityError("bad_feed", "The file is not YAML.", GUIDE, str(path)) from None
    except UnicodeDecodeError:
        raise CentricityError("bad_feed", "The file is not UTF-8.", "Save it as UTF-8.", str(path)) from None
    except OSError as error:
        raise CentricityError("bad_feed", f"The file cannot be read: {error.strerror}.", GUIDE, str(path)) from None


def _source_of(path: Path) -> str:
    """The source whose ingest reports a wrong feed file: its own where that can be read, else the first."""
    try:
        said = _read_yaml(path)
    except CentricityError:
        return SOURCES[0]
    source = said.get("source") if isinstance(said, dict) else None
    return source if source in SOURCES else SOURCES[0]
