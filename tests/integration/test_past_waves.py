# Holds reports.closed_waves.
"""The past stays as it was: a later list of organisations changes no byte of an earlier wave, and late answers show.

One home and three builds: the wave as published after its end; a year later, with organisations renamed, moved and
merged; and then with what does change a closed wave.
"""

import shutil
from datetime import datetime

import pytest
from environments import Environment
from integration.pipeline import build, query, take_in

from centricity.home import open_home
from centricity.reports.closed_waves import closed_wave_notes
from centricity.settings import Settings

pytestmark = pytest.mark.integration

CSV = {"type": "csv", "delimiter": ";"}
CLOCK = {"timestamp_format": "%Y-%m-%d", "time_zone": "Europe/Amsterdam"}
LISTS = {
    "feed": "lists", "source": "reference", "entity": "organisations", "description": "A list per wave.",
    "file_pattern": "lists_{date}.csv", "format": CSV, "key": ["code"],
    "columns": {"organisation_id": "code", "wave": "jaar", "name": "naam", "industry": "branche",
                "aliases": {"from": "aliassen", "separator": "|"}},
}  # fmt: skip
PLAIN = LISTS | {
    "feed": "plain", "description": "One list, of no wave.", "file_pattern": "plain_{date}.csv",
    "columns": {name: said for name, said in LISTS["columns"].items() if name != "wave"},
}  # fmt: skip
ITEMS = ["recommend", "experience", "trust_1", "trust_2", "trust_3", "consistency_1", "ease_1", "employee_1",
         "employee_2", "employee_3"]  # fmt: skip
SURVEY = {
    "feed": "answers", "source": "survey", "entity": "evaluations", "description": "A survey.",
    "file_pattern": "answers_{date}.csv", "format": CSV, "values": CLOCK, "key": ["id"],
    "columns": {"evaluation_id": "id", "respondent_id": "id", "organisation_id": "org", "completed_at": "dag"},
    "answers": {item: {"from": item, "scale": [0, 10]} for item in ITEMS},
}  # fmt: skip
CASES = {
    "feed": "cases", "source": "process", "entity": "cases", "description": "A row per case.",
    "file_pattern": "cases_{date}.csv", "format": CSV, "values": CLOCK, "key": ["nr"],
    "columns": {"case_id": "nr", "organisation_id": "org", "process": {"constant": "order"}, "started_at": "start",
                "closed_at": "eind", "promised_at": "eind"},
}  # fmt: skip
DESCRIBED = "select organisation_id, wave, name, industry from dim_organisation_wave order by all"
CALLED_2025 = ["Noordbank", "Zuidbank", "Oostbank", "Oudstroom", "Watt", "Derde"]
CALLED_2026 = ["Noord & Zuid", "Zuidbank", "Oostbank", "Nieuwstroom", "Watt", "Derde"]


def answers(year: int, names: list[str], each: int, start: int = 0, mark: int | None = None) -> str:
    """Marks that differ between organisations, and a little between their customers; up to December.

    A window of twelve months ends with the last evaluation, so one in the next year adds rows to the months between.
    """
    rows = []
    for place, name in enumerate(names):
        for n in range(start, start + each):
            varied = (4 + (place + n * (k + 3) + n // 7) % 6 for k in range(len(ITEMS)))
            marks = [str(each_mark if mark is None else mark) for each_mark in varied]
            rows.append(";".join([f"{year}{name}{n}", name, f"{year}-{4 + n % 9:02}-11", *marks]))
    return "\n".join([";".join(["id", "org", "dag", *ITEMS]), *rows, ""])


def cases(year: int, names: list[str]) -> str:
    rows = [f"{year}{name}{n};{name};{year}-03-11;{year}-03-13" for name in names for n in range(40)]
    return "\n".join(["nr;org;start;eind", *rows, ""])


def at(environment: Environment, day: str) -> Settings:
    return environment.settings.model_copy(update={"now": datetime.fromisoformat(f"{day}T12:00:00+01:00")})


def rows_of_2025(settings: Settings) -> dict[str, list[tuple]]:
    """Per fact, all columns but the build of its rows of the wave; of its months where it has months."""
    facts = query(settings, "select table_name, list(column_name) from duckdb_columns() group by all")
    found = {}
    for fact, columns in facts:
        when = "year(month)" if "month" in columns else "wave"
        if fact != "dim_organisation" and {"month", "wave"} & set(columns):
            kept = f"select * exclude (build_id) from {fact} where {when} = 2025 order by all"
            found[fact] = query(settings, kept)
    return found


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> dict[str, object]:
    environment = Environment(tmp_path_factory.mktemp("past"))
    shutil.rmtree(environment.feeds)
    environment.feeds.mkdir()
    for feed in (LISTS, PLAIN, SURVEY, CASES):
        environment.define(feed)
    deliver, told = environment.deliver, {}

    deliver(
        "lists",
        "lists_2025-12-01.csv",
        "code;jaar;naam;branche;aliassen\nNOO;2025;Noordbank;Bank;\nZUI;2025;Zuidbank;Bank;\nOST;2025;Oostbank;Bank;\n",
    )
    deliver(
        "plain",
        "plain_2025-12-01.csv",
        "code;naam;branche;aliassen\nEN1;Oudstroom;Energie;\nEN2;Watt;Energie;\nEN3;Derde;Energie;\n",
    )
    deliver("answers", "answers_2026-01-02.csv", answers(2025, CALLED_2025, 120))
    deliver("cases", "cases_2026-01-02.csv", cases(2025, CALLED_2025))
    settings = at(environment, "2026-03-01")
    take_in(settings)
    told["first"], told["past"] = build(settings), rows_of_2025(settings)

    settings = at(environment, "2027-01-20")
    deliver(
        "lists",
        "lists_2026-10-01.csv",
        "code;jaar;naam;branche;aliassen\nNOO;2026;Noord & Zuid;Bank;Zuidbank\nOST;2026;Oostbank;Verzekeraar;\n",
    )
    deliver(
        "plain",
        "plain_2026-10-01.csv",
        "code;naam;branche;aliassen\nEN1;Nieuwstroom;Energie;Derde\nEN2;Watt;Verzekeraar;\n",
    )
    deliver("answers", "answers_2026-10-02.csv", answers(2026, CALLED_2026, 120))
    deliver("cases", "cases_2026-10-02.csv", cases(2026, CALLED_2026))
    take_in(settings)
    told["second"], told["past_later"] = build(settings), rows_of_2025(settings)
    told["waves"] = query(
        settings, "select organisation_id, wave, name, industry from dim_organisation_wave order by all"
    )
    told["counts"] = query(
        settings,
        """
        select organisation_id, wave, count_evaluations, count_cases from fct_index_score
        inner join fct_process_performance using (method_version, organisation_id, wave)
        where method_version = 'M1' and index_kind = 'survey' and process = 'all' order by all""",
    )
    told["marks"] = query(settings, "select count(changed_since_build) from fct_index_score")
    told["notes"] = closed_wave_notes(open_home(settings))

    deliver(
        "lists",
        "lists_2026-10-20.csv",
        "code;jaar;naam;branche;aliassen\nOST;2025;Oostbank;Bank;\nZUI;2025;Zuidbank NV;Bank;Zuidbank\n",
    )
    deliver("answers", "answers_2026-10-20.csv", answers(2025, ["Noordbank"], 60, start=120, mark=10))
    take_in(settings)
    told["third"], told["again"] = build(settings), build(settings)
    told["late"] = query(
        settings,
        """
        select organisation_id, changed_since_build from fct_index_score
        where method_version = 'M1' and index_kind = 'survey' and wave = 2025 and industry = 'Bank' order by all""",
    )
    told["open"] = query(settings, "select count(changed_since_build) from fct_index_score where wave <> 2025")
    told["corrected"] = query(settings, "select name from dim_organisation_wave where organisation_id = 'ZUI'")
    told["late_notes"] = closed_wave_notes(open_home(settings), 2025)
    return told


def test_a_later_list_changes_no_byte_of_an_earlier_wave(story):
    past = story["past"]
    assert {
        "fct_index_score",
        "fct_nps",
        "fct_award_ranking",
        "fct_process_performance",
        "fct_nps_month",
    } <= past.keys()
    assert all(past[fact] for fact in ("fct_index_score", "fct_nps", "fct_award_ranking", "fct_process_performance"))
    assert story["past_later"] == past
    assert (story["marks"], story["notes"]) == ([(0,)], [])


def test_each_wave_has_its_own_descriptions(story):
    assert story["waves"] == [
        ("EN1", 2025, "Oudstroom", "Energie"),
        ("EN1", 2026, "Nieuwstroom", "Energie"),
        ("EN2", 2025, "Watt", "Energie"),
        ("EN2", 2026, "Watt", "Verzekeraar"),
        ("EN3", 2025, "Derde", "Energie"),
        ("EN3", 2026, "Derde", "Energie"),
        ("NOO", 2025, "Noordbank", "Bank"),
        ("NOO", 2026, "Noord & Zuid", "Bank"),
        ("OST", 2025, "Oostbank", "Bank"),
        ("OST", 2026, "Oostbank", "Verzekeraar"),
        ("ZUI", 2025, "Zuidbank", "Bank"),
    ]


def test_what_was_taken_over_counts_for_the_buyer_from_then_on(story):
    counts = {(organisation, wave): numbers for organisation, wave, *numbers in story["counts"]}
    assert counts["ZUI", 2025] == counts["NOO", 2025] == counts["EN3", 2025] == [120, 40]
    assert counts["NOO", 2026] == counts["EN1", 2026] == [240, 80]
    assert not {("ZUI", 2026), ("EN3", 2026)} & counts.keys()


def test_late_answers_about_a_closed_wave_are_marked_once_and_said(story):
    marks = dict(story["late"])
    assert marks["NOO"] == story["first"]
    assert story["open"] == [(0,)]
    assert story["again"] is None
    assert len(story["late_notes"]) == 1
    assert f"wave 2025 is closed, and figures have changed since build {story['first']}" in story["late_notes"][0]
    assert "Noordbank" in story["late_notes"][0]


def test_a_list_of_the_same_wave_corrects_it(story):
    assert story["corrected"] == [("Zuidbank NV",)]
