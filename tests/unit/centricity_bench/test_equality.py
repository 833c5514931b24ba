# Holds centricity_bench.equality, centricity_bench.by_hand, centricity_bench.in_pandas.
"""The scripts agree on every figure, and a figure that differs from the published one stops the benchmark."""

from pathlib import Path

import duckdb
import pytest

from centricity.errors import CentricityError
from centricity_bench import by_hand, in_pandas
from centricity_bench.deliveries import write_deliveries
from centricity_bench.equality import PUBLISHED, check_figures

MARTS = {
    "fct_dimension_score": (
        "index_kind: 'survey', dimension: 'trust', score: 70.0",
        "dimension: 'webcare', score: null",
    ),
    "fct_nps": ("evaluation_type: 'relational', count_evaluations: 100, nps: 12.5",),
    "fct_webcare_performance": ("channel: 'all', count_conversations: 80, response_rate: .5, resolution_rate: .25",),
    "fct_process_performance": (
        "process: 'all', count_cases: 60, first_time_right_rate: .75, in_promise_rate: .8, rework_free_rate: .9",
    ),
}
FIGURES = {
    "trust": 70.0,
    "count_recommendations": 100,
    "nps": 12.5,
    "count_questions": 80,
    "response_rate": 0.5,
    "resolution_rate": 0.25,
    "count_cases": 60,
    "first_time_right_rate": 0.75,
    "in_promise_rate": 0.8,
    "rework_free_rate": 0.9,
    "webcare": 64.0,  # which the marts withhold
}


@pytest.fixture
def build(tmp_path) -> tuple[Path, Path]:
    """A published folder with the figures of one organisation, and the database of its build: nothing waits."""
    with duckdb.connect() as connection:
        for mart, rows in MARTS.items():
            of_all = "method_version: 'M0', organisation_id: 'alfa', wave: 2026"
            union = " union all by name ".join(f"select unnest({{{of_all}, {row}}})" for row in rows)
            connection.execute(f"copy ({union}) to '{tmp_path / mart}.parquet' (format parquet)")
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        connection.execute("""
            create table stg_ledger__releases
                (organisation_id varchar, wave integer, entity varchar, part varchar, is_waiting boolean)
        """)
    return tmp_path, tmp_path / "build.duckdb"


def written(folder: Path, figures: dict[str, float]) -> Path:
    path = folder / "figures.parquet"
    rows = ", ".join(f"('alfa', 2026, '{name}', {value}::double)" for name, value in figures.items())
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (from (values {rows}) as t(organisation_id, wave, figure, value)) to '{path}' (format parquet)"
        )
    return path


def wait(build_file: Path, entity: str, part: str) -> None:
    with duckdb.connect(str(build_file)) as connection:
        connection.execute(f"insert into stg_ledger__releases values ('alfa', 2026, '{entity}', '{part}', true)")


def test_equal_figures_are_counted(build):
    published, build_file = build
    agreement = check_figures("by hand", written(published, FIGURES), published, build_file)
    assert (agreement.compared, agreement.left_out) == (10, 0)


@pytest.mark.parametrize("figure", [name for name in FIGURES if name != "webcare"])
def test_each_figure_that_differs_is_named(build, figure):
    published, build_file = build
    figures = written(published, FIGURES | {figure: FIGURES[figure] + 1e-6})
    with pytest.raises(CentricityError, match=f"1 of 10 figures differ: {figure} of alfa in 2026") as error:
        check_figures("by hand", figures, published, build_file)
    assert error.value.code == "figures_differ"


def test_a_figure_that_the_script_lacks_differs(build):
    published, build_file = build
    figures = written(published, {name: value for name, value in FIGURES.items() if name != "nps"})
    with pytest.raises(CentricityError, match=r"nps of alfa in 2026 is 12\.5, by hand has None"):
        check_figures("by hand", figures, published, build_file)


def test_what_is_made_of_waiting_records_is_left_out(build):
    published, build_file = build
    wait(build_file, "messages", "chat")
    wait(build_file, "evaluations", "touchpoint bill")
    figures = written(published, FIGURES | {"response_rate": 0.9})
    agreement = check_figures("by hand", figures, published, build_file)
    assert (agreement.compared, agreement.left_out) == (7, 3)


def test_nothing_to_compare_is_no_agreement(build):
    published, build_file = build
    for entity in ("evaluations", "messages", "events"):
        wait(build_file, entity, "relational all")
    with pytest.raises(CentricityError, match="0 of 0"):
        check_figures("by hand", written(published, FIGURES), published, build_file)


def test_the_published_figures_are_those_that_the_scripts_compute(tmp_path):
    """On the sample; that ours publishes the same is held by every run of the benchmark."""
    landing, figures = tmp_path / "landing", tmp_path / "figures.parquet"
    write_deliveries(landing, 1)
    by_hand.compute_figures(landing, tmp_path / "by_hand.duckdb", figures)
    in_pandas.compute_figures(landing).to_parquet(tmp_path / "pandas.parquet", index=False)
    with duckdb.connect() as connection:
        compared, equal = connection.sql(f"""
            select count(*), count(*) filter (abs(one.value - other.value) < 1e-9)
            from '{figures}' as one full join '{tmp_path}/pandas.parquet' as other using (organisation_id, wave, figure)
        """).fetchall()[0]
        names = {name for (name,) in connection.sql(f"select distinct figure from '{figures}'").fetchall()}
    assert compared == equal == 1918
    assert names == set(FIGURES) | {"consistency", "recommendation", "processes", "employees"}
    assert PUBLISHED.exists()
