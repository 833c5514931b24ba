"""Whether two homes have published the same figures."""

import math
from pathlib import Path

import duckdb

# Scores are published with nine decimals.
TOLERANCE = 2e-9


def differing_marts(one: Path, other: Path) -> list[str]:
    """Names of the marts that differ between two homes by more than the last digits, or that one of them lacks."""
    expected, found = _published_marts(one), _published_marts(other)
    assert expected
    return sorted(name for name in expected | found if not _is_same(expected.get(name), found.get(name)))


def _published_marts(home: Path) -> dict[str, list[tuple]]:
    """The rows of each mart but for the id of their build, in the order of its columns."""
    marts = sorted((home / "published/current").glob("*.parquet"))
    query = "select * exclude (build_id) from read_parquet('{}') order by all"
    return {mart.stem: duckdb.sql(query.format(mart)).fetchall() for mart in marts}


def _is_same(one: object, other: object) -> bool:
    """Equal, but for the last digits of numbers: DuckDB 2 adds some doubles in another order."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=0, abs_tol=TOLERANCE)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(one[key], other[key]) for key in one)
    return one == other
