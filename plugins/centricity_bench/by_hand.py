"""Runs `by_hand.sql`, as a process of its own: `python -m centricity_bench.by_hand LANDING DATABASE FIGURES`."""

import sys
from pathlib import Path

import duckdb

SCRIPT = Path(__file__).with_suffix(".sql")


def compute_figures(landing: Path, database: Path, figures: Path) -> None:
    """Read the deliveries into a new database, and leave the figures beside it."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("set variable landing = $landing", {"landing": str(landing)})
        connection.execute("set variable pepper = 'as secret as the figures need it'")
        connection.execute(SCRIPT.read_text(encoding="utf-8"))
        connection.execute(f"copy figures to '{figures}' (format parquet)")


def main() -> None:
    compute_figures(*map(Path, sys.argv[1:]))


if __name__ == "__main__":
    main()
