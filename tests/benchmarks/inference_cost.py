"""What does inference cost? `python tests/benchmarks/inference_cost.py HOME`

Times the models on the frozen input of an environment that has been run, with `has_inference` of the headline method
on and off, in turns; `--times N` repeats every evaluation N times, each copy of other respondents. Intake and
publication are left out, which makes the ratio larger than that of a whole run. Prints a Markdown table.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb

from centricity.home import open_home
from centricity.settings import Settings, load_settings
from centricity.warehouse.dbt import build_file, run_dbt
from centricity.warehouse.input import input_folder

SWITCH = "M1,has_inference,{},"


def copy_input(source: Path, target: Path, times: int) -> None:
    """Copy a frozen input; every evaluation and respondent so many times over."""
    shutil.copytree(source, target)
    if times == 1:
        return
    others = ("record_key", "evaluation_id", "respondent_id", "network_id", "cluster_id")
    replaced = [f"{name} || '-' || copy as {name}" for name in others] + [f"row_number * {times} + copy as row_number"]
    counts = ", ".join(
        f"if(entity = 'evaluations', {times}, 1) * {name} as {name}"
        for name in ("records_in", "records_accepted", "records_quarantined")
    )
    _rewrite(
        target / "evaluations", f"* exclude (copy) replace ({', '.join(replaced)})", f", range({times}) as t(copy)"
    )
    _rewrite(target / "loads", f"* replace ({counts})", "")


def _rewrite(folder: Path, columns: str, joined: str) -> None:
    """Put one file with these columns in the place of all."""
    rewritten = folder / "rewritten"
    with duckdb.connect() as connection:
        files = f"read_parquet('{folder}/*.parquet', union_by_name = true)"
        connection.execute(f"copy (select {columns} from {files} {joined}) to '{rewritten}' (format parquet)")
    for path in folder.glob("*.parquet"):
        path.unlink()
    rewritten.rename(folder / "rewritten.parquet")


def settings_with(folder: Path, is_on: bool) -> Settings:
    """Settings of an environment of its own whose method has inference on or off."""
    settings = load_settings({"CENTRICITY_HOME": str(folder / "home")})
    project = shutil.copytree(settings.dbt_project, folder / "dbt_project")
    parameters = project / "seeds" / "method" / "method_parameter.csv"
    text = parameters.read_text()
    if SWITCH.format(1) not in text:
        raise SystemExit("The headline method has no inference to switch off.")
    parameters.write_text(text.replace(SWITCH.format(1), SWITCH.format(int(is_on))))
    return settings.model_copy(update={"dbt_project": project})


def seconds_of(settings: Settings, source: Path, times: int) -> float:
    """One build of all models, with a partial parse to start from after the first."""
    home = open_home(settings)
    if not input_folder(home).exists():
        copy_input(source, input_folder(home), times)
    started = time.perf_counter()
    run_dbt(settings, home, home.logs / "dbt.log")
    return time.perf_counter() - started


def count_evaluations(settings: Settings) -> int:
    with duckdb.connect(str(build_file(open_home(settings))), read_only=True) as connection:
        return connection.execute("select count(*) from stg_survey__evaluations").fetchall()[0][0]


def main() -> None:
    """Time, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("home", type=Path)
    arguments.add_argument("--times", type=int, default=1)
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    source = chosen.home / "warehouse" / "input"
    with tempfile.TemporaryDirectory() as folder:
        both = {is_on: settings_with(Path(folder) / f"{is_on}", is_on) for is_on in (False, True)}
        seconds = {is_on: [seconds_of(settings, source, chosen.times)] for is_on, settings in both.items()}
        for _ in range(chosen.rounds):
            for is_on, settings in both.items():
                seconds[is_on].append(seconds_of(settings, source, chosen.times))
        count = count_evaluations(both[True])
    off, on = (statistics.median(seconds[is_on][1:]) for is_on in (False, True))
    print("| evaluations | off, seconds | on, seconds | more | ratio |\n|--:|--:|--:|--:|--:|")
    print(f"| {count:,} | {off:.1f} | {on:.1f} | {on - off:.1f} | {on / off:.2f} |")


if __name__ == "__main__":
    main()
