# Holds orchestration.processes.
"""What a killed parent leaves is ended by the next, and nothing else is."""

import subprocess
import sys
import time
from pathlib import Path

import psutil

from centricity.orchestration.processes import end_holders

# A parent that starts a service with a mark, as `up` does; the service has a task in a process group of its own.
PARENT = """
import os, sys, time
from pathlib import Path
from centricity.orchestration.processes import start
service = "import os, time; os.fork() or os.setpgid(0, 0); time.sleep(300)"
with open(sys.argv[1], "w") as mark:
    start([sys.executable, "-c", service], dict(os.environ), Path(sys.argv[2]), pass_fds=[mark.fileno()])
    time.sleep(300)
"""


def wait_for(count: int, found) -> list[psutil.Process]:
    deadline = time.monotonic() + 30
    while len(processes := found()) != count:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return processes


def test_the_services_of_a_killed_parent_are_ended(tmp_path: Path):
    mark, log = tmp_path / "open", tmp_path / "log"
    parent = psutil.Popen([sys.executable, "-c", PARENT, str(mark), str(log)])
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
    services = wait_for(2, lambda: parent.children(recursive=True))
    parent.kill()
    parent.wait()
    assert all(service.is_running() for service in services), "the kill was to leave them"
    try:
        end_holders(mark)
        assert psutil.wait_procs(services, timeout=10)[1] == []
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()
