"""Which rows `make matrix` runs: a name that no row has runs none, and says which there are."""

import pytest
from tests.matrix import run


@pytest.fixture
def tried(monkeypatch, tmp_path) -> list[str]:
    """The rows that are run, each of which passes; nothing is built or installed."""
    rows: list[str] = []

    def passes(row: run.Row, *_: object) -> run.Outcome:
        rows.append(row.name)
        return run.Outcome("passed")

    monkeypatch.setattr(run, "MATRIX", tmp_path)
    monkeypatch.setattr(run, "KEY", tmp_path / "pseudonym.key")
    monkeypatch.setattr(run, "build_wheel", lambda: tmp_path)
    monkeypatch.setattr(run, "outcome_of", passes)
    return rows


def test_all_rows_are_run_unless_some_are_named(tried):
    assert run.main([]) == 0
    assert tried == [row.name for row in run.ROWS]


def test_the_rows_that_hold_one_of_the_names_are_run(tried):
    assert run.main(["3.12", "dbt-1.12"]) == 0
    expected = [row.name for row in run.ROWS if row.python == "3.12" or row.dbt == "1.12"]
    assert len(expected) == 3
    assert tried == expected


@pytest.mark.parametrize("names", [["python-3.12-duckdb-1.5"], ["3.12", "dbt-9.9"]], ids=" ".join)
def test_a_name_that_no_row_has_runs_none_and_lists_the_rows(tried, names, capsys):
    assert run.main(names) == 2
    assert tried == []
    said = capsys.readouterr().out
    assert f"No row's name holds {names[-1]}. The rows:" in said
    assert [line.strip() for line in said.splitlines()[1:]] == [row.name for row in run.ROWS]
