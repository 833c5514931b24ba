# Holds feeds.expressions, mapping.targets, mapping.texts, mapping.problems.
"""An expression that fails on some rows leaves all others as they are, on both versions of DuckDB that we run on."""

import os
import subprocess
import sys
from pathlib import Path

import failing_expressions
import pytest

NEXT_DUCKDB = Path(sys.prefix) / "duckdb-2"
REPEATS = 2


@pytest.mark.slow
@pytest.mark.parametrize(("version", "path"), [("1.5.", ""), ("2.0.", str(NEXT_DUCKDB))])
def test_rows_that_fail_change_no_other_row(version: str, path: str) -> None:
    if path and not NEXT_DUCKDB.is_dir():
        pytest.skip("DuckDB 2 is not installed beside the environment; `make` does it")
    done = subprocess.run(
        [sys.executable, failing_expressions.__file__, str(REPEATS)],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    used, mapped, wrong = done.stdout.split()
    assert used.startswith(version)
    assert (int(mapped), int(wrong)) == (REPEATS * failing_expressions.ROWS, 0)
