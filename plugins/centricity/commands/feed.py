"""`centricity feed …`: list the feeds, try a file on one, draft a new one."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from centricity.commands.opening import opened
from centricity.errors import CentricityError
from centricity.feeds.entities import ENTITIES, SOURCES
from centricity.reports.terminal import Terminal, print_text
from centricity.settings import load_settings

app = typer.Typer(help="List the feeds, try a file on one, or draft a new one.", no_args_is_help=True)
console = Terminal()
# Of names that stand elsewhere: mypy knows enumerations of literals only.
Source = StrEnum("Source", [(name.upper(), name) for name in SOURCES])  # type: ignore[misc]
Entity = StrEnum("Entity", [(name.upper(), name) for name in ENTITIES])  # type: ignore[misc]


def _plain_file(path: Path) -> Path:
    if not path.is_file():  # a pipe is waited for without an end
        raise typer.BadParameter(f"there is no file {path}")
    return path


File = Annotated[Path, typer.Argument(callback=_plain_file, help="The file; it may stand anywhere.")]


@contextmanager
def _quoting_nothing() -> Iterator[None]:
    """Tell a fault without its text and traceback: either may quote a row."""
    try:
        yield
    except (CentricityError, OSError):
        raise
    except Exception as fault:
        # of the places it went through, the last that is ours
        place = [frame for frame in traceback.extract_tb(fault.__traceback__) if "centricity" in frame.filename][-1]
        raise CentricityError(
            "feed_fault", f"{type(fault).__name__} in {Path(place.filename).stem}, line {place.lineno}."
        ) from None


@app.command("list")
def list_feeds() -> None:
    """List the feeds: what waits for each, and which feed files are wrong."""
    from centricity.reports.feeds import print_feeds

    print_feeds(opened(), console)


@app.command()
def check(
    file: File,
    feed: Annotated[
        str, typer.Option(help="A feed's name, or the path of a feed file (….yml) that is not in use yet.")
    ],
) -> None:
    """Show what would be accepted, quarantined or refused. Nothing is loaded. Exit 1 unless all is accepted."""
    from centricity.feeds.catalogue import find_feed
    from centricity.reports.check import print_check

    settings = load_settings()
    try:
        found = find_feed(settings.feeds, feed)
    except KeyError as unknown:
        raise typer.BadParameter(unknown.args[0], param_hint="--feed") from None
    with _quoting_nothing():
        is_clean = print_check(settings, console, found, file)
    if not is_clean:
        raise typer.Exit(1)


@app.command()
def draft(
    file: File,
    source: Annotated[Source, typer.Option(help="The kind of evidence.")],
    entity: Annotated[Entity | None, typer.Option(help="What a record is; guessed if left out.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write it to this new file, <feed>.yml, instead of the screen.")
    ] = None,
) -> None:
    """Draft a feed file from a sample file. Every guess is marked, for a person to check."""
    from centricity.drafting.draft import draft_feed
    from centricity.feeds.definition import SAFE_NAME
    from centricity.reports.feeds import draft_lines

    if entity and ENTITIES[entity].source != source:
        raise typer.BadParameter(f"{entity} belong to the source {ENTITIES[entity].source}", param_hint="--entity")
    if out and not out.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {out.parent}", param_hint="--out")
    if out and (out.exists() or out.suffix != ".yml" or not SAFE_NAME.fullmatch(out.stem)):
        said = "a new file <feed>.yml; a feed's name has lower-case letters, digits and underscores only"
        raise typer.BadParameter(said, param_hint="--out")
    with _quoting_nothing():
        text = draft_feed(file, source, entity, out.stem if out else None)
    if out:
        out.write_text(text, encoding="utf-8")
        for line in draft_lines(out, text):
            console.print(line, markup=False, soft_wrap=True)
    else:
        print_text(text)
