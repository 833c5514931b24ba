"""What is kept of a measurement, and committed: ratios by name, when they were measured, and on what."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import psutil
from pydantic import BaseModel, ConfigDict

from centricity_bench.contestants import BY_HAND
from centricity_bench.measuring import Plan
from centricity_bench.models import Growth
from centricity_bench.rows import Measured, Row

# Beside the page, for programs.
RATIOS = "ratios.json"


class RowResult(BaseModel):
    """A row's value, and of what it was measured."""

    model_config = ConfigDict(frozen=True)

    value: float
    of: str
    rounds: int
    warm_ups: int
    measured_on: str
    load: tuple[float, float]


class LineResult(BaseModel):
    """What a contestant costs however little is delivered, and each byte more in bytes of the script by hand."""

    model_config = ConfigDict(frozen=True)

    fixed_seconds: float
    slope: float
    of: str


class ModelResult(BaseModel):
    """How one model grew between two sizes, in ratios; its memory in shares of the larger one's bytes."""

    model_config = ConfigDict(frozen=True)

    model: str
    rows: float
    seconds: float
    share: float
    memory: float
    is_excessive: bool


class Results(BaseModel):
    """All that stands in `ratios.json`.

    Attributes:
        machine: in words: what the seconds of fixed costs depend on.
        rows: by name.
        lines: by contestant.
        curves: by contestant and how many times the sample, its seconds ÷ those of the script by hand on it once.
        models: that grow, the slowest first.
        models_of: the two sizes that they were measured at.
        guard: ratios that the guard compares.
    """

    machine: str = ""
    rows: dict[str, RowResult] = {}
    lines: dict[str, LineResult] = {}
    curves: dict[str, dict[int, float]] = {}
    models: tuple[ModelResult, ...] = ()
    models_of: str = ""
    guard: dict[str, float] = {}


def read_results(file: Path) -> Results:
    """The committed results; empty where there are none yet."""
    return Results.model_validate_json(file.read_text(encoding="utf-8")) if file.exists() else Results()


def write_results(results: Results, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")


def with_measured(results: Results, measured: Measured, plan: Plan, now: datetime) -> Results:
    """The results with the plan's rows measured anew."""
    renewed = {row.name: _row_result(row, measured, plan, now) for row in plan.rows}
    changed: dict[str, Any] = {"machine": machine_in_words(), "rows": results.rows | renewed}
    if measured.sizes:
        changed["lines"] = results.lines | _lines(measured)
        changed["curves"] = results.curves | _curves(measured)
    if len(measured.models) > 1:
        *_, small, large = sorted(measured.models)
        changed["models"] = tuple(_model_result(growth, measured, large) for growth in measured.growths())
        changed["models_of"] = f"x{small}, x{large}"
    return results.model_copy(update=changed)


def machine_in_words() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, DuckDB {duckdb.__version__}"


def _row_result(row: Row, measured: Measured, plan: Plan, now: datetime) -> RowResult:
    contests = measured.contests_of(row)
    *_, last = contests.values()
    load = (round(next(iter(contests.values())).load_before, 1), round(last.load_after, 1))
    return RowResult(
        value=row.of(measured),
        of=", ".join(contests),
        rounds=plan.rounds,
        warm_ups=plan.warm_ups,
        measured_on=f"{now:%Y-%m-%d}",
        load=load,
    )


def _lines(measured: Measured) -> dict[str, LineResult]:
    """Nothing where one size was measured."""
    if len(measured.sizes) < 2:
        return {}
    by_hand = measured.line(BY_HAND)
    lines = {name: measured.line(name) for name in measured.largest.runs}
    of = ", ".join(f"x{times}" for times in measured.sizes)
    return {
        name: LineResult(fixed_seconds=line.fixed, slope=line.slope / by_hand.slope, of=of)
        for name, line in lines.items()
    }


def _curves(measured: Measured) -> dict[str, dict[int, float]]:
    """Nothing where the sample itself was not measured: all are divided by its time by hand."""
    once = measured.sizes.get(1)
    if once is None:
        return {}
    names = {name for contest in measured.sizes.values() for name in contest.runs}
    return {
        name: {
            times: contest.seconds(name) / once.seconds(BY_HAND)
            for times, contest in measured.sizes.items()
            if name in contest.runs
        }
        for name in sorted(names)
    }


def _model_result(growth: Growth, measured: Measured, large: int) -> ModelResult:
    contest = measured.sizes[large]
    total = sum(cost.seconds for cost in measured.models[large].values())
    return ModelResult(
        model=growth.model,
        rows=growth.of_rows,
        seconds=growth.of_seconds,
        share=growth.large.seconds / total,
        memory=growth.large.memory / contest.size,
        is_excessive=growth.is_excessive,
    )
