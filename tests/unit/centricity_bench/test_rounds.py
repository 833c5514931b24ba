# Holds centricity_bench.rounds, centricity_bench.processes, centricity_bench.contestants, centricity_bench.ours,
# centricity_bench.measuring, centricity_bench.guard.
"""Who runs when, what a process costs, what a home keeps from run to run, and what the guard refuses."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from centricity.batches import judging as intake
from centricity.errors import CentricityError
from centricity.settings import load_settings
from centricity.warehouse import build
from centricity_bench.contestants import METHOD, Start, deliver, home_in, ours, ours_without_inference
from centricity_bench.guard import check_guarded
from centricity_bench.ours import VALIDATION, Stopwatch, time_validation
from centricity_bench.processes import measure
from centricity_bench.rounds import hold_contest

MEGABYTES = 100_000_000


def started(folder: Path, code: str) -> Start:
    return Start((sys.executable, "-c", code), dict(os.environ), folder / "report.json")


def test_contestants_run_in_turn_and_warm_up_first(tmp_path):
    order: list[str] = []
    ready = {name: lambda folder, name=name: order.append(name) or started(folder, "") for name in ("a", "b")}
    said: list[str] = []
    contest = hold_contest(ready, 7, tmp_path, rounds=2, warm_ups=1, say=said.append)
    assert order == ["a", "b"] * 3
    assert [len(runs) for runs in contest.runs.values()] == [2, 2]
    assert [line.split(" ")[0] for line in said] == ["warm-up:"] * 2 + ["round"] * 4


def test_the_median_counts(tmp_path):
    seconds = iter([9.0, 1.0, 5.0])
    code = "import json; json.dump({{'elapsed': {{'build': {}}}, 'processor': {{'build': 2}}}}, open({!r}, 'w'))"
    ready = {"a": lambda folder: started(folder, code.format(next(seconds), str(folder / "report.json")))}
    contest = hold_contest(ready, 7, tmp_path, rounds=3, warm_ups=0, say=print)
    assert (contest.stage("a", "build"), contest.processor_of_stage("a", "build")) == (5.0, 2.0)


def test_the_memory_of_children_counts(tmp_path):
    child = f"import time; held = b'x' * {MEGABYTES}; time.sleep(1)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    cost = measure([sys.executable, "-c", code], dict(os.environ), tmp_path / "log")
    assert MEGABYTES < cost.peak_bytes < 2 * MEGABYTES
    assert cost.seconds > 1 > cost.processor_seconds


def test_a_process_that_fails_is_no_measurement(tmp_path):
    with pytest.raises(CentricityError, match="benchmark_failed"):
        measure([sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ), tmp_path / "log")


@pytest.fixture
def landing(tmp_path) -> Path:
    path = tmp_path / "landing/sample_survey/evaluaties_2025-10-01.csv"
    path.parent.mkdir(parents=True)
    path.write_text("evaluatie_id\n")
    return tmp_path / "landing"


def test_a_home_keeps_what_a_run_before_has_warmed(landing, tmp_path):
    deliver(landing, tmp_path)
    home = home_in(tmp_path)
    for name in ("warehouse/dbt/target/partial_parse.msgpack", "warehouse/build.duckdb", "raw/survey/load.json"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).touch()
    (home / "published").mkdir()
    (home / "published/current").symlink_to("nowhere")
    (home / "landing/sample_survey/evaluaties_2025-10-01.csv").unlink()
    deliver(landing, tmp_path)
    files = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert files == {
        "warehouse/dbt/target/partial_parse.msgpack",
        "landing/sample_survey/evaluaties_2025-10-01.csv",
    }


def test_a_contestant_sees_its_own_home_whatever_stands_in_ours(landing, tmp_path, monkeypatch):
    monkeypatch.setenv("CENTRICITY_FEEDS", str(tmp_path))
    environment = ours(landing, tmp_path / "ours").environment
    settings = load_settings(environment)
    assert settings.home == home_in(tmp_path / "ours") and settings.settle_seconds == 0
    assert settings.feeds == load_settings({}).feeds


def test_inference_is_switched_off_in_a_copy_of_the_method(landing, tmp_path):
    settings = load_settings(ours_without_inference(landing, tmp_path / "off").environment)
    switches = {
        is_on: [line for line in (project / METHOD).read_text().splitlines() if ",has_inference," in line]
        for is_on, project in ((True, load_settings({}).dbt_project), (False, settings.dbt_project))
    }
    assert any(",has_inference,1," in line for line in switches[True])
    assert len(switches[False]) == len(switches[True])
    assert all(",has_inference,0," in line for line in switches[False])


@pytest.fixture
def judges(monkeypatch) -> list[ModuleType]:
    """Who calls the judge; what is done to them is undone."""
    for module in (intake, build):
        monkeypatch.setattr(module, "judge", module.judge)
    return [intake, build]


@pytest.mark.parametrize("place", [0, 1])
def test_every_judge_is_timed(judges, place):
    watch = Stopwatch()
    time_validation(watch)
    assert VALIDATION not in watch.elapsed
    judges[place].judge([])
    assert watch.elapsed[VALIDATION] > 0


@pytest.mark.parametrize("place", [0, 1])
def test_a_judge_that_would_not_be_timed_is_noticed(judges, place):
    judges[place].judge = lambda batches: []
    with pytest.raises(AssertionError, match="judged by another"):
        time_validation(Stopwatch())


GUARDED = {"run ÷ by hand": 30.0, "publish ÷ build": 0.02}


def test_the_guard_allows_a_quarter():
    check_guarded({"run ÷ by hand": 37.4, "publish ÷ build": 0.001}, GUARDED)


def test_the_guard_names_what_became_slower():
    with pytest.raises(CentricityError, match=r"run ÷ by hand is 37\.6, committed is 30"):
        check_guarded({"run ÷ by hand": 37.6, "publish ÷ build": 0.02}, GUARDED)


@pytest.mark.parametrize("committed", [{}, {"run ÷ by hand": 30.0}])
def test_the_guard_needs_what_it_compares_with(committed):
    with pytest.raises(CentricityError, match="no committed ratios"):
        check_guarded(GUARDED, committed)
