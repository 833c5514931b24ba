"""The DAG files: exactly these DAGs and tasks, wired as the design says, and nothing heavy at parse time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from centricity.orchestration.airflow_home import airflow_environment
from centricity.settings import Settings

INGEST_TASKS = {
    "find_deliveries": ["load_deliveries"],
    "load_deliveries": ["retry_faults"],
    "retry_faults": [],
}
TASKS = {
    "ingest_reference": INGEST_TASKS,
    "ingest_survey": INGEST_TASKS,
    "ingest_webcare": INGEST_TASKS,
    "ingest_process": INGEST_TASKS,
    "build_index": {"freeze_input": ["build_models"], "build_models": ["publish_marts"], "publish_marts": []},
}
SOURCES = ["process", "reference", "survey", "webcare"]
RAW_ASSETS = [f"x-centricity://raw/{source}" for source in SOURCES]


def describe(settings: Settings, airflow_home: Path, folder: Path) -> dict:
    command = [sys.executable, str(Path(__file__).with_name("describe_dags.py")), str(folder)]
    environment = airflow_environment(settings, airflow_home)
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return json.loads(printed.splitlines()[-1])


@pytest.fixture(scope="module")
def described(settings, tmp_path_factory) -> dict:
    return describe(settings, tmp_path_factory.mktemp("airflow"), settings.dags)


@pytest.fixture(scope="module")
def dags(described) -> dict:
    return described["dags"]


def test_exactly_these_dags_and_tasks_load_without_errors(described, dags):
    assert described["import_errors"] == {}
    assert {
        dag_id: {name: task["downstream"] for name, task in dag["tasks"].items()} for dag_id, dag in dags.items()
    } == TASKS


def test_nothing_heavy_is_imported_to_parse_them(described):
    assert described["heavy_before"] == [], "Airflow itself imports these now: measure something else"
    assert described["heavy_after"] == []


def test_a_heavy_import_at_module_level_is_found(settings, tmp_path):
    dags = tmp_path / "dags"
    dags.mkdir()
    text = (settings.dags / "ingest_survey.py").read_text()
    (dags / "ingest_survey.py").write_text(text.replace("from datetime", "import duckdb\nfrom datetime"))
    described = describe(settings, tmp_path, dags)
    assert list(described["dags"]) == ["ingest_survey"]
    assert described["heavy_after"] == ["duckdb"]


@pytest.mark.parametrize("dag_id", TASKS)
def test_file_is_named_after_its_dag_and_its_docstring_is_the_documentation(dags, dag_id):
    path = Path(dags[dag_id]["file"])
    assert path.stem == dag_id
    assert path.read_text().startswith('"""' + dags[dag_id]["doc_md"].split("\n", 1)[0])
    assert all(f"**{part}.**" in dags[dag_id]["doc_md"] for part in ("Inputs", "Outputs", "When it fails"))


@pytest.mark.parametrize("dag_id", TASKS)
def test_a_run_takes_everything_pending_so_one_at_a_time_and_none_for_the_past(dags, dag_id):
    assert dags[dag_id]["catchup"] is False
    assert dags[dag_id]["max_active_runs"] == 1


@pytest.mark.parametrize("dag_id", TASKS)
def test_faults_are_retried_within_ten_seconds(dags, dag_id):
    assert {(task["retries"], task["retry_seconds"]) for task in dags[dag_id]["tasks"].values()} == {(2, 10.0)}


@pytest.mark.parametrize("source", SOURCES)
def test_deliveries_are_looked_for_every_quarter_of_an_hour_and_announced(dags, source):
    dag = dags[f"ingest_{source}"]
    assert (dag["cron"], dag["time_zone"]) == ("*/15 * * * *", "Europe/Amsterdam")
    assert dag["assets"] == ([] if source == "reference" else ["x-centricity://raw/reference"])
    outlets = {name: task["outlets"] for name, task in dag["tasks"].items()}
    raw = [f"x-centricity://raw/{source}"]
    assert outlets == {"find_deliveries": [], "load_deliveries": raw, "retry_faults": raw}


def test_any_load_wakes_the_build_and_only_publishing_announces_marts(dags):
    build = dags["build_index"]
    assert build["is_any_asset"]
    assert build["assets"] == RAW_ASSETS
    assert build["cron"] is None
    outlets = {name: task["outlets"] for name, task in build["tasks"].items()}
    assert outlets == {"freeze_input": [], "build_models": [], "publish_marts": ["x-centricity://marts"]}
