# Holds warehouse.build, locks.
"""Wherever a process is killed, what it leaves is whole, and the next one finishes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from killed_runs import KilledHome

from centricity.warehouse.build import build_models

pytestmark = pytest.mark.integration
TESTS = Path(__file__).parents[1]
FAKE_PYTHON = """#!/bin/sh
echo start >> "$FAKE_LOG"; sleep 3; echo end >> "$FAKE_LOG"
"""
BUILD = """
import sys
from centricity.settings import load_settings
from centricity.warehouse.build import build_models
sys.executable = sys.argv[1]
build_models(load_settings(), "frozen")
"""


@pytest.mark.parametrize(("what", "points"), [("intake", 20), ("publication", 10)])
def test_a_kill_before_any_change_leaves_old_or_new(tmp_path, what, points):
    environment = os.environ | {"PYTHONPATH": str(TESTS)}
    command = [sys.executable, TESTS / "crash_points.py", what, tmp_path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) >= points, "the changes were not seen"


def test_nobody_builds_while_the_dbt_of_a_killed_build_still_does(tmp_path, monkeypatch):
    home, log = KilledHome(tmp_path / "home"), tmp_path / "log"
    (home.home.warehouse / "input").mkdir()
    (home.home.warehouse / "input/input.json").write_text(json.dumps({"build_id": "frozen"}))
    fake = tmp_path / "python"  # stands in for the one that runs dbt
    fake.write_text(FAKE_PYTHON)
    fake.chmod(0o755)
    monkeypatch.setenv("FAKE_LOG", str(log))
    command = [sys.executable, "-c", BUILD, str(fake)]
    with subprocess.Popen(command, env=home.environment | {"FAKE_LOG": str(log)}) as killed:
        deadline = time.monotonic() + 60
        while not (log.exists() and log.read_text()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        killed.send_signal(signal.SIGKILL)
    assert log.read_text().split() == ["start"], "dbt was to outlive its parent"

    monkeypatch.setattr(sys, "executable", str(fake))
    monkeypatch.setattr("centricity.warehouse.dbt.subprocess", subprocess)  # a fork would be of the true one
    assert build_models(home.settings, "frozen")

    assert log.read_text().split() == ["start", "end", "start", "end"]
