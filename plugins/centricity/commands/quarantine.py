"""`centricity quarantine …`: see what is set apart, take in what was mended, give up what was not."""

from typing import Annotated

import typer

from centricity.commands.arguments import not_blank
from centricity.commands.opening import opened
from centricity.reports.terminal import Terminal

app = typer.Typer(
    help="Quarantine: what is set apart and why; release what was mended, discard the rest.", no_args_is_help=True
)
console = Terminal()


def _read_rows(text: str) -> set[int]:
    from centricity.loads.discards import read_rows

    try:
        return read_rows(text)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from None


Load = Annotated[str, typer.Argument(help="A load's id, or how it begins.", show_default=False)]
Rows = Annotated[
    str | None, typer.Option(help="Row numbers, as in 3,7-9; all where left out.", parser=_read_rows, metavar="ROWS")
]


@app.command("list")
def list_work() -> None:
    """Say which loads hold something set apart: reasons, counts, and what would mend them."""
    from centricity.reports.quarantine import print_work

    print_work(opened(), console)


@app.command()
def show(
    load: Load,
    rows: Rows = None,
    values: Annotated[
        bool, typer.Option("--values", help="Show the records too: personal data, as the supplier wrote it.")
    ] = False,
) -> None:
    """Say which rows of a load are set apart: row number, reasons, column."""
    from centricity.reports.quarantine import print_load

    print_load(opened(), console, load, rows, with_values=values)


@app.command()
def release(
    loads: Annotated[list[str], typer.Argument(metavar="LOAD...", help="Ids of loads, or how they begin.")],
) -> None:
    """Judge loads again, by today's feeds, suites and reference data; what is good now is taken in."""
    from centricity.reports.quarantine import print_release

    print_release(opened(), console, loads)


@app.command()
def discard(
    load: Load,
    reason: Annotated[str, typer.Option(help="Why, for the ledger; no personal data.", callback=not_blank)],
    rows: Rows = None,
) -> None:
    """Give rows of a load up, or a rejected file: nothing is deleted, and they are never taken in."""
    from centricity.reports.quarantine import print_discard

    print_discard(opened(), console, load, rows, reason)
