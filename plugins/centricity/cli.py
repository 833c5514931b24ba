"""`centricity …`: thin; calls the same functions as the DAGs.

Exit 0: it was done, even if files were refused (`run --strict` makes that 1); 1: it failed; 2: wrong use.
"""

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from centricity.commands import feed, load, quarantine
from centricity.commands.opening import opened
from centricity.errors import CentricityError
from centricity.faults import fault_in_words
from centricity.reports.terminal import Terminal
from centricity.settings import clock, home_folder, load_settings

app = typer.Typer(
    help="Load what suppliers deliver, build the customer-centricity index, and read what is published.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(feed.app, name="feed")
app.add_typer(load.app, name="load")
app.add_typer(quarantine.app, name="quarantine")
console = Terminal()
Now = Annotated[
    datetime | None,
    typer.Option(
        help="The time that counts as now, with an offset; the machine's if left out.", formats=["%Y-%m-%dT%H:%M:%S%z"]
    ),
]


class TableFormat(StrEnum):
    """How a table is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Size(StrEnum):
    """How many times the sample `bench` delivers."""

    X1 = "x1"
    X10 = "x10"
    X50 = "x50"


@app.command()
def sample(
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.", min=0)] = 2012,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Do nothing if the home holds deliveries.")] = False,
) -> None:
    """Write a sample delivery of invented organisations into an empty home."""
    from centricity.home import holds_deliveries, open_home
    from centricity_sample import write_sample

    home = open_home(load_settings())
    if holds_deliveries(home):
        if if_empty:
            return
        raise CentricityError("home_not_empty", where=str(home.root))
    write_sample(home.root, seed)
    console.print(f"Sample delivery written to {home.landing}")


@app.command()
def run(
    full: Annotated[
        bool, typer.Option("--full", help="Also judge the archived files again, by today's feeds and suites.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 if a file was rejected or rows were quarantined.")
    ] = False,
    now: Now = None,
) -> None:
    """Load all pending deliveries, build the index if its input changed, and publish the marts."""
    from centricity.reports.run import print_run

    if print_run(opened(now), console, full=full) and strict:
        raise typer.Exit(1)


@app.command()
def status() -> None:
    """Show what was loaded, what waits, and which build is published."""
    from centricity.reports.status import print_status

    print_status(opened(), console)


@app.command()
def ranking(
    format: Annotated[
        TableFormat, typer.Option(help="`table` for people, `csv` or `json` for programs.")
    ] = TableFormat.TABLE,
    wave: Annotated[int | None, typer.Option(help="The wave; if left out, the newest that has scores.")] = None,
    incomplete: Annotated[
        bool, typer.Option("--incomplete", help="Print it even if an expected delivery has not come.")
    ] = False,
) -> None:
    """Print the ranking of each industry from the published build."""
    from centricity.reports.ranking import print_ranking

    print_ranking(opened(), console, format.value, wave, incomplete=incomplete)


@app.command()
def publish(
    rollback: Annotated[
        bool,
        typer.Option(
            "--rollback", help="Make the build before the current one current, and publish nothing until --resume."
        ),
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="End that: the next run publishes again.")] = False,
) -> None:
    """Go back to the build before, or let `run` publish again: it is `run` that publishes."""
    from centricity.home import open_home
    from centricity.warehouse import publication

    if rollback == resume:
        raise typer.BadParameter("say either --rollback or --resume; to publish a build: `centricity run`")
    home = open_home(load_settings())
    if rollback:
        build_id = publication.roll_back(home)
        console.print(
            f"Current is build {build_id}. Nothing is published, whatever arrives, "
            "until you run `centricity publish --resume`."
        )
    else:
        was_held = publication.resume(home)
        console.print("The next run publishes again." if was_held else "Publishing was not on hold.")


@app.command()
def config() -> None:
    """Show the settings, without secrets."""
    for name, value in load_settings().model_dump(mode="json").items():
        console.print(f"{name} = {value if not isinstance(value, list) else ', '.join(value)}", soft_wrap=True)


@app.command()
def bench(
    size: Annotated[Size, typer.Option(help="How many times the sample at most.")] = Size.X1,
    only: Annotated[list[str] | None, typer.Option(help="The name of a row; may be repeated.")] = None,
    rounds: Annotated[int, typer.Option(help="That count; the median is taken.", min=1)] = 3,
    warm_ups: Annotated[int, typer.Option(help="Rounds before them that do not.", min=0)] = 1,
    folder: Annotated[Path | None, typer.Option(help="Where deliveries and homes go; by default thrown away.")] = None,
    write: Annotated[Path | None, typer.Option(help="The folder of the committed page, to write it anew.")] = None,
) -> None:
    """Measure how fast this is beside a script by hand that makes the same figures."""
    from centricity_bench.bench import Plan, bench, rows_named

    try:
        rows = rows_named(only or (), size.value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    plan = Plan(rows, size.value, rounds, warm_ups)
    bench(plan, folder, write, clock(load_settings()), lambda line: console.print(line, markup=False, soft_wrap=True))


@app.command()
def up(port: Annotated[int, typer.Option(help="The port on 127.0.0.1.", min=1, max=65535)] = 8080) -> None:
    """Start Airflow on 127.0.0.1 with every DAG active; Ctrl-C ends it."""
    from centricity.orchestration.services import up as start

    start(load_settings(), port)


def main() -> None:
    """Run the command line; what we know to be wrong is said in one line, without a traceback."""
    try:
        app()
    except CentricityError as error:
        _stop(error)
    except OSError as error:
        known = fault_in_words(error, home_folder(os.environ))
        if known is None:
            raise
        _stop(known)


def _stop(error: CentricityError) -> NoReturn:
    Terminal(stderr=True).print(str(error), style="red", markup=False, soft_wrap=True)
    sys.exit(1)
