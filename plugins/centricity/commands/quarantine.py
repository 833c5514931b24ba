"""`centricity quarantine …`: list what is quarantined, release what now passes, discard the rest."""

from typing import Annotated

import typer

from centricity.commands.arguments import Load, Why
from centricity.commands.opening import opened
from centricity.reports.terminal import Terminal

app = typer.Typer(
    help="List what is in quarantine and why, release what now passes, or discard it.", no_args_is_help=True
)
console = Terminal()


def _read_rows(text: str) -> set[int]:
    from centricity.loads.discards import read_rows

    try:
        return read_rows(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from None


Rows = Annotated[
    set[int] | None,
    typer.Option(help="Row numbers, such as 3,7-9; all rows if left out.", parser=_read_rows, metavar="ROWS"),
]


@app.command("list")
def list_work() -> None:
    """List the loads with quarantined rows, and the rejected files: reasons, counts, and what to do."""
    from centricity.reports.quarantine import print_work

    print_work(opened(), console)


@app.command()
def show(
    load: Load,
    rows: Rows = None,
    values: Annotated[
        bool, typer.Option("--values", help="Show the records too, as the supplier wrote them. They are personal data.")
    ] = False,
) -> None:
    """List the quarantined rows of a load: row number, reasons, column."""
    from centricity.reports.quarantine import print_load

    print_load(opened(), console, load, rows, with_values=values)


@app.command()
def release(
    loads: Annotated[list[str], typer.Argument(metavar="LOAD...", help="Ids of loads, or their first characters.")],
) -> None:
    """Judge loads again, by today's feeds, suites and reference data. Rows that now pass are accepted."""
    from centricity.reports.quarantine import print_release

    print_release(opened(), console, loads)


@app.command()
def discard(load: Load, why: Why, rows: Rows = None) -> None:
    """Give up quarantined rows of a load, or a rejected file. They stay stored and are never accepted."""
    from centricity.reports.quarantine import print_discard

    print_discard(opened(), console, load, rows, why)
