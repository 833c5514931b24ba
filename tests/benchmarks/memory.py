"""Does intake need more memory for a larger file? `PYTHONPATH=tests python tests/benchmarks/memory.py --mebibytes 1024`

Takes in a survey of the given size, and one of a quarter of it, each in a process of its own in which DuckDB may take
half a GiB: what does not fit has to go to disk. Prints the peak of resident memory as a Markdown table.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

import duckdb
from environments import SURVEY_HEADER, Environment

from centricity.intake.loading import load_deliveries

MEMORY_LIMIT = "512MB"
ROWS_PER_BLOCK = 10_000
COMMENT = "Een opmerking zoals klanten die maken, van een regel of twee; met leestekens, en zonder persoonsgegevens."


def write_survey(path: Path, mebibytes: int) -> None:
    """Write rows, each with a key of its own, until the file has its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(SURVEY_HEADER)
        number = 0
        while file.tell() < mebibytes * 1024**2:
            for _ in range(ROWS_PER_BLOCK):
                number += 1
                file.write(f'E{number};R{number};Alfa;01-10-2025 12:00:00;9;7,5;"{COMMENT}"\n')


def take_in(folder: Path, mebibytes: int, result: multiprocessing.Queue) -> None:
    """Take in a file; its records, seconds and the peak of memory in MiB."""
    connect = duckdb.connect
    duckdb.connect = lambda *arguments, config=None, **named: connect(
        *arguments, config=(config or {}) | {"memory_limit": MEMORY_LIMIT}, **named
    )
    environment = Environment(folder)
    environment.deliver_organisations()
    write_survey(environment.home / "landing/survey/survey_2025-10-01.csv", mebibytes)
    load_deliveries(environment.settings, "reference", "benchmark")
    start = time.monotonic()
    [entry] = load_deliveries(environment.settings, "survey", "benchmark").entries
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result.put((entry.records_accepted, time.monotonic() - start, peak))


def main() -> None:
    """Take in both files and print what they needed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mebibytes", type=int, default=1024)
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    print("| file, MiB | records | seconds | peak memory, MiB |\n|---|---|---|---|")
    for mebibytes in (arguments.mebibytes // 4, arguments.mebibytes):
        with tempfile.TemporaryDirectory() as folder:
            result = context.Queue()
            process = context.Process(target=take_in, args=(Path(folder), mebibytes, result))
            process.start()
            records, seconds, peak = result.get()
            process.join()
        print(f"| {mebibytes} | {records} | {seconds:.0f} | {peak} |", flush=True)


if __name__ == "__main__":
    main()
