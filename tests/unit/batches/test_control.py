"""Control files: what they say is taken as it is written, and whatever else stands in one is refused."""

import pytest
from environments import Environment

from centricity.intake.loading import find_deliveries, load_deliveries

ROW = "S1;R1;Alfa;03-09-2025 10:00:00;9;8;prima"
CODES = {
    None: ["rows: 1", '{"rows": 1}', "rows: '1'\nsha256:", "rows: null", "# niets", "\ufeffrows: 1\r\n", "rows: 01"],
    "truncated": ["rows: 010", "rows: 2"],
    "bad_control_file": [
        "rows: 2026-02-30",
        "2026-13-01",
        "rows: !!int een",
        "rows: !!bool misschien",
        f"rows: {'1' * 5000}",
        "[" * 5000,
        "rows: 1:1",
        "rows: yes",
        "rows: 2\nrows: 1",
        "rows: {{ count }}",
        "regels: 1",
        "rows: 1\n\0",
    ],
}


@pytest.fixture
def environment(tmp_path):
    environment = Environment(tmp_path)
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    return environment


@pytest.mark.parametrize("code", CODES)
def test_it_means_what_it_says(environment, code):
    for day, said in enumerate(CODES[code], start=1):
        path = environment.deliver_survey(ROW.replace("S1", f"S{day}"), date=f"2025-10-{day:02}")
        path.with_name(f"{path.name}.done").write_text(said, encoding="utf-8", newline="")

    report = load_deliveries(environment.settings, "survey", "test")

    assert [entry.reason_code for entry in report.entries] == [code] * len(CODES[code])


def test_one_that_came_alone_and_says_nothing_stops_no_other(environment):
    for said in CODES["bad_control_file"]:
        environment.deliver("survey", "survey_2025-09-01.csv.done", said)
        environment.deliver_survey(ROW)
        assert find_deliveries(environment.settings, "survey") == ["survey: 1 files"]

    (entry,) = load_deliveries(environment.settings, "survey", "test").entries
    assert entry.verdict == "accepted"
