"""Does a verdict hang on the seed? `python tests/benchmarks/title_seeds.py HOME`

Judges every industry of a home that has been run, with 31 seeds (`--seeds N`), from its last build. Prints a Markdown
table: per wave and industry the verdicts and whom they name, which should be one each, and the least margin; then how
long one seed takes. Ends with 1 if a verdict or a name differs between seeds.
"""

import argparse
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd

from centricity.home import open_home
from centricity.settings import load_settings
from centricity.statistics.league_results import confidence_sets, sensitivity, verdicts
from centricity.warehouse.dbt import build_file

TABLES = (
    "int_rank__league_scores",
    "int_rank__league_covariances",
    "int_rank__league_scenarios",
    "int_rank__index_intervals",
    "int_method__parameters",
)


def read_tables(home: Path) -> list[pd.DataFrame]:
    """What the inference starts from."""
    file = build_file(open_home(load_settings({"CENTRICITY_HOME": str(home)})))
    with duckdb.connect(str(file), read_only=True) as connection:
        return [connection.execute(f"select * from {table}").df() for table in TABLES]


def verdicts_of(seed: int, tables: list[pd.DataFrame]) -> pd.DataFrame:
    """All verdicts with another seed, from what `read_tables` read."""
    scores, covariances, scenarios, intervals, parameters = tables
    parameters = parameters.assign(random_seed=float(seed))
    sets = confidence_sets(scores, covariances, parameters)
    runs = sensitivity(scores, covariances, scenarios, sets, intervals, parameters)
    found = verdicts(scores, covariances, scenarios, sets, runs, intervals, parameters)
    # an industry that is not ranked names nobody
    names = found["leaders"].map(lambda leaders: " " + ", ".join(leaders), na_action="ignore").fillna("")
    return found.assign(said=(found["verdict"] + names).str.strip(), seed=seed)


def main() -> None:
    """Judge, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("home", type=Path)
    arguments.add_argument("--seeds", type=int, default=31)
    chosen = arguments.parse_args()
    tables = read_tables(chosen.home)
    started = time.process_time()
    found = pd.concat([verdicts_of(seed, tables) for seed in range(chosen.seeds)])
    seconds = (time.process_time() - started) / chosen.seeds
    print("| wave | industry | said | least margin | draws of ranks, at most | of methods, at most |")
    print("|--:|---|---|--:|--:|--:|")
    differs = 0
    for (wave, industry), rows in found.groupby(["wave", "industry"]):
        said = rows["said"].unique()
        differs += len(said) > 1
        draws = " | ".join(f"{rows[name].max():,}" for name in ("count_rank_draws", "count_method_draws"))
        print(f"| {wave} | {industry} | {'; '.join(said)} | {rows['verdict_margin'].min():.1f} | {draws} |")
    print(f"\n{chosen.seeds} seeds, {differs} verdicts that differ, {seconds:.1f} seconds of processor time a seed.")
    sys.exit(bool(differs))


if __name__ == "__main__":
    main()
