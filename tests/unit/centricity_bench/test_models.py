"""A model may take as much more time as it has more rows; one that takes more stops the benchmark."""

import json
from pathlib import Path

import duckdb
import pytest

from centricity.errors import CentricityError
from centricity.home import Home
from centricity_bench.models import Growth, ModelCost, growth_of_models, read_model_costs, refuse_excessive

BEGAN = 1_800_000_000.0


def cost(rows: int, seconds: float) -> ModelCost:
    return ModelCost({"read": 1000 * rows, "stays": 500_000}, seconds, 0)


@pytest.mark.parametrize(
    ("small", "large", "is_excessive"),
    [
        (cost(100, 2.0), cost(500, 10.0), False),
        (cost(100, 2.0), cost(500, 12.9), False),  # a quarter more, and the floor
        (cost(100, 2.0), cost(500, 13.1), True),
        (cost(100, 2.0), cost(500, 50.0), True),  # every row meets every row
        (cost(100, 0.02), cost(500, 0.5), False),  # noise of a small model
        (cost(100, 0.02), cost(500, 0.7), True),
    ],
)
def test_more_time_than_rows_explain_is_excessive(small, large, is_excessive):
    growth = Growth("int_some__model", small, large)
    assert growth.is_excessive is is_excessive
    if not is_excessive:
        refuse_excessive([growth])
    else:
        with pytest.raises(CentricityError, match=r"models_grow: int_some__model: rows × 5\.0"):
            refuse_excessive([growth])


def test_models_that_stay_as_small_as_they_are_do_not_count():
    small = {"grows": cost(100, 1), "grows_faster": cost(100, 1), "stays": cost(100, 1), "is_gone": cost(100, 1)}
    large = {"grows": cost(500, 4), "grows_faster": cost(500, 9), "stays": cost(110, 9), "is_new": cost(500, 1)}
    assert [growth.model for growth in growth_of_models(small, large)] == ["grows_faster", "grows"]


@pytest.fixture
def home(tmp_path) -> Home:
    """A build of two tables and a view between them: 3 rows delivered, 3 counted, 1 summed."""
    home = Home(tmp_path)
    (home.warehouse / "dbt/target").mkdir(parents=True)
    (home.warehouse / "input/messages").mkdir(parents=True)
    with duckdb.connect(str(home.warehouse / "build.duckdb")) as connection:
        connection.execute(f"copy (from range(3)) to '{home.warehouse}/input/messages/one.parquet' (format parquet)")
        connection.execute("create table counted as from range(3)")
        connection.execute("create view seen as from counted")
        connection.execute("create table summed as from range(1)")
    reads = {
        "counted": "source.centricity.raw.messages",
        "seen": "model.centricity.counted",
        "summed": "model.centricity.seen",
    }
    nodes = {
        f"model.centricity.{name}": {"name": name, "depends_on": {"nodes": [read]}} for name, read in reads.items()
    }
    sources = {"source.centricity.raw.messages": {"name": "messages"}}
    write(home, "manifest", {"nodes": nodes, "sources": sources})
    times = {"started_at": "2027-01-15T08:00:00Z", "completed_at": "2027-01-15T08:00:02Z"}
    results = [{"unique_id": name, "execution_time": 2.0, "timing": [{"name": "execute", **times}]} for name in nodes]
    write(home, "run_results", {"results": results})
    return home


def write(home: Home, name: str, content: dict) -> None:
    Path(home.warehouse, "dbt/target", f"{name}.json").write_text(json.dumps(content))


def test_a_model_reads_what_its_views_read_and_writes_its_own(home):
    rows = {name: cost.rows for name, cost in read_model_costs(home, []).items()}
    delivered, counted, summed = (
        "source.centricity.raw.messages",
        "model.centricity.counted",
        "model.centricity.summed",
    )
    assert rows == {
        "counted": {delivered: 3, counted: 3},
        "seen": {counted: 3},
        "summed": {counted: 3, summed: 1},
    }


def test_memory_is_what_was_held_more_while_it_ran(home):
    memory = [(BEGAN - 1, 100), (BEGAN + 1, 350), (BEGAN + 2, 300), (BEGAN + 3, 900)]
    assert read_model_costs(home, memory)["summed"].memory == 250
