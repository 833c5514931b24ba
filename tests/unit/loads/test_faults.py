"""A file that is bad, unreadable or not whole yet stops no other; what is no file is left alone and said."""

import os
import time
from collections import Counter

import pytest
from environments import SURVEY_HEADER, Environment
from poisoned import OTHERS, POISON, deliver_behind

from centricity.errors import CentricityError
from centricity.home import Home
from centricity.loads import copying
from centricity.loads.entry import ACCEPTED, REJECTED
from centricity.loads.intake import IntakeFault, load_deliveries
from centricity.loads.ledger import read_entries
from centricity.loads.waiting import waiting_notes


def load(environment: Environment) -> None:
    for source in ("reference", "survey"):
        load_deliveries(environment.settings, source, "test")


def test_poison_files_at_the_head_stop_none_of_the_others(environment):
    """One of each kind before nineteen good ones; tests/benchmarks/poison.py puts each there in turn."""
    deliver_behind(environment, "survey", POISON)

    load(environment)

    entries = [entry for entry in read_entries(Home(environment.home)) if entry.feed == "survey"]
    assert {entry.file_name for entry in entries if entry.verdict == REJECTED} == {f"a_{name}" for name in POISON}
    loaded = {entry.file_name: entry.records_accepted for entry in entries if entry.verdict == ACCEPTED}
    assert loaded == {f"b_{number:02}.csv": 1 for number in range(OTHERS)}
    assert not [path for path in (environment.home / "landing").rglob("*") if path.is_file()]


def test_an_unreadable_file_is_a_fault_that_stops_no_other(environment, survey_row, monkeypatch):
    environment.deliver_organisations()
    locked = environment.deliver_survey(survey_row(1), date="2025-09-01")
    environment.deliver_survey(survey_row(2))
    if os.geteuid() == 0:  # may read everything
        copy = copying.take_copy

        def refuse(feed, original, folder):
            if original == locked:
                raise PermissionError(13, "Permission denied", str(original))
            return copy(feed, original, folder)

        monkeypatch.setattr(copying, "take_copy", refuse)
    locked.chmod(0)

    load_deliveries(environment.settings, "reference", "test")
    with pytest.raises(IntakeFault, match=r"survey_2025-09-01.csv: no_permission: .*read and write it") as caught:
        load_deliveries(environment.settings, "survey", "test")

    assert [entry.file_name for entry in caught.value.report.entries] == ["survey_2025-10-01.csv"]
    assert locked.exists()


def test_a_file_that_is_still_being_written_waits_for_the_next_run(environment, survey_row, monkeypatch):
    environment.deliver_organisations()
    growing = environment.deliver_survey(survey_row(1), date="2025-09-01")
    environment.deliver_survey(survey_row(2))
    load_deliveries(environment.settings, "reference", "test")
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        with growing.open("a") as file:
            file.write(survey_row(3) + "\n")

    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", sleep)
        patched = environment.settings.model_copy(update={"settle_seconds": 3_600})
        report = load_deliveries(patched, "survey", "test")

    assert 0 < slept[0] <= 3_600, "what was delivered just now is looked at again after a while"
    assert [entry.file_name for entry in report.entries] == ["survey_2025-10-01.csv"]
    assert any("survey_2025-09-01.csv" in line and "still being written" in line for line in report.lines())
    again = load_deliveries(environment.settings, "survey", "test")
    assert [(entry.file_name, entry.records_in) for entry in again.entries] == [("survey_2025-09-01.csv", 2)]


def test_what_is_no_plain_file_or_not_ready_is_left_alone(environment, survey_row):
    environment.deliver_organisations()
    good = environment.deliver_survey(survey_row(1))
    folder, content = good.parent, SURVEY_HEADER + survey_row(2) + "\n"
    outside = environment.folder / "survey_2025-01-01.csv"
    outside.write_text(content)
    (folder / "survey_2025-01-02.csv").symlink_to(outside)
    (folder / "survey_2025-01-03.csv").symlink_to(environment.folder / "gone")
    (folder / "survey_2025-01-04.csv").mkdir()
    (folder / "survey_2025-01-04.csv" / "survey_2025-01-05.csv").write_text(content)
    os.mkfifo(folder / "survey_2025-01-06.csv")
    not_ready = [".survey_2025-01-07.csv", "survey_2025-01-08.csv.part", "survey_2025-01-09.csv.tmp"]
    for name in not_ready:
        environment.deliver("survey", name, content)

    load(environment)

    assert {entry.file_name for entry in read_entries(Home(environment.home)) if entry.source == "survey"} == {
        good.name
    }
    assert len(list(folder.iterdir())) == 4 + len(not_ready)
    assert "landing/survey: 4 links, folders or pipes are left alone (not_a_file)." in waiting_notes(environment.opened)
    assert outside.read_text() == content


def test_a_file_in_no_feed_s_folder_is_said(environment):
    environment.deliver_organisations()
    for name in ("survey_2025-10-01.csv", "jan jansen.xlsx", ".hidden"):
        (environment.home / "landing" / name).write_text("a")
    notes = waiting_notes(environment.opened)
    assert notes == ["landing: 2 files are in no feed's folder (outside_feed_folder)."]


def test_names_are_neither_patterns_nor_paths(environment, survey_row):
    environment.deliver_organisations()
    names = [
        "survey_*.csv",
        "survey_[2]025-10-01.csv",
        "..survey.csv",
        "..%2f..%2fetc.csv",
        "-rf",
        "a;b.csv",
        "{date}.csv",
    ]
    names += ["survey_2025-10-01.csv\n", "\udcff.csv", "$(id).csv"]
    for number, name in enumerate(names):
        environment.deliver("survey", name, SURVEY_HEADER + survey_row(number) + "\n")
    environment.deliver_survey(survey_row(99))

    load(environment)

    entries = [entry for entry in read_entries(Home(environment.home)) if entry.source == "survey"]
    hidden = {name for name in names if name.startswith(".")}
    assert Counter(entry.reason_code for entry in entries) == {"bad_file_name": len(set(names) - hidden), None: 1}
    assert {entry.file_name for entry in entries}.isdisjoint(names)
    assert {path.name for path in (environment.home / "landing/survey").iterdir()} == hidden
    assert {path.parent.parent.name for path in (environment.home / "archive").rglob("*") if path.is_file()} == {
        "survey",
        "organisations",
    }


@pytest.mark.parametrize("also_lost", ["layout.json", None])
def test_a_home_without_its_key_takes_nothing(environment, survey_row, also_lost):
    environment.deliver_organisations()
    load_deliveries(environment.settings, "reference", "test")
    (environment.home / "pseudonym.key").unlink()
    if also_lost:
        (environment.home / also_lost).unlink()
    waiting = environment.deliver_survey(survey_row())

    with pytest.raises(CentricityError, match=r"pseudonym_key_missing: .*Restore it from your backup"):
        load_deliveries(environment.settings, "survey", "test")

    assert waiting.exists()
    assert not (environment.home / "pseudonym.key").exists()
