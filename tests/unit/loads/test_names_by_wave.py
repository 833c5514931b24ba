"""A record's names are those of its own wave, whenever it is delivered and whatever list came since."""

import json

import duckdb
from environments import ORGANISATIONS, SURVEY, SURVEY_HEADER, WEBCARE, Environment

from centricity.feeds.entities import SOURCES
from centricity.home import Home
from centricity.loads.entry import LedgerEntry
from centricity.loads.intake import load_deliveries

LIST = ORGANISATIONS | {
    "key": ["code"],
    "columns": {"organisation_id": "code", "wave": "jaar", "name": "naam", "industry": "branche",
                "aliases": {"from": "aliassen", "separator": "|"}},
}  # fmt: skip
HEADER = "code,jaar,naam,branche,aliassen\n"
OF_2025 = HEADER + "N,2025,Noord,bank,\nZ,2025,Zuid,bank,@zuid\nW,2025,West,bank,\n"
OF_2026 = HEADER + "N,2026,Noord,bank,Zuid|@zuid\n"


def take_in(environment: Environment) -> dict[str, LedgerEntry]:
    entries = [entry for source in SOURCES for entry in load_deliveries(environment.settings, source, "test").entries]
    return {entry.file_name: entry for entry in entries}


def matched(environment: Environment, entry: LedgerEntry, column: str = "organisation_id") -> list[tuple]:
    data = Home(environment.home).raw / entry.folder / "data.parquet"
    return duckdb.sql(f"select row_number, {column} from '{data}' order by all").fetchall()


def row(number: int, organisation: str, date: str) -> str:
    return f"E{number};R{number};{organisation};{date};9;7,5;\n"


def listed(environment: Environment) -> None:
    environment.define(LIST)
    environment.deliver("organisations", "organisations_2026-01-10.csv", OF_2025)
    environment.deliver("organisations", "organisations_2026-06-10.csv", OF_2026)


def test_late_records_are_matched_by_the_names_of_their_year(environment):
    listed(environment)
    late = [
        row(1, "Zuid", "31-12-2025 23:59:59"),
        row(2, "Zuid", "01-01-2026 00:00:01"),
        row(3, "Z", "01-02-2025 12:00:00"),
        row(4, "Z", "01-02-2026 12:00:00"),
        row(5, "Elders", "01-02-2026 12:00:00"),
    ]
    environment.deliver("survey", "survey_2026-09-01.csv", SURVEY_HEADER + "".join(late))
    entry = take_in(environment)["survey_2026-09-01.csv"]
    assert matched(environment, entry) == [(2, "Z"), (3, "N"), (4, "Z")]
    assert entry.quarantine_reasons == {"organisation_of_other_wave": 1, "unknown_organisation": 1}


def test_a_stated_wave_goes_before_the_year_of_the_time(environment):
    listed(environment)
    environment.define(SURVEY | {"columns": SURVEY["columns"] | {"wave": {"constant": 2025}}})
    fieldwork = SURVEY_HEADER + row(1, "Zuid", "15-01-2026 12:00:00")
    environment.deliver("survey", "survey_2026-09-01.csv", fieldwork)
    assert matched(environment, take_in(environment)["survey_2026-09-01.csv"]) == [(2, "Z")]


def test_messages_are_matched_by_the_year_in_which_they_were_sent(environment):
    listed(environment)
    environment.define(WEBCARE | {"columns": WEBCARE["columns"] | {"mentioned_organisation_id": "text"}})
    said = {"reply_to": None, "account": None, "author": {"id": "u", "type": "customer"}, "text": "hoi @zuid"}
    lines = [said | {"id": str(year), "sent": f"{year}-05-01T12:00:00Z"} for year in (2025, 2026)]
    environment.deliver("webcare", "webcare_2026-09-01.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines))
    entry = take_in(environment)["webcare_2026-09-01.jsonl"]
    assert matched(environment, entry, "mentioned_organisation_id") == [(1, "Z"), (2, "N")]


def test_what_waits_for_its_waves_list_is_judged_again_when_that_comes(environment):
    listed(environment)
    rows = row(1, "West", "01-02-2025 12:00:00") + row(2, "West", "01-02-2026 12:00:00")
    environment.deliver("survey", "survey_2026-09-01.csv", SURVEY_HEADER + rows)
    entry = take_in(environment)["survey_2026-09-01.csv"]
    assert (matched(environment, entry), entry.quarantine_reasons) == ([(2, "W")], {"organisation_of_other_wave": 1})

    environment.deliver("organisations", "organisations_2026-09-10.csv", HEADER + "W,2026,West,bank,\n")
    entry = take_in(environment)["survey_2026-09-01.csv"]
    assert matched(environment, entry) == [(2, "W"), (3, "W")]


def test_a_list_of_a_new_wave_leaves_the_loads_of_earlier_ones_alone(environment):
    environment.define(LIST)
    environment.deliver("organisations", "organisations_2026-01-10.csv", OF_2025)
    environment.deliver("survey", "survey_2026-01-10.csv", SURVEY_HEADER + row(1, "Zuid", "01-02-2025 12:00:00"))
    before = matched(environment, take_in(environment)["survey_2026-01-10.csv"])

    environment.deliver("organisations", "organisations_2026-06-10.csv", OF_2026)
    again = take_in(environment).get("survey_2026-01-10.csv")
    assert again is None or matched(environment, again) == before


def test_who_left_the_lists_still_answers_what_was_asked_before(environment):
    """An evaluation is of its own wave; an answer in January may be to a question of December."""
    listed(environment)
    sent = [("1", "West", "2025-12-31T12:00:00Z", False), ("2", "West", "2026-01-02T12:00:00Z", True)]
    sent += [("3", "Elders", "2026-01-02T12:00:00Z", True), ("4", "Zuid", "2026-01-02T12:00:00Z", True)]
    lines = [
        json.dumps({"id": n, "account": name, "author": {"id": "c", "type": "company" if is_reply else "customer"}}
                   | {"sent": at, "reply_to": "1" if is_reply else None, "text": "x"})
        for n, name, at, is_reply in sent
    ]  # fmt: skip
    environment.deliver("webcare", "webcare_2026-02-01.jsonl", "\n".join([*lines, ""]))
    environment.deliver("survey", "survey_2026-02-01.csv", SURVEY_HEADER + row(1, "West", "02-01-2026 12:00:00"))
    entries = take_in(environment)
    assert matched(environment, entries["webcare_2026-02-01.jsonl"]) == [(1, "W"), (2, "W"), (4, "N")]
    assert entries["webcare_2026-02-01.jsonl"].quarantine_reasons == {"unknown_organisation": 1}
    assert entries["survey_2026-02-01.csv"].quarantine_reasons == {"organisation_of_other_wave": 1}
