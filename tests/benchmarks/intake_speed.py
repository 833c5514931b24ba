"""What does intake cost beside one SQL statement? `python tests/benchmarks/intake_speed.py compare`

Writes a survey in the sample's form, its rows repeated with new ids, and times in turn

(a) the intake with all its checks: copy, digest, read, map, pseudonyms, masking, repeated keys, Great Expectations,
    commit; in a home of its own;
(b) one DuckDB statement that reads the same file with types, HMACs the ids, masks the comments and writes Parquet:
    what one would write who trusts the file.

Each runs in a process of its own, so that neither warms the other. Prints elapsed and processor seconds and their
ratios, pair by pair; on a machine that does other work too only the processor seconds say something.
"""

import argparse
import csv
import io
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from centricity.feeds.catalogue import read_feed
from centricity.home import open_home
from centricity.loads.intake import load_deliveries
from centricity.privacy.masking import install_masking
from centricity.privacy.pseudonyms import install_pseudonyms, read_key
from centricity.settings import PROJECT, Settings, load_settings
from centricity_sample.delivery import write_sample

MEGABYTE = 1_000_000
FEED = read_feed(PROJECT / "dags/feeds/sample_survey.yml")
NAME = "evaluaties_2025-10-01.csv"
IDENTIFIERS = ("evaluatie_id", "respondent", "netwerkadres")
TYPES = {"ingevuld_op": "timestamp", "weegfactor": "double", "duur_seconden": "double"} | {
    answer.from_: "integer" for answer in FEED.answers.values()
}


def write_survey(folder: Path, size: int) -> Path:
    """Write a survey of about so many bytes, and the organisations that it names, to `folder/landing`."""
    write_sample(folder)
    shutil.rmtree(folder / "landing/sample_touchpoints")
    header, *rows = _sample_rows(folder / "landing/sample_survey")
    shutil.rmtree(folder / "landing/sample_survey")
    target = folder / "landing/sample_survey" / NAME
    target.parent.mkdir()
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(_as_csv([header]))
        copy = 0
        while file.tell() < size:
            file.write(
                _as_csv([f"{copy}-{evaluation}", f"{copy}-{person}", *rest] for evaluation, person, *rest in rows)
            )
            copy += 1
    return target


def _sample_rows(folder: Path) -> list[list[str]]:
    """The header and the rows of the deliveries that hold no planted fault of the whole file."""
    rows: dict[str, list[str]] = {}
    for path in sorted(folder.glob("evaluaties_2025-1*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows |= {row[0]: row for row in csv.reader(file, delimiter=FEED.format.delimiter)}
    return list(rows.values())


def _as_csv(rows) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=FEED.format.delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def take_in(settings: Settings) -> None:
    """The intake (a)."""
    report = load_deliveries(settings, "survey", "benchmark")
    print(report.lines())


def one_statement(settings: Settings, path: Path, target: Path) -> None:
    """The statement (b)."""
    header = next(csv.reader(path.open(encoding="utf-8", newline=""), delimiter=FEED.format.delimiter))
    columns = {name: TYPES.get(name, "varchar") for name in header}
    with duckdb.connect() as connection:
        install_pseudonyms(connection, read_key(settings.pseudonym_key_file, open_home(settings)))
        install_masking(connection)
        replaced = [f"pseudonym('{FEED.namespace}', {name}) as {name}" for name in IDENTIFIERS]
        replaced.append("masked(toelichting) as toelichting")
        replaced.append("string_split(replace(paginatijden, ',', '.'), '|')::double[] as paginatijden")
        connection.execute(
            f"""
            copy (
                select * replace ({", ".join(replaced)})
                from read_csv($path, header = true, delim = ';', quote = '"', escape = '"', columns = {columns},
                    decimal_separator = ',', timestampformat = '{FEED.values.timestamp_format[0]}',
                    nullstr = {list(FEED.values.missing)}, ignore_errors = true)
            ) to '{target}' (format parquet, compression zstd)
        """,
            {"path": str(path)},
        )


def _timed(*arguments: str) -> tuple[float, float]:
    """Elapsed and processor seconds of a process."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, __file__, *arguments], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used


def compare(megabytes: int, pairs: int, folder: Path) -> None:
    """Time both in turn."""
    survey = write_survey(folder / "made", megabytes * MEGABYTE)
    home = folder / "made"
    load_deliveries(_settings(home), "reference", "benchmark")
    ratios = []
    for _ in range(pairs):
        statement = _timed("statement", str(home), str(survey))
        shutil.copytree(home, folder / "pair")
        intake = _timed("intake", str(folder / "pair"))
        shutil.rmtree(folder / "pair")
        ratios.append([one / other for one, other in zip(intake, statement, strict=True)])
        print(
            "intake {:.1f} s ({:.1f} s of processor), statement {:.1f} s ({:.1f} s)".format(*intake, *statement),
            flush=True,
        )
    elapsed, processor = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"{megabytes} MB, {pairs} pairs: median ratio {elapsed:.2f} elapsed, {processor:.2f} of processor time")


def _settings(home: Path) -> Settings:
    return load_settings({"CENTRICITY_HOME": str(home)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command")
    compared = commands.add_parser("compare")
    compared.add_argument("--megabytes", type=int, default=100)
    compared.add_argument("--pairs", type=int, default=3)
    commands.add_parser("intake").add_argument("home", type=Path)
    statement = commands.add_parser("statement")
    statement.add_argument("home", type=Path)
    statement.add_argument("file", type=Path)
    given = parser.parse_args()
    if given.command == "intake":
        take_in(_settings(given.home))
    elif given.command == "statement":
        with tempfile.TemporaryDirectory() as folder:
            one_statement(_settings(given.home), given.file, Path(folder) / "survey.parquet")
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(given.megabytes, given.pairs, Path(folder))


if __name__ == "__main__":
    main()
