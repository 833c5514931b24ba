"""The whole of Airflow takes dropped files to published marts on its scheduler, also beside `centricity run`."""

import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from centricity.errors import CentricityError
from centricity.home import Home, open_home
from centricity.loads.ledger import read_entries
from centricity.orchestration import services
from centricity.orchestration.airflow_home import airflow_environment
from centricity.orchestration.one_process import run_everything
from centricity.settings import Settings
from centricity.warehouse.publication import published_build_id

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

UP = "import sys; from centricity import settings; from centricity.orchestration import services; "
UP += "services.up(settings.load_settings(), int(sys.argv[1]))"
# Airflow's own hook for a DAG that was read. The first run still starts by itself; the next quarter of an hour, which
# would take a test's files before the test does, becomes the next year.
ONCE_A_YEAR = """
def dag_policy(dag):
    timed = getattr(dag.timetable, "timetable", dag.timetable)
    if hasattr(timed, "expression"):
        timed.expression = "0 0 1 1 *"
"""


@dataclass(frozen=True)
class Airflow:
    """A running `make up`."""

    process: subprocess.Popen
    port: int
    home: Home

    def query(self, sql: str) -> Counter:
        database = f"file:{self.home.airflow}/airflow.db?mode=ro"
        with closing(sqlite3.connect(database, uri=True, timeout=30)) as connection:
            return Counter(tuple(row) for row in connection.execute(sql).fetchall())

    def task_states(self) -> Counter:
        return self.query("select dag_id, task_id, state from task_instance")

    def dag_states(self) -> Counter:
        return self.query("select dag_id, state from dag_run")

    def is_quiet(self) -> bool:
        """No run goes on, and no asset event waits to start one."""
        waiting = self.query("select target_dag_id from asset_dag_run_queue")
        return not waiting and {state for _, state in self.dag_states()} <= {"success", "failed"}

    def call(self, path: str, body: dict, token: str = "") -> dict:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", json.dumps(body).encode())
        request.add_header("content-type", "application/json")
        request.add_header("authorization", f"Bearer {token}")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=30) as response:
            return json.load(response)

    def of_each_process(self, question: Callable[[psutil.Process], Any]) -> list[Any]:
        """The answers of the processes under it; one that has just ended gives none."""
        answers = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                answers.append(question(process))
        return answers

    def trigger(self, dag_id: str) -> None:
        passwords = json.loads((self.home.airflow / "passwords.json").read_text())
        token = self.call("/auth/token", {"username": "admin", "password": passwords["admin"]})["access_token"]
        self.call(f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None}, token)


def wait_until(is_so: Callable[[], object], what: str, seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain: {what}"
        time.sleep(0.5)


def start_up(settings: Settings, port: int, printed: Path) -> subprocess.Popen:
    # `up` makes its own Airflow environment; what it needs from us is the settings.
    environment = airflow_environment(settings, Path("/nowhere"))
    with printed.open("w") as output:
        return subprocess.Popen(
            [sys.executable, "-u", "-c", UP, str(port)], env=environment, stdout=output, stderr=output
        )


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("printed") / "up.txt"


@pytest.fixture(scope="module")
def airflow(settings: Settings, deliver, printed: Path) -> Iterator[Airflow]:
    """Airflow on a free port, the first delivery lying in `landing/` when it starts."""
    deliver("first")
    home, port = open_home(settings), free_port()
    policies = home.airflow / "config" / "airflow_local_settings.py"
    policies.parent.mkdir()
    policies.write_text(ONCE_A_YEAR)
    process = start_up(settings, port, printed)
    running = Airflow(process, port, home)
    try:
        wait_until(lambda: "is ready" in printed.read_text() or process.poll() is not None, "Airflow is ready")
        assert process.poll() is None, printed.read_text()
        yield running
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="module")
def published(airflow: Airflow) -> Airflow:
    """Airflow after it has taken the first delivery by itself."""
    wait_until(lambda: len(read_entries(airflow.home)) == 4, "every file is a load")
    wait_until(lambda: published_build_id(airflow.home) and airflow.is_quiet(), "the marts are published")
    return airflow


def test_dropped_files_become_published_marts(published):
    soon = "select dag_id from dag where next_dagrun_create_after < datetime('now', '1 hour')"
    assert not published.query(soon), "the clock may take the files of the tests below"
    assert {state for _, state in published.dag_states()} == {"success"}
    tasks = published.task_states()
    loaded = [f"ingest_{source}" for source in ("reference", "survey", "webcare", "process")]
    assert {dag_id: tasks[dag_id, "load_deliveries", "success"] for dag_id in loaded} == dict.fromkeys(loaded, 1)
    assert tasks["build_index", "publish_marts", "success"] >= 1
    manifest = json.loads((published.home.published / "current" / "manifest.json").read_text())
    assert manifest["build_id"] == published_build_id(published.home)
    assert manifest["rows"]["fct_load"] == 4


def test_it_listens_on_this_machine_only_and_asks_who_is_there(published):
    listening = [
        connection.laddr
        for connections in published.of_each_process(psutil.Process.net_connections)
        for connection in connections
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {("127.0.0.1", published.port)}
    with pytest.raises(urllib.error.HTTPError, match="401"):
        published.call("/api/v2/dags/build_index/dagRuns", {"logical_date": None})


def test_passwords_are_printed_once_and_kept_private(published, printed):
    passwords = json.loads((published.home.airflow / "passwords.json").read_text())
    assert set(passwords) == {"admin", "viewer"}
    assert all(printed.read_text().count(password) == 1 for password in passwords.values())
    private = [published.home.airflow / name for name in ("passwords.json", "airflow.cfg")]
    assert [path.stat().st_mode & 0o777 for path in private] == [0o600, 0o600]
    assert published.home.airflow.stat().st_mode & 0o777 == 0o700
    logs = b"".join(path.read_bytes() for path in published.home.logs.rglob("*.log"))
    assert not any(password.encode() in logs for password in passwords.values())


def test_no_secret_stands_in_the_process_list(published):
    words = " ".join((published.home.airflow / "airflow.cfg").read_text().split()).split(" ")
    secrets = [word for word in words if len(word) > 30]
    commands = [" ".join(command) for command in published.of_each_process(psutil.Process.cmdline)]
    assert len(secrets) == 3
    assert len(commands) >= 4
    assert not any(secret in command for command in commands for secret in secrets)


def test_the_planted_person_stands_in_no_log_and_not_in_airflow_s_database(published, files_with_canary):
    assert files_with_canary(published.home.archive), "the delivery did not hold the person"
    assert not files_with_canary(published.home.logs)
    assert not files_with_canary(published.home.airflow)
    assert not files_with_canary(published.home.published)


def test_a_second_airflow_for_the_home_is_refused(published, settings):
    with pytest.raises(CentricityError, match="already_up"):
        services.up(settings, free_port())


def test_a_busy_port_is_refused(published, settings, tmp_path):
    with pytest.raises(CentricityError, match="port_busy"):
        services.up(settings.model_copy(update={"home": tmp_path}), published.port)


def test_a_run_beside_it_starts_no_build_and_is_not_done_again(published, settings, deliver):
    before, build_id = published.task_states(), published_build_id(published.home)
    deliver("second")
    result = run_everything(settings)
    assert [run.dag_id for run in result.dag_runs if run.tasks.get("load_deliveries") == "success"] == [
        "ingest_process"
    ]
    assert published_build_id(published.home) != build_id
    assert published.task_states() == before
    published.trigger("ingest_process")
    wait_until(published.is_quiet, "the triggered run has ended")
    assert published.task_states() - before == Counter(
        {
            ("ingest_process", "find_deliveries", "success"): 1,
            ("ingest_process", "load_deliveries", "skipped"): 1,
            ("ingest_process", "retry_faults", "skipped"): 1,
        }
    )
    assert_each_file_is_one_load(published, count=5)


def test_a_run_at_the_same_time_takes_no_file_twice(published, settings, deliver):
    build_id = published_build_id(published.home)
    deliver("third")
    published.trigger("ingest_process")
    run_everything(settings)
    wait_until(published.is_quiet, "every run has ended")
    assert published_build_id(published.home) != build_id
    assert_each_file_is_one_load(published, count=6)
    assert {state for _, state in published.dag_states()} == {"success"}
    assert published.query("select max(try_number) from task_instance") == Counter([(1,)])


def test_it_ends_with_all_its_processes(published):
    ours = psutil.Process(published.process.pid).children(recursive=True)
    assert len(ours) >= 4
    published.process.terminate()
    assert published.process.wait(60) == 0
    assert psutil.wait_procs(ours, timeout=10)[1] == []


def test_what_a_killed_one_left_is_ended_by_the_next(settings, tmp_path):
    port = free_port()
    killed = start_up(settings, port, tmp_path / "killed.txt")
    wait_until(lambda: is_listening(port), "the first service listens")
    services = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    killed.wait()
    assert is_listening(port), "the kill was to leave it"
    following = start_up(settings, port, tmp_path / "following.txt")
    try:
        assert psutil.wait_procs(services, timeout=120)[1] == []
        wait_until(lambda: is_listening(port) or following.poll() is not None, "its own first service listens")
        assert following.poll() is None, (tmp_path / "following.txt").read_text()
    finally:
        following.terminate()
        following.wait(60)


def assert_each_file_is_one_load(airflow: Airflow, count: int) -> None:
    loads = Counter(entry.file_name for entry in read_entries(airflow.home))
    assert len(loads) == count
    assert set(loads.values()) == {1}
