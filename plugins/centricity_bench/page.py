"""The committed page: the table of the rows, the models that grow, the picture. Ratios; seconds of fixed costs only."""

from collections.abc import Iterator
from pathlib import Path

from centricity_bench.models import FLOOR_SECONDS, TOLERATED
from centricity_bench.picture import draw
from centricity_bench.results import ModelResult, Results, RowResult
from centricity_bench.rows import ROWS, Row

# Of a build; smaller models are many and say little.
LEAST_SHARE = 0.01
PAGE, PICTURE = "speed.md", "speed.svg"
HEAD = """# How fast it is, beside a script by hand

Written by `make bench`. Each row can be measured again by its name: `centricity bench --size x10 --only <name>`. All
are ratios of one run, but for fixed costs, whose seconds depend on the machine. **Bold** misses its limit.

* **x10** is ten times the sample (20 MB): the same files, in which every id is another one per copy.
* **By hand** is one readable script in SQL (`plugins/centricity_bench/by_hand.sql`): it reads the same files with
  types, hashes the ids, masks the texts, stores the records and computes the figures. **Pandas** only these.
* **Ours** takes in, builds and publishes without Airflow, with all checks; **with Airflow** is `centricity run`.
* **Inference off** has the method's own switch off (`has_inference` of each version): all models, marts and checks run,
  but no figure has an interval (only the NPS, as of a simple random sample), no rank a range, no industry a verdict.
* All run in turn, in homes that a round before has warmed (else it says *cold*). The median counts.
* Nothing is printed before the figures of the scripts equal the published ones of method `M0`, which neither cleans nor
  weights: dimensions, NPS, webcare and processes per organisation and wave
  (`plugins/centricity_bench/equality.py`).
* A cost is fitted as `T = F + s·bytes`: `F` is fixed, `s` the slope.
"""


def write_page(results: Results, folder: Path) -> None:
    """Write the page and its picture."""
    (folder / PAGE).write_text(as_markdown(results), encoding="utf-8")
    if results.curves:
        (folder / PICTURE).write_text(draw(results.curves), encoding="utf-8")


def as_markdown(results: Results) -> str:
    return "\n".join([*_head(results), *table(results), *lines(results), *_picture(results), *_models(results)]) + "\n"


def table(results: Results) -> Iterator[str]:
    """The rows that were measured, in their order."""
    yield "| name | | measured | at most | aim | of | rounds | on | load |"
    yield "|---|---|--:|--:|--:|---|--:|---|---|"
    for row in ROWS:
        if row.name in results.rows:
            yield _line(row, results.rows[row.name])


def lines(results: Results) -> Iterator[str]:
    """What is fixed, and what grows with the bytes."""
    if not results.lines:
        return
    yield "\n| | fixed cost | slope ÷ by hand | of |"
    yield "|---|--:|--:|---|"
    for name, line in results.lines.items():
        yield f"| {name} | {line.fixed_seconds:.1f} s | {line.slope:.3g} | {line.of} |"


def _line(row: Row, result: RowResult) -> str:
    limit = f"{'≥ ' if row.more_is_better else ''}{_figure(row.at_most, row)}"
    value = _figure(result.value, row)
    cells = (
        f"`{row.name}`",
        row.says,
        value if row.is_met(result.value) else f"**{value}**",
        limit,
        _figure(row.aim, row),
        result.of,
        f"{result.rounds}{'' if result.warm_ups else ', cold'}",
        result.measured_on,
        "{} → {}".format(*result.load),
    )
    return f"| {' | '.join(cells)} |"


def _figure(value: float, row: Row) -> str:
    return f"{value:.3g}{f' {row.unit}' if row.unit else ''}"


def _head(results: Results) -> Iterator[str]:
    yield HEAD
    yield f"The machine: {results.machine}. Load: before the first and after the last round.\n"


def _picture(results: Results) -> Iterator[str]:
    if results.curves:
        yield f"\n![Seconds by size, in those that the script by hand takes for the sample]({PICTURE})"


def _models(results: Results) -> Iterator[str]:
    if not results.models:
        return
    yield f"\n## Models that grow with their rows ({results.models_of})\n"
    yield f"A model fails where it takes over {TOLERATED:g} times what its rows explain and {FLOOR_SECONDS:g} s."
    yield f"Shown are those of {LEAST_SHARE:.0%} of a build or more. Memory: what the build took more while one ran.\n"
    yield "| model | rows × | seconds × | share of the models' time | memory ÷ bytes delivered |"
    yield "|---|--:|--:|--:|--:|"
    shown = [model for model in results.models if model.share >= LEAST_SHARE or model.is_excessive]
    yield from map(_model_line, shown)
    yield f"\n{len(results.models) - len(shown)} more grow, and take less."


def _model_line(model: ModelResult) -> str:
    seconds = f"**{model.seconds:.1f}**" if model.is_excessive else f"{model.seconds:.1f}"
    return f"| `{model.model}` | {model.rows:.1f} | {seconds} | {model.share:.1%} | {model.memory:.2f} |"
