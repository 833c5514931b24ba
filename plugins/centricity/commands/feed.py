"""`centricity feed …`: look at the feeds, try a file on one, draft a new one."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from centricity.settings import load_settings

app = typer.Typer(help="Feeds: list them, check a file, draft a new one.", no_args_is_help=True)
console = Console(highlight=False)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file, wherever it stands.")]


@app.command("list")
def list_feeds() -> None:
    """Say which feeds there are, what waits for them, and which definitions are wrong."""
    from centricity.reports.feeds import print_feeds

    print_feeds(load_settings(), console)


@app.command()
def check(
    file: File,
    feed: Annotated[str, typer.Option(help="The feed's name, or a feed file (….yml) that is not in force yet.")],
) -> None:
    """Say what would be accepted, quarantined or refused, and load nothing. Exit 1 if not all is accepted."""
    from centricity.feeds.catalogue import find_feed
    from centricity.reports.check import print_check

    settings = load_settings()
    try:
        found = find_feed(settings.feeds, feed)
    except KeyError as unknown:
        raise typer.BadParameter(unknown.args[0], param_hint="--feed") from None
    if not print_check(settings, console, found, file):
        raise typer.Exit(1)
