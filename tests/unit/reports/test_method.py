"""What a run says of items that no questionnaire asks."""

from types import SimpleNamespace

import duckdb

from centricity.reports import method as report


def notes(tmp_path, monkeypatch, rows: str) -> list[str]:
    duckdb.sql(rows).write_parquet(str(tmp_path / "dim_dimension.parquet"))
    monkeypatch.setattr(report, "current_folder", lambda home: tmp_path)
    return report.method_notes(SimpleNamespace())


def test_an_item_is_named_once_with_the_versions_that_have_it(tmp_path, monkeypatch):
    rows = (
        "select * from (values ('M0', 'trust', null), ('M1', 'trust', 'trst_2, webcare_1'), ('M0', 'webcare', "
        "'webcare_1')) as t (method_version, dimension, items_not_asked)"
    )
    found = notes(tmp_path, monkeypatch, rows)
    assert [note.split(". ")[0] for note in found] == [
        "no questionnaire asks trst_2, an item of M1",
        "no questionnaire asks webcare_1, an item of M0, M1",
    ]
    assert "method_item" in found[0]


def test_of_a_build_that_does_not_say_nothing_is_said(tmp_path, monkeypatch):
    assert notes(tmp_path, monkeypatch, "select 'M1' as method_version, 'trust' as dimension") == []
