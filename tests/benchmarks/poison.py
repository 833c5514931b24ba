"""Do the others load behind a bad file at the head of the queue? `PYTHONPATH=tests python tests/benchmarks/poison.py`

Each kind of bad file in turn, nineteen good ones behind it. Prints a Markdown table.
"""

import tempfile
import time
from pathlib import Path

from environments import Environment
from poisoned import OTHERS, POISON, deliver_behind

from centricity.home import Home
from centricity.loads.entry import ACCEPTED
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries


def main() -> None:
    """Deliver, load and count."""
    print("| at the head | refused with | of the others loaded | seconds |\n|---|---|---|---|")
    lost = 0
    for name in POISON:
        with tempfile.TemporaryDirectory() as folder:
            environment = Environment(Path(folder))
            deliver_behind(environment, "survey", [name])
            start = time.monotonic()
            for source in ("reference", "survey"):
                load_deliveries(environment.settings, source, "benchmark")
            entries = [entry for entry in read_entries(Home(environment.home)) if entry.feed == "survey"]
        reason = next(entry.reason_code for entry in entries if entry.verdict != ACCEPTED)
        loaded = sum(entry.verdict == ACCEPTED for entry in entries)
        lost += OTHERS - loaded
        print(f"| {name} | {reason} | {loaded} of {OTHERS} | {time.monotonic() - start:.0f} |", flush=True)
    if lost:
        raise SystemExit(f"{lost} files did not load.")


if __name__ == "__main__":
    main()
