# Holds centricity_bench.rows, centricity_bench.lines, centricity_bench.results, centricity_bench.page,
# centricity_bench.picture, centricity_bench.bench.
"""From what was measured to the committed table: each row's arithmetic, which rows a size can show, what is kept."""

from datetime import UTC, datetime

import pytest
from defusedxml import ElementTree

from centricity.cli import Size
from centricity_bench.bench import rows_named
from centricity_bench.contestants import AIRFLOW, BY_HAND, CONTESTANTS, OFF, ON, PANDAS
from centricity_bench.deliveries import SIZES
from centricity_bench.lines import Line, fit_line
from centricity_bench.measuring import Plan
from centricity_bench.models import ModelCost
from centricity_bench.page import as_markdown, write_page
from centricity_bench.processes import Cost
from centricity_bench.results import RATIOS, Results, read_results, with_measured, write_results
from centricity_bench.rounds import Contest, Run
from centricity_bench.rows import MANY_FILES, ONE_FILE, ROWS, Measured

NOW = datetime(2026, 11, 30, tzinfo=UTC)
BYTES = 20_000_000
# Seconds for the sample, and for each further one.
LINES = {BY_HAND: (1, 1), PANDAS: (1, 3), OFF: (20, 2), ON: (24, 2.5), AIRFLOW: (30, 2.5)}
STAGES = {"import": 4.0, "intake": 10.0, "build": 50.0, "publish": 2.0, "validation": 5.0}


def run(seconds: float, stages: dict[str, float] | None = None) -> Run:
    return Run(Cost(seconds, seconds, ((0.0, 30_000_000),)), stages or {})


def contest(times: int) -> Contest:
    runs = {name: (run(fixed + slope * times, STAGES),) for name, (fixed, slope) in LINES.items()}
    return Contest(times * BYTES, runs, 0.5, 1.5)


@pytest.fixture
def measured() -> Measured:
    models = {
        1: {"grows": ModelCost({"read": 10_000}, 1, 0), "climbs": ModelCost({"read": 10_000}, 1, 0)},
        10: {"grows": ModelCost({"read": 100_000}, 10, 40_000_000), "climbs": ModelCost({"read": 100_000}, 100, 0)},
    }
    files = Contest(BYTES, {ONE_FILE: (run(4),), MANY_FILES: (run(20), run(24), run(28))}, 0.1, 0.2)
    return Measured({1: contest(1), 10: contest(10)}, models, files)


def test_each_row_is_computed_as_it_says(measured):
    assert {row.name: pytest.approx(row.of(measured)) for row in ROWS} == {
        "fixed": 24,
        "slope": 2,
        "inference": 49 / 40,
        "whole": 49 / 11,
        "airflow-fixed": 6,
        "airflow-slope": 1,
        "validation": 5 / 45,
        "pandas": 31 / 49,
        "memory": 0.15,
        "small-files": 6,
        "publish": 0.04,
        "models": 1,
    }


def test_a_line_is_found_again():
    line = fit_line([(10, 5.0), (100, 14.0), (500, 54.0)])
    assert line == Line(pytest.approx(4), pytest.approx(0.1))


def test_a_line_counts_a_small_run_like_a_large_one():
    """By absolute errors the largest would decide, and the fixed cost would be anything."""
    line = fit_line([(1, 40.0), (10, 80.0), (50, 190.0)])
    assert 36 < line.fixed < 42


def test_a_line_needs_two_sizes():
    with pytest.raises(ValueError, match="two sizes"):
        fit_line([(10, 5.0), (10, 6.0)])


def test_the_command_line_offers_the_sizes_that_there_are():
    assert [size.value for size in Size] == list(SIZES)


def test_every_row_is_made_of_contestants_that_there_are():
    assert {name for row in ROWS for name in row.contestants} <= set(CONTESTANTS)
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_one_size_shows_no_line():
    assert "fixed" not in {row.name for row in rows_named((), "x1")}
    assert [row.name for row in rows_named(["slope", "publish"], "x10")] == ["slope", "publish"]


@pytest.mark.parametrize(("names", "said"), [(["slope"], "needs two sizes"), (["sloop"], "no row is called sloop")])
def test_a_row_that_cannot_be_shown_is_refused(names, said):
    with pytest.raises(ValueError, match=said):
        rows_named(names, "x1")


def test_smaller_sizes_are_measured_only_where_a_row_needs_them():
    assert Plan(rows_named(["publish"], "x50"), "x50", 1, 1).sizes == ["x50"]
    assert Plan(rows_named(["publish", "slope"], "x50"), "x50", 1, 1).sizes == ["x1", "x10", "x50"]
    assert Plan(rows_named(["small-files"], "x50"), "x50", 1, 1).sizes == []


def results_of(measured: Measured, *names: str, before: Results | None = None) -> Results:
    return with_measured(before or Results(), measured, Plan(rows_named(names, "x10"), "x10", 3, 1), NOW)


def test_the_page_marks_what_misses_its_limit(measured):
    page = as_markdown(results_of(measured))
    assert (
        "| `slope` | slope, ours ÷ by hand, inference off | 2 | 4 | 1.5 | x1, x10 | 3 | 2026-11-30 | 0.5 → 1.5 |"
        in page
    )
    assert "| `publish` | publish ÷ build | **0.04** | 0.03 |" in page
    assert "| `pandas` | pandas, point figures only ÷ ours | 0.633 | ≥ 0.5 | 1.5 | x10 |" in page
    assert "| `fixed` | fixed cost of a run without Airflow | **24 s** | 15 s |" in page
    assert "| with Airflow | 30.0 s | 2.5 | x1, x10 |" in page
    assert "| `climbs` | 10.0 | **100.0** | 90.9% | 0.00 |" in page
    assert "| `grows` | 10.0 | 10.0 | 9.1% | 0.20 |" in page


def test_what_is_not_measured_again_stays(measured, tmp_path):
    file = tmp_path / RATIOS
    write_results(results_of(measured, "publish"), file)
    both = results_of(measured, "whole", before=read_results(file))
    assert set(both.rows) == {"publish", "whole"}
    write_results(both, file)
    assert read_results(file) == both


def test_no_results_are_empty_ones(tmp_path):
    assert read_results(tmp_path / RATIOS) == Results()


def test_the_picture_has_a_curve_for_each_and_says_it_in_words(measured, tmp_path):
    write_page(results_of(measured), tmp_path)
    picture = ElementTree.parse(tmp_path / "speed.svg").getroot()
    (words,) = [element.text for element in picture if element.tag.endswith("desc")]
    assert len([element for element in picture if element.tag.endswith("polyline")]) == len(LINES)
    assert all(name in words for name in LINES)
    assert "ours: 13.2 at ×1, 24.5 at ×10" in words
    once = (tmp_path / "speed.svg").read_bytes()
    write_page(results_of(measured), tmp_path)
    assert (tmp_path / "speed.svg").read_bytes() == once
