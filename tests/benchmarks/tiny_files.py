"""What does a file cost that holds next to nothing? `PYTHONPATH=tests python tests/benchmarks/tiny_files.py`

Takes in as many surveys of one row, and one survey of as many rows. Prints seconds and peak memory as a Markdown table.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from environments import Environment

from centricity.intake.loading import load_deliveries

FIRST_DAY = date(2020, 1, 1)


def row(number: int) -> str:
    return f"E{number};R{number};Alfa;01-10-2019 12:00:00;9;7,5;prima"


def take_in(folder: Path, files: list[list[str]], result: multiprocessing.Queue) -> None:
    """Take in surveys, each a list of rows; accepted records, seconds and the peak of memory in MiB."""
    environment = Environment(folder)
    environment.deliver_organisations()
    for number, rows in enumerate(files):
        environment.deliver_survey(*rows, date=str(FIRST_DAY + timedelta(number)))
    load_deliveries(environment.settings, "reference", "benchmark")
    start = time.monotonic()
    entries = load_deliveries(environment.settings, "survey", "benchmark").entries
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result.put((sum(entry.records_accepted for entry in entries), time.monotonic() - start, peak))


def main() -> None:
    """Take in both and print what they needed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    count = parser.parse_args().files
    context = multiprocessing.get_context("spawn")
    print("| files | records accepted | seconds | peak memory, MiB |\n|---|---|---|---|")
    for files in ([[row(number) for number in range(count)]], [[row(number)] for number in range(count)]):
        with tempfile.TemporaryDirectory() as folder:
            result = context.Queue()
            process = context.Process(target=take_in, args=(Path(folder), files, result))
            process.start()
            records, seconds, peak = result.get()
            process.join()
        print(f"| {len(files)} | {records} | {seconds:.0f} | {peak} |", flush=True)
        if records != count:
            raise SystemExit("Not every record was accepted.")


if __name__ == "__main__":
    main()
