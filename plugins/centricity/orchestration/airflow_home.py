"""An Airflow home of ours: its environment, its secrets, its metadata database."""

import base64
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from centricity.errors import CentricityError
from centricity.home import Home
from centricity.locks import hold_lock, own_folder
from centricity.settings import PREFIX, Settings


def airflow_environment(settings: Settings, airflow_home: Path) -> dict[str, str]:
    """The environment of a process that is to see this Airflow home and these settings, whatever stands in ours."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", PREFIX))}
    return inherited | _settings_environment(settings) | {
        "AIRFLOW_HOME": str(airflow_home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(settings.dags),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{airflow_home}/airflow.db",
        # Task and server talk over 127.0.0.1, which no proxy can reach.
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }  # fmt: skip


def write_secrets(airflow_home: Path) -> None:
    """Give a new Airflow home its keys, in a file that only its owner reads."""
    config = airflow_home / "airflow.cfg"
    if config.exists():
        return
    fernet_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    write_private(
        config,
        f"[core]\nfernet_key = {fernet_key}\n"
        f"[api]\nsecret_key = {secrets.token_hex(32)}\n"
        f"[api_auth]\njwt_secret = {secrets.token_hex(64)}\n",
    )


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner reads."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text, encoding="utf-8")


def migrate_database(environment: dict[str, str], log: Path) -> None:
    """Make or upgrade the metadata database of the environment's Airflow home."""
    with log.open("a") as output:
        command = [sys.executable, "-m", "airflow", "db", "migrate"]
        is_migrated = (
            subprocess.run(command, check=False, env=environment, stdout=output, stderr=output).returncode == 0
        )
    if not is_migrated:
        raise CentricityError("airflow_database", where=str(log))


@contextmanager
def throw_away_airflow_home(settings: Settings, home: Home, log: Path) -> Iterator[tuple[Path, TextIO]]:
    """A private Airflow home with a fresh database; removed at the end, or by the next run if we are killed.

    Yields:
        The folder, and its lock: nobody removes the folder while a process has this file open.
    """
    with own_folder(home.airflow / "runs") as (folder, lock):
        write_secrets(folder)
        _copy_migrated_database(settings, home, folder, log)
        yield folder, lock


def _copy_migrated_database(settings: Settings, home: Home, folder: Path, log: Path) -> None:
    """Copy a migrated, empty database: migrating takes seconds, so it is done once per Airflow version."""
    template = home.airflow / f"template-{version('apache-airflow-core')}" / "airflow.db"
    with hold_lock(home.airflow / "template.lock"):
        if not template.exists():
            migrate_database(airflow_environment(settings, folder), log)
            template.parent.mkdir(exist_ok=True)
            part = template.with_suffix(".part")
            shutil.copy(folder / "airflow.db", part)
            part.rename(template)
    shutil.copy(template, folder / "airflow.db")


def _settings_environment(settings: Settings) -> dict[str, str]:
    given = settings.model_dump(mode="json", exclude_none=True)
    given["feeds"] = os.pathsep.join(given["feeds"])
    return {PREFIX + name.upper(): str(value) for name, value in given.items()}
