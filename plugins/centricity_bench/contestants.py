"""Who is measured: how each is started on the same deliveries, in a folder of its own that a run before has warmed."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from centricity.errors import CentricityError
from centricity.settings import PREFIX, load_settings

BY_HAND, PANDAS, OFF, ON, AIRFLOW = "by hand", "pandas", "inference off", "ours", "with Airflow"
# The day after the sample's last delivery.
NOW = "2026-11-16T06:00:00+01:00"
# What a home keeps from run to run: dbt's partial parse, Airflow's migrated database, the key.
KEPT = {"airflow", "warehouse", "layout.json", "pseudonym.key"}
KEPT_IN_WAREHOUSE = {"dbt"}
METHOD = "seeds/method/method_parameter.csv"
SWITCH = ",has_inference,{},"


@dataclass(frozen=True)
class Start:
    """How to start one, once its folder is ready.

    Attributes:
        report: where it leaves the seconds of its stages, if it does.
    """

    command: tuple[str, ...]
    environment: dict[str, str]
    report: Path


def by_hand(landing: Path, folder: Path) -> Start:
    """The script in SQL."""
    database = folder / "by_hand.duckdb"
    database.unlink(missing_ok=True)
    return _started(folder, "-m", "centricity_bench.by_hand", str(landing), str(database), str(figures_in(folder)))


def in_pandas(landing: Path, folder: Path) -> Start:
    """The figures alone, in pandas."""
    return _started(folder, "-m", "centricity_bench.in_pandas", str(landing), str(figures_in(folder)))


def ours(landing: Path, folder: Path) -> Start:
    """Intake, build and publication, without Airflow."""
    deliver(landing, folder)
    return _started(folder, "-m", "centricity_bench.ours", str(report_in(folder)))


def ours_without_inference(landing: Path, folder: Path) -> Start:
    """The same, with the method's own switch off: all models and marts, without errors, ranges and verdicts."""
    start = ours(landing, folder)
    project = folder / "dbt_project"
    shutil.rmtree(project, ignore_errors=True)
    _copy_without_inference(load_settings().dbt_project, project)
    return Start(start.command, start.environment | {f"{PREFIX}DBT_PROJECT": str(project)}, start.report)


def with_airflow(landing: Path, folder: Path) -> Start:
    """What people start: `centricity run`."""
    deliver(landing, folder)
    return _started(folder, "-c", "from centricity.cli import main; main()", "run")


CONTESTANTS: dict[str, Callable[[Path, Path], Start]] = {
    BY_HAND: by_hand,
    PANDAS: in_pandas,
    OFF: ours_without_inference,
    ON: ours,
    AIRFLOW: with_airflow,
}


def take_in_survey(landing: Path, folder: Path) -> Start:
    """Intake alone, of a survey and the organisations that it names."""
    deliver(landing, folder)
    return _started(folder, "-m", "centricity_bench.ours", str(report_in(folder)), "reference", "survey")


def folder_of(contestant: str, folder: Path) -> Path:
    return folder / contestant.replace(" ", "_")


def home_in(folder: Path) -> Path:
    return folder / "home"


def figures_in(folder: Path) -> Path:
    """Where those without marts leave their figures."""
    return folder / "figures.parquet"


def report_in(folder: Path) -> Path:
    return folder / "report.json"


def deliver(landing: Path, folder: Path) -> None:
    """Empty the folder's home, but for what it keeps, and deliver into it. Links: nobody writes into an original."""
    home = home_in(folder)
    home.mkdir(parents=True, exist_ok=True)
    for path in (*home.iterdir(), *(home / "warehouse").glob("*")):
        kept = KEPT_IN_WAREHOUSE if path.parent != home else KEPT
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    shutil.copytree(landing, home / "landing", copy_function=os.link)


def _started(folder: Path, *arguments: str) -> Start:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    # Without byte code every process starts twice as slowly, ours more than the others.
    inherited["PYTHONDONTWRITEBYTECODE"] = ""
    own = {"HOME": str(home_in(folder)), "NOW": NOW, "SETTLE_SECONDS": "0"}
    environment = inherited | {PREFIX + name: value for name, value in own.items()}
    return Start((sys.executable, *arguments), environment, report_in(folder))


def _copy_without_inference(project: Path, copy: Path) -> None:
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("target", "logs"))
    parameters = copy / METHOD
    text = parameters.read_text(encoding="utf-8")
    if SWITCH.format(1) not in text:
        raise CentricityError("benchmark_failed", "No method has inference to switch off.", where=str(parameters))
    parameters.write_text(text.replace(SWITCH.format(1), SWITCH.format(0)), encoding="utf-8")
