"""The whole of Airflow on 127.0.0.1: four processes that live and end together.

`airflow standalone` listens on all interfaces and leaves processes behind; here each part is started by itself.
"""

import json
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from centricity.errors import CentricityError
from centricity.home import Home, open_home
from centricity.locks import hold_lock_if_free
from centricity.orchestration.airflow_home import (
    airflow_environment,
    migrate_database,
    write_private,
    write_secrets,
)
from centricity.orchestration.processes import end, end_holders, interrupted_by_signals, start
from centricity.settings import Settings

HOST = "127.0.0.1"
COMMANDS = {
    "api-server": ["api-server", "--workers", "1"],
    "dag-processor": ["dag-processor"],
    # Their log servers would listen on all interfaces; the api-server reads the same files.
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
# A task that cannot reach the api-server fails: it is there before the scheduler starts and after it ended.
START_ORDER = (("api-server", "dag-processor"), ("scheduler", "triggerer"))
# How long each may take to end; the triggerer would take ten seconds, having no trigger.
END_ORDER = ((("scheduler", "dag-processor"), 20), (("api-server", "triggerer"), 3))
HEALTH_PARTS = {"api-server": "metadatabase", "dag-processor": "dag_processor"}
SECONDS_TO_START = 120


def up(settings: Settings, port: int = 8080, say: Callable[[str], None] = print) -> None:
    """Run Airflow until it is interrupted or one of its processes ends.

    Args:
        settings: the environment whose deliveries and marts the DAGs work on.
        port: where the user interface listens, on 127.0.0.1 only.
        say: receives the passwords (once, when they are made) and the address when everything is healthy.

    Raises:
        CentricityError: `port_busy`, `already_up`, `airflow_database` or `service_ended`.
    """
    home = open_home(settings)
    home.airflow.chmod(0o700)
    logs = home.logs / "airflow"
    logs.mkdir(exist_ok=True)
    with _only_one(home.airflow / "up.lock"), suppress(KeyboardInterrupt), interrupted_by_signals():
        end_holders(_services_file(home))  # what a killed one left; it would hold the port and work on beside us
        _refuse_busy_port(port)
        write_secrets(home.airflow)
        _make_passwords(home.airflow / "passwords.json", say)
        environment = airflow_environment(settings, home.airflow) | _service_environment(home.airflow, logs, port)
        migrate_database(environment, logs / "database.log")
        with _services_file(home).open("w") as mark, _running_services(environment, logs, port, mark) as services:
            say(f"Airflow is ready at http://{HOST}:{port} (Ctrl-C ends it). Logs: {logs}")
            while True:
                _check_alive(services, logs)
                time.sleep(1)


def _services_file(home: Home) -> Path:
    """Every service has this file open, so that the next `up` can tell which processes are of a killed one."""
    return home.airflow / "services.open"


def _service_environment(airflow_home: Path, logs: Path, port: int) -> dict[str, str]:
    address = f"http://{HOST}:{port}"
    return {
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,viewer:viewer",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(airflow_home / "passwords.json"),
        # How long after a kill a task is taken to be dead, and tried again.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        # The DAGs change with the installation only. To read them all each half minute takes a third of a core.
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "600",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(logs),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(logs / "dag-parsing"),
    }


@contextmanager
def _only_one(lock_file: Path) -> Iterator[None]:
    with hold_lock_if_free(lock_file) as is_free:
        if not is_free:
            raise CentricityError("already_up", where=str(lock_file.parent))
        yield


def _refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CentricityError("port_busy", f"Port {port} cannot be used.", where=error.strerror or "") from None


def _make_passwords(path: Path, say: Callable[[str], None]) -> None:
    if path.exists():
        return
    passwords = {user: secrets.token_urlsafe(12) for user in ("admin", "viewer")}
    write_private(path, json.dumps(passwords))
    for user, password in passwords.items():
        say(f"Password of {user}: {password}")
    say(f"They are shown once; they stand in {path}, which only you can read.")


@contextmanager
def _running_services(
    environment: dict[str, str], logs: Path, port: int, mark: TextIO
) -> Iterator[dict[str, subprocess.Popen]]:
    services = {}
    try:
        for names in START_ORDER:
            for name in names:
                command = [sys.executable, "-m", "airflow", *COMMANDS[name]]
                services[name] = start(command, environment, logs / f"{name}.log", pass_fds=[mark.fileno()])
            _wait_until_healthy(services, port, logs)
        yield services
    finally:
        for names, patience in END_ORDER:
            end([services[name] for name in names if name in services], patience)


def _wait_until_healthy(services: dict[str, subprocess.Popen], port: int, logs: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not {HEALTH_PARTS.get(name, name) for name in services} <= _healthy_parts(port):
        _check_alive(services, logs)
        if time.monotonic() > deadline:
            raise CentricityError("service_ended", "Airflow did not become healthy.", where=str(logs))
        time.sleep(0.5)


def _healthy_parts(port: int) -> set[str]:
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with without_proxy.open(f"http://{HOST}:{port}/api/v2/monitor/health", timeout=5) as response:
            health = json.load(response)
    except OSError:
        return set()
    return {name for name, part in health.items() if part["status"] == "healthy"}


def _check_alive(services: dict[str, subprocess.Popen], logs: Path) -> None:
    for name, process in services.items():
        if process.poll() is not None:
            raise CentricityError("service_ended", f"Airflow's {name} ended.", where=str(logs / f"{name}.log"))
