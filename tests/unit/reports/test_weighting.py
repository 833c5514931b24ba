"""A run names the answers that were weighted as unknown: their words are in no category of the population."""

from types import SimpleNamespace

import duckdb

from centricity.reports import weighting as report


def test_each_survey_and_wave_is_named_once_and_one_without_such_answers_is_not(tmp_path, monkeypatch):
    duckdb.sql("""
        select * from (values
            ('panel', 2025, 'gender 3', 'M1'), ('panel', 2025, 'gender 3', 'M2'), ('panel', 2024, null, 'M1'),
            ('award', 2025, 'age_group 12', 'M1')
        ) as t (feed, wave, answers_outside, method_version)
    """).write_parquet(str(tmp_path / "fct_weighting.parquet"))
    monkeypatch.setattr(report, "current_folder", lambda home: tmp_path)
    found = report.weighting_notes(SimpleNamespace())
    assert [note.split(":")[0] for note in found] == ["award, wave 2025", "panel, wave 2025"]
    assert "in persons per margin: age_group 12. " in found[0]
    assert all(note.endswith(report.REMEDY) for note in found)
