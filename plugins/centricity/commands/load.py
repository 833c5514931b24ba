"""`centricity load …`: which loads there are, and taking one out of force."""

from typing import Annotated

import typer

from centricity.commands.arguments import not_blank
from centricity.commands.opening import opened
from centricity.reports.terminal import Terminal

app = typer.Typer(help="Loads: list them, take one out of force, bring it back.", no_args_is_help=True)
console = Terminal()


Load = Annotated[str, typer.Argument(help="A load's id, or how it begins.", show_default=False)]


@app.command("list")
def list_loads() -> None:
    """Say which files are in, what became of each, and which are withdrawn."""
    from centricity.reports.loads import print_loads

    print_loads(opened(), console)


@app.command()
def show(load: Load) -> None:
    """Say what the ledger knows of a load: counts with their reasons, and what people decided about it."""
    from centricity.reports.loads import print_ledger_entry

    print_ledger_entry(opened(), console, load)


@app.command()
def withdraw(
    load: Load,
    why: Annotated[str, typer.Option(help="Why, for the ledger; no personal data.", callback=not_blank)],
) -> None:
    """Take an accepted load out of force: the next build is as if it had never been delivered. Nothing is deleted."""
    from centricity.reports.loads import print_withdrawal

    print_withdrawal(opened(), console, load, why)


@app.command()
def restore(load: Load, why: Annotated[str, typer.Option(help="Why, for the ledger; no personal data.")] = "") -> None:
    """Bring a withdrawn load back into force."""
    from centricity.reports.loads import print_restoration

    print_restoration(opened(), console, load, why)
