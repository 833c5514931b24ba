"""A home whose runs are killed, and what must hold whenever one was."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import psutil
import pyarrow.parquet as pq

from centricity.home import Home, open_home
from centricity.loads.entry import ACCEPTED, LedgerEntry
from centricity.loads.ledger import read_entries
from centricity.settings import load_settings
from centricity.warehouse.publication import current_folder, published_build_id, read_manifest

FEEDS = Path(__file__).parent / "dags/feeds"
RUN = [sys.executable, "-c", "from centricity.cli import main; main()", "run"]
ROWS = 40
# What can be seen of a run from outside while it is in one of its phases; the later ones first.
PHASES = {
    "publish": "published/.*.new",
    "build": "warehouse/build.duckdb",
    "freeze": "warehouse/input.new",
    "ingest": "staging/*/*",
}


class KilledHome:
    """A home with tiny feeds; counts what it was delivered."""

    def __init__(self, root: Path, key_of: "KilledHome | None" = None) -> None:
        self.root = root
        self.settings = load_settings({"CENTRICITY_HOME": str(root), "CENTRICITY_FEEDS": str(FEEDS)})
        self.home: Home = open_home(self.settings)
        self.environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
            "CENTRICITY_HOME": str(root),
            "CENTRICITY_FEEDS": str(FEEDS),
            "CENTRICITY_SETTLE_SECONDS": "0",
        }
        self.delivered: dict[str, str] = {}
        if key_of:
            key = self.settings.pseudonym_key_file
            key.touch(mode=0o600)
            key.write_bytes(key_of.settings.pseudonym_key_file.read_bytes())

    def deliver(self, number: int, feeds: str = "") -> None:
        """Drop the number's files; zero is the organisations too. `feeds` is what their names start with."""
        for name, text in deliveries(number).items():
            if not name.startswith(feeds):
                continue
            path = self.home.landing / name
            path.parent.mkdir(exist_ok=True)
            part = path.with_name(path.name + ".part")
            part.write_text(text, encoding="utf-8")
            part.rename(path)
            self.delivered[path.name] = digest(path)

    def run(self) -> float:
        """An undisturbed run; its seconds."""
        start = time.monotonic()
        done = subprocess.run(RUN, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return time.monotonic() - start

    def run_killed(self, is_time: Callable[[float], bool]) -> str:
        """Start a run and kill it, with all that it started, at a moment; the phase that it was in.

        Args:
            is_time: given the seconds since the start, whether to kill now. A run that ends before is not killed.
        """
        with subprocess.Popen(RUN, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            start = time.monotonic()
            while not is_time(time.monotonic() - start) and run.poll() is None:
                time.sleep(0.03)
            phase = self.phase() if run.poll() is None else "ended"
            kill_tree(run.pid)
        return phase

    def phase(self) -> str:
        is_building = not (self.home.warehouse / "built.json").exists()
        for name, pattern in PHASES.items():
            found = (path for path in self.root.glob(pattern) if not path.is_symlink())
            if any(found) and (name != "build" or is_building):
                return name
        return "other"

    def published(self) -> dict[str, str]:
        """Digests of the published files but the manifest."""
        folder = current_folder(self.home)
        return {path.name: digest(path) for path in sorted(folder.iterdir()) if path.name != "manifest.json"}

    def check_after_kill(self, acknowledged: list[LedgerEntry], builds: set[str]) -> None:
        """Nothing acknowledged is lost, nothing partial is to be seen.

        Args:
            acknowledged: the ledger before the kill.
            builds: the builds of which one must be current.
        """
        self.check_loads(acknowledged)
        assert published_build_id(self.home) in builds or not builds
        check_build(current_folder(self.home))

    def check_loads(self, acknowledged: list[LedgerEntry]) -> None:
        """Every load is whole, every delivery is kept."""
        entries = read_entries(self.home)
        assert {entry.load_id for entry in acknowledged} <= {entry.load_id for entry in entries}
        assert {entry.file_name for entry in entries} <= self.delivered.keys()
        for entry in entries:
            self._check_load(entry)
        folders = set(self.home.raw.glob("*/*/*"))
        assert folders == {self.home.raw / entry.folder for entry in entries if entry.verdict == ACCEPTED}
        for path in self.home.quarantine.glob("*/*/*"):
            pq.read_table(path)
        kept = {digest(path) for zone in (self.home.landing, self.home.archive) for path in zone.rglob("*.*")}
        assert set(self.delivered.values()) <= kept, "a delivery is gone"

    def check_all_taken(self) -> None:
        """Everything is in, once, and nothing lies in `landing/` and `staging/`, or in quarantine without its load."""
        entries = read_entries(self.home)
        assert Counter(entry.file_name for entry in entries) == dict.fromkeys(self.delivered, 1)
        self.check_loads([])
        left = [path for zone in ("landing", "staging") for path in (self.root / zone).rglob("*") if path.is_file()]
        assert [path for path in left if path.suffix != ".lock"] == []
        set_apart = {self.home.quarantine / entry.folder.with_suffix(".parquet") for entry in entries}
        assert set(self.home.quarantine.glob("*/*/*")) <= set_apart

    def check_after_run(self) -> None:
        """Everything is in and published, and nothing is left over."""
        self.check_all_taken()
        self.check_after_kill([], set())
        assert len(read_manifest(current_folder(self.home))["loads"]) == len(self.delivered)
        left = [*self.home.published.glob(".*.new"), *self.home.warehouse.glob("input.new")]
        left += [path for path in (self.home.airflow / "runs").iterdir() if path.is_dir()]
        assert left == []

    def _check_load(self, entry: LedgerEntry) -> None:
        folder = self.home.raw / entry.folder
        rows = pq.read_table(folder / "data.parquet").num_rows
        assert rows == entry.records_accepted == entry.records_in - entry.records_quarantined
        if entry.records_quarantined:
            set_apart = pq.read_table(self.home.quarantine / entry.folder.with_suffix(".parquet"))
            assert set_apart.num_rows == entry.records_quarantined


def deliveries(number: int) -> dict[str, str]:
    """Texts by path below `landing/`; each number has other days, cases and persons."""
    day = f"{2020 + number // 300}-{number // 25 % 12 + 1:02}-{number % 25 + 1:02}"
    stamp, chance = f"{day}T10:00:00+0100", random.Random(number)  # noqa: S311
    organisations = [chance.choice(["Alfa", "Beta"]) for _ in range(ROWS)]
    survey = ["id,person,organisation,completed,comment,recommend,trust"]
    survey += [f"e{number}-{row},p{row},{name},{stamp},,{row % 11},7" for row, name in enumerate(organisations)]
    survey += [f"e{number}-bad,p,Unknown,{stamp},,9,8"]
    events = [
        f"c{number}-{row},{name},p{row},complaint,step,{milestone},{stamp}"
        for row, name in enumerate(organisations)
        for milestone in ("opened", "closed")
    ]
    messages = [
        {"id": f"m{number}-{row}", "reply_to": None, "organisation": name, "channel": "x", "sent": stamp, "text": "Hi"}
        | {"author": {"id": f"p{row}", "type": "customer"}}
        for row, name in enumerate(organisations)
    ]
    files = {
        f"tiny_survey/evaluations_{day}.csv": survey,
        f"tiny_process/events_{day}.csv": ["case,organisation,customer,process,activity,milestone,occurred", *events],
        f"tiny_webcare/messages_{day}.jsonl": [json.dumps(message) for message in messages],
    }
    if number == 0:
        lines = ["code,name,industry,online,size", "alfa,Alfa,insurance,true,large", "beta,Beta,insurance,false,small"]
        files["tiny_organisations/organisations_2020-01-01.csv"] = lines
    return {name: "".join(f"{line}\n" for line in lines) for name, lines in files.items()}


def kill_tree(pid: int) -> None:
    """Kill a process and everything below it: stopped first, so that nothing new is started meanwhile."""
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        root.suspend()
        for process in [*root.children(recursive=True), root]:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)


def check_build(folder: Path) -> str:
    """Open a published build as a reader does; its id, the same in all that it holds."""
    manifest = read_manifest(folder)
    marts = sorted(manifest["rows"])
    assert len(marts) > 5
    files = [str(folder / f"{mart}.parquet") for mart in marts[::3]]
    with duckdb.connect() as connection:
        said = connection.execute("select distinct build_id from read_parquet($1, union_by_name = true)", [files])
        found = {row[0] for row in said.fetchall()}
    with duckdb.connect(folder / "marts.duckdb", read_only=True) as connection:
        for mart in marts[::3]:
            found |= {row[0] for row in connection.execute(f"select distinct build_id from {mart}").fetchall()}
    assert found == {manifest["build_id"]} == {folder.name}, "a mixed build"
    return folder.name


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
