# Holds orchestration.one_process, orchestration.dag_runner, orchestration.airflow_home.
"""`centricity run`: every DAG in one process, in a private Airflow home, from landing to published marts."""

import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from integration.pipeline import build, published_digests

from centricity.errors import CentricityError
from centricity.home import open_home
from centricity.ledger.entry import read_entries
from centricity.orchestration.airflow_home import airflow_environment
from centricity.orchestration.one_process import run_everything
from centricity.settings import Settings
from centricity.warehouse.publication import published_build_id

pytestmark = pytest.mark.integration

LOADED = {"find_deliveries": "success", "load_deliveries": "success", "retry_faults": "skipped"}
NOTHING_PENDING = {"find_deliveries": "success", "load_deliveries": "skipped", "retry_faults": "skipped"}
NOTHING_TO_BUILD = {"freeze_input": "success", "build_models": "skipped", "publish_marts": "skipped"}
PUBLISHED = {"freeze_input": "success", "build_models": "success", "publish_marts": "success"}
INGESTS = ["ingest_reference", "ingest_survey", "ingest_webcare", "ingest_process"]


def private_homes(settings: Settings) -> list[Path]:
    return [path for path in (open_home(settings).airflow / "runs").iterdir() if path.is_dir()]


def tasks_of(result) -> dict:
    return {run.dag_id: run.tasks for run in result.dag_runs}


@pytest.fixture(scope="module")
def started() -> list[tuple[str, str]]:
    return []


@pytest.fixture(scope="module")
def first(settings, deliver, started):
    deliver("first")
    return run_everything(settings, on_task=lambda dag_id, task_id: started.append((dag_id, task_id)))


@pytest.fixture(scope="module")
def second(settings, first):
    return run_everything(settings)


def test_a_delivery_is_taken_reference_first_and_published(settings, first, started):
    assert [run.dag_id for run in first.dag_runs] == [*INGESTS, "build_index"]
    assert tasks_of(first) == dict.fromkeys(INGESTS, LOADED) | {"build_index": PUBLISHED}
    assert started[:3] == [("ingest_reference", task) for task in LOADED]
    assert published_build_id(open_home(settings))


def test_every_load_says_which_run_took_it(settings, first):
    taken = {entry.source: entry.run_id for entry in read_entries(open_home(settings))}
    assert taken == {run.dag_id.removeprefix("ingest_"): run.run_id for run in first.dag_runs[:4]}


def test_without_anything_new_nothing_is_built(second):
    assert tasks_of(second) == dict.fromkeys(INGESTS, NOTHING_PENDING) | {"build_index": NOTHING_TO_BUILD}


def test_each_run_has_a_log_of_its_own(first, second):
    assert first.log != second.log
    assert all("find_deliveries" in result.log.read_text() for result in (first, second))


def test_the_planted_person_stands_in_no_log_and_nothing_published(settings, second, files_with_canary):
    home = open_home(settings)
    assert files_with_canary(home.archive), "the delivery did not hold the person"
    assert not files_with_canary(home.logs)
    assert not files_with_canary(home.published)


def test_private_homes_are_removed(settings, second):
    assert private_homes(settings) == []


def test_a_restored_backup_gives_the_same_bytes(settings, second, tmp_path):
    """Copied in the order of docs/operating.md; `warehouse/` and `published/` are made anew."""
    home, restored = open_home(settings), tmp_path / "restored"
    restored.mkdir()
    for name in ("pseudonym.key", "layout.json"):
        shutil.copy2(home.root / name, restored)
    for zone in ("landing", "raw", "rejected", "quarantine", "archive"):
        shutil.copytree(home.root / zone, restored / zone)
    environment = settings.model_copy(update={"home": restored, "pseudonym_key_file": restored / "pseudonym.key"})

    assert build(environment)

    assert read_entries(open_home(environment)) == read_entries(home)
    assert published_digests(environment) == published_digests(settings)


def test_a_task_that_fails_is_named_and_stops_no_other_dag(settings, second, deliver, tmp_path):
    dags = tmp_path / "dags"
    shutil.copytree(settings.dags, dags, ignore=shutil.ignore_patterns("feeds", "__pycache__"))
    broken = dags / "ingest_webcare.py"
    broken.write_text(broken.read_text().replace("return steps.find_deliveries(", "return 1 / 0 * ("))
    deliver("second")
    with pytest.raises(CentricityError) as caught:
        run_everything(settings.model_copy(update={"dags": dags}))
    assert caught.value.code == "run_failed"
    assert "ingest_webcare.find_deliveries" in caught.value.message
    assert "ZeroDivisionError" in Path(caught.value.where).read_text()
    assert len(read_entries(open_home(settings))) == 5
    assert private_homes(settings) == []


def test_a_kill_leaves_nothing_behind(settings, second):
    run = "from centricity.orchestration import one_process; from centricity.settings import load_settings; "
    run += "one_process.run_everything(load_settings(), on_task=lambda *task: print(task, flush=True))"
    environment = airflow_environment(settings, Path("/nowhere"))
    with subprocess.Popen([sys.executable, "-c", run], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline()
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.terminate()
        assert process.wait(60) != 0
    assert not any(child.is_running() for child in children)
    assert private_homes(settings) == []


def test_dag_files_that_do_not_load_fail_the_run(settings, tmp_path):
    with pytest.raises(CentricityError, match="run_failed") as caught:
        run_everything(settings.model_copy(update={"dags": tmp_path}))
    assert "ingest_reference" in Path(caught.value.where).read_text()
