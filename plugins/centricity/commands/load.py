"""`centricity load …`: list loads, take one out of force, bring it back."""

from typing import Annotated

import typer

from centricity.commands.arguments import WHY_HELP, Load, Why
from centricity.commands.opening import opened
from centricity.reports.terminal import Terminal

app = typer.Typer(help="List the loads, withdraw one, or restore it.", no_args_is_help=True)
console = Terminal()


@app.command("list")
def list_loads() -> None:
    """List the loaded files: what became of each, and which are withdrawn."""
    from centricity.reports.loads import print_loads

    print_loads(opened(), console)


@app.command()
def show(load: Load) -> None:
    """Show the ledger entry of a load: its counts, their reasons, and what people decided about it."""
    from centricity.reports.loads import print_ledger_entry

    print_ledger_entry(opened(), console, load)


@app.command()
def withdraw(load: Load, why: Why) -> None:
    """Take an accepted load out of force: the next build is as if it had never come. Nothing is deleted."""
    from centricity.reports.loads import print_withdrawal

    print_withdrawal(opened(), console, load, why)


@app.command()
def restore(load: Load, why: Annotated[str, typer.Option(help=WHY_HELP)] = "") -> None:
    """Bring a withdrawn load back into force."""
    from centricity.reports.loads import print_restoration

    print_restoration(opened(), console, load, why)
