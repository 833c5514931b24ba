"""The figures of a closed wave are written down once, and only by a build of which somebody read them."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from centricity.home import Home, open_home
from centricity.warehouse.closed_waves import (
    COLUMNS,
    closes_at,
    forget_records_of,
    link_records,
    record_closed_waves,
    records_against,
)
from centricity.warehouse.identity import build_id_of

DURING, AFTER = datetime(2026, 1, 31, 22, 59, tzinfo=UTC), datetime(2026, 1, 31, 23, tzinfo=UTC)


@pytest.fixture
def home(environment) -> Home:
    return open_home(environment.settings)


def published(folder: Path, build_id: str, score: float, *waves: int) -> Path:
    """A build with one organisation, by two versions of the method."""
    said = {
        "organisation_id": "'a'", "index_kind": "'survey'", "industry": "'i'", "score": score, "ci_low": score - 1,
        "ci_high": score + 1, "rank_in_industry": 1, "rank_low": 1, "rank_high": 2, "build_id": f"'{build_id}'",
    }  # fmt: skip
    columns = ", ".join(f"{value}::{COLUMNS[name]} as {name}" for name, value in said.items())
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"""
            copy (select unnest(['M0', 'M1']) as method_version, wave::integer as wave, {columns}
                from (select unnest({list(waves)}) as wave))
            to '{folder}/fct_index_score.parquet'
        """)
    return folder


def recorded(home: Home) -> dict[str, tuple]:
    with duckdb.connect() as connection:
        return {
            file.stem: connection.execute(f"select score, build_id, input_sha256 from '{file}'").fetchall()[0]
            for file in sorted(home.closed.glob("*.parquet"))
        }


def test_a_wave_closes_some_days_after_its_year_in_amsterdam():
    assert closes_at(2025, 31) == AFTER
    assert closes_at(2025, 0) == datetime(2025, 12, 31, 23, tzinfo=UTC)


def test_nothing_is_written_down_before_the_wave_closes_and_then_once(home, tmp_path):
    first = published(tmp_path / "first", "first", 61.7, 2025, 2026)
    record_closed_waves(home, first, "input", DURING, 31)
    assert recorded(home) == {}

    record_closed_waves(home, first, "input", AFTER, 31)
    then = {"M0-2025": (61.7, "first", "input"), "M1-2025": (61.7, "first", "input")}
    assert recorded(home) == then

    later = published(tmp_path / "later", "later", 74.6, 2025, 2026)
    record_closed_waves(home, later, "other", datetime(2027, 3, 1, tzinfo=UTC), 31)
    assert recorded(home) == then | {"M0-2026": (74.6, "later", "other"), "M1-2026": (74.6, "later", "other")}


def test_a_build_is_not_compared_with_what_its_own_input_made(home, tmp_path):
    record_closed_waves(home, published(tmp_path / "first", "first", 61.7, 2025), "input", AFTER, 31)
    assert records_against(home, "input") == []
    against = records_against(home, "other")
    assert [file.stem for file in against] == ["M0-2025", "M1-2025"]
    assert build_id_of("other", against) != build_id_of("other", [])


def test_a_build_that_says_nothing_of_its_input_is_compared_with(home, tmp_path):
    record_closed_waves(home, published(tmp_path / "first", "first", 61.7, 2025), None, AFTER, 31)
    assert len(records_against(home, "input")) == 2


def test_what_is_taken_back_is_forgotten(home, tmp_path):
    record_closed_waves(home, published(tmp_path / "first", "first", 61.7, 2025), "input", AFTER, 31)
    record_closed_waves(home, published(tmp_path / "bad", "bad", 1.0, 2024), "input", AFTER, 31)
    forget_records_of(home, "bad")
    assert recorded(home).keys() == {"M0-2025", "M1-2025"}


def test_a_frozen_input_keeps_the_records_that_it_was_frozen_with(home, tmp_path):
    record_closed_waves(home, published(tmp_path / "first", "first", 61.7, 2025), "input", AFTER, 31)
    link_records(home, records_against(home, "other"), tmp_path / "frozen")
    forget_records_of(home, "first")
    with duckdb.connect() as connection:
        frozen = connection.execute(f"select distinct wave, score from '{tmp_path}/frozen/*.parquet'").fetchall()
    assert frozen == [(2025, 61.7)]
