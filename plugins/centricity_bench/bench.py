"""What `centricity bench` does: measure, print, and where asked, write the committed page."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from centricity.orchestration.processes import interrupted_by_signals
from centricity_bench.measuring import Plan, Say, measure, sizes_up_to
from centricity_bench.models import refuse_excessive
from centricity_bench.page import lines, table, write_page
from centricity_bench.results import RATIOS, Results, read_results, with_measured, write_results
from centricity_bench.rows import ROWS, Row

__all__ = ["Plan", "bench", "rows_named"]


def rows_named(names: Sequence[str], size: str) -> list[Row]:
    """The rows of these names; without names all that this size can show.

    Raises:
        ValueError: no row has the name, or it needs more than one size.
    """
    rows = {row.name: row for row in ROWS}
    unknown = [name for name in names if name not in rows]
    if unknown:
        raise ValueError(f"no row is called {', '.join(unknown)}; there are {', '.join(rows)}")
    shown = [row for row in ROWS if row.least_sizes <= len(sizes_up_to(size))]
    if names and (too_small := [name for name in names if rows[name] not in shown]):
        raise ValueError(f"{', '.join(too_small)} needs two sizes: --size x10 or x50")
    return [row for row in shown if not names or row.name in names]


def bench(plan: Plan, folder: Path | None, write: Path | None, now: datetime, say: Say) -> None:
    """Measure rows and print the table.

    Args:
        plan: which, and how.
        folder: for deliveries and homes, sixteen times the largest delivery; thrown away where none is given.
        write: the folder of the committed page, if it is to be written anew.
        now: the day that the table says.
        say: told of each step, and of the table's lines.

    Raises:
        CentricityError: `figures_differ`, `benchmark_failed`, `models_grow`.
    """
    with interrupted_by_signals(), TemporaryDirectory() as thrown_away:
        measured = measure(plan, folder or Path(thrown_away), say)
    shown = with_measured(Results(), measured, plan, now)
    for line in (*table(shown), *lines(shown)):
        say(line)
    if write:
        results = with_measured(read_results(write / RATIOS), measured, plan, now)
        write_results(results, write / RATIOS)
        write_page(results, write)
    refuse_excessive(measured.growths())
