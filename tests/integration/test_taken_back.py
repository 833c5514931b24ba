"""What was delivered can be left out and taken back: from the file to the mart, and back again.

Cases 10, 15 and 30 of practice and the pairs of questions and replies; tombstones, wholes of a period, and whole loads.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from environments import ORGANISATIONS, Environment
from integration.pipeline import build, published_digests, query, take_in

from centricity.environment import open_environment
from centricity.home import Home
from centricity.ledger.entry import read_entries
from centricity.ledger.withdrawals import restore, withdraw
from centricity.settings import Settings, load_settings
from centricity.warehouse.build import freeze_input
from centricity.warehouse.waist import noted_waist

pytestmark = pytest.mark.integration
COUNT = 40
START = datetime(2026, 2, 1, 9)
NAMES = ("Duplicates", "Pages", "Merged", "Pairs", "Deleted", "Months", "Extra")
VALUES = {"timestamp_format": "%Y-%m-%d %H:%M", "time_zone": "UTC"}
CASES = {"source": "process", "entity": "cases", "description": "Cases.", "format": {"type": "csv"}, "values": VALUES}
CASE = {"case_id": "nr", "process": {"constant": "complaint"}, "started_at": "start", "closed_at": "end"}
SURVEY = {"source": "survey", "entity": "evaluations", "description": "Survey.", "format": {"type": "csv"}}
MESSAGES = {"source": "webcare", "entity": "messages", "description": "Messages.", "values": VALUES}


def of(name: str) -> dict:
    return {"organisation_id": {"constant": name}}


FEEDS = [
    ORGANISATIONS,
    # orders that were entered twice are cancelled after a minute
    CASES
    | {"feed": "duplicates", "file_pattern": "duplicates.csv", "key": ["nr"], "where": "status <> 'duplicate'"}
    | {"columns": CASE | of("Duplicates") | {"promised_at": "promise"}},
    # one row per page of the questionnaire that was saved, cumulative
    SURVEY
    | {"feed": "pages", "file_pattern": "pages.csv", "repeated_keys": "last", "values": VALUES}
    | {"columns": of("Pages") | {"evaluation_id": "id", "completed_at": "time"}}
    | {"answers": {"recommend": {"from": "nps", "scale": [0, 10]}, "ease_1": {"from": "ease", "scale": [0, 10]}}},
    # tickets that were merged into another, with the tag of the tool
    MESSAGES
    | {"feed": "merged", "file_pattern": "merged.jsonl", "format": {"type": "jsonl", "inside": "comments"}}
    | {"where": """coalesce("..tags", '') not like '%"closed_by_merge"%'"""}
    | {"columns": of("Merged") | {"message_id": "id", "in_reply_to_id": {"sql": 'nullif("..comments.0.id", "id")'}}
       | {"is_from_organisation": {"sql": '"author" = \'agent\''}, "author_id": "author", "sent_at": "at"}},
    # a row per pair of a question and a reply: the question repeats
    *(
        MESSAGES
        | {"feed": feed, "file_pattern": "pairs.csv", "format": {"type": "csv", "added_columns": "ignore"}}
        | {"id_namespace": "pairs", "columns": of("Pairs") | columns}
        for feed, columns in {
            "questions": {"message_id": "q", "author_id": "who", "sent_at": "at"}
            | {"is_from_organisation": {"constant": False}},
            "replies": {"message_id": "r", "in_reply_to_id": "q", "sent_at": "r_at"}
            | {"is_from_organisation": {"constant": True}},
        }.items()
    ),
    # a later delivery takes cases back
    CASES
    | {"feed": "deleted", "file_pattern": "deleted_{date}.csv", "key": ["nr"]}
    | {"columns": CASE | of("Deleted") | {"is_withdrawn": {"from": "gone", "labels": {"yes": True, "no": False}}}},
    # each file is all there is of a month
    CASES
    | {"feed": "months", "file_pattern": "months_{month}_{date}.csv", "delivers": {"whole": "{month}"}}
    | {"columns": CASE | of("Months")},
    CASES | {"feed": "extra", "file_pattern": "extra_{date}.csv", "columns": CASE | of("Extra")},
]  # fmt: skip


def at(hours: float) -> str:
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def table(header: str, rows: list[tuple]) -> str:
    return "".join(f"{line}\n" for line in [header, *(",".join(map(str, row)) for row in rows)])


def cases(prefix: str, numbers: range) -> list[tuple]:
    return [(f"{prefix}{n}", at(n), at(n + 24)) for n in numbers]


def duplicates() -> str:
    rows = [(f"D{n}", at(n), at(n + 96), at(n + 72), "solved") for n in range(COUNT)]
    rows += [(f"X{n}", at(n), at(n + 1 / 60), at(n + 72), "duplicate") for n in range(COUNT)]
    late = [("DZ", at(2000), "", "", "open")]
    return table("nr,start,end,promise,status", rows + late)


def pages() -> str:
    marks = [9 if n % 2 else 3 for n in range(COUNT)]
    shown = [(n, mark, page) for n, mark in enumerate(marks) for page in (0, 1)]
    return table(
        "id,time,nps,ease", [(f"P{n}", at(n + page / 60), mark, mark if page else "") for n, mark, page in shown]
    )


def merged() -> str:
    lines = []
    for n in range(COUNT):
        question = {"id": f"M{n}", "author": f"c{n}", "at": at(n)}
        reply = {"id": f"A{n}", "author": "agent", "at": at(n + 0.5)}
        again = {"id": f"N{n}", "author": f"c{n}", "at": at(n + 0.1)}
        lines += [{"tags": ["x"], "comments": [question, reply]}]
        lines += [{"tags": ["x", "closed_by_merge"], "comments": [again]}]
    late = {"tags": [], "comments": [{"id": "MZ", "author": "agent", "at": at(2000)}]}
    return "".join(f"{json.dumps(line)}\n" for line in [*lines, late])


def pairs() -> str:
    rows = [(f"q{n}", f"c{n}", at(n), f"r{n}", at(n + 1 / 12)) for n in range(COUNT)]
    rows += [(f"q{n}", f"c{n}", at(n), f"s{n}", at(n + 1)) for n in range(0, COUNT, 2)]
    return table("q,who,at,r,r_at", rows)


DELIVERIES = {
    "duplicates/duplicates.csv": duplicates(),
    "pages/pages.csv": pages(),
    "merged/merged.jsonl": merged(),
    "questions/pairs.csv": pairs(),
    "replies/pairs.csv": pairs(),
    "deleted/deleted_2026-05-01.csv": table(
        "nr,start,end,gone", [(*case, "no") for case in cases("G", range(COUNT + 12))]
    ),
    "deleted/deleted_2026-05-02.csv": table("nr,start,end,gone", [(f"G{n}", "", "", "yes") for n in range(10)]),
    # five of those that were taken back are delivered once more; of fewer persons they would wait
    "deleted/deleted_2026-05-03.csv": table("nr,start,end,gone", [(*case, "no") for case in cases("G", range(5))]),
    "months/months_2026-02_2026-05-01.csv": table("nr,start,end", cases("F", range(COUNT))),
    "months/months_2026-03_2026-05-01.csv": table("nr,start,end", cases("M", range(COUNT))),
    "months/months_2026-02_2026-06-01.csv": table("nr,start,end", cases("F", range(5, COUNT))),
}
EXTRA = {"extra/extra_2026-05-01.csv": table("nr,start,end", cases("E", range(COUNT)))}


def home_of(folder: Path, deliveries: dict[str, str]) -> Settings:
    """A home that took in deliveries; all homes have one key."""
    environment = Environment(folder)
    for path in environment.feeds.iterdir():
        path.unlink()
    for feed in FEEDS:
        environment.define(feed)
    rows = "".join(f"{name},{name},Test,,,\n" for name in NAMES)
    header = "organisation_id,name,industry,is_online,size_class,aliases\n"
    environment.deliver("organisations", "organisations_2025-01-01.csv", header + rows)
    for place, content in deliveries.items():
        environment.deliver(*place.split("/"), content)
    key = folder.parent / "key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text("ab" * 32)
    variables = {
        "CENTRICITY_HOME": str(environment.home),
        "CENTRICITY_FEEDS": str(environment.feeds),
        "CENTRICITY_SETTLE_SECONDS": "0",
        "CENTRICITY_PSEUDONYM_KEY_FILE": str(key),
        "CENTRICITY_NOW": "2026-11-01T00:00:00+00:00",
    }
    settings = load_settings(variables)
    take_in(settings)
    return settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("taken-back")


@pytest.fixture(scope="module")
def withdrawn(folder) -> tuple[Settings, str, str]:
    """A home that built everything and then withdrew a load; that load, and the id of the build before."""
    settings = home_of(folder / "withdrawn", DELIVERIES | EXTRA)
    first = build(settings)
    [extra] = [entry for entry in read_entries(Home(settings.home)) if entry.feed == "extra"]
    withdraw(open_environment(settings), extra.load_id, "wrong month")
    assert build(settings) not in (None, first)
    # of evaluations and messages nothing was read again
    assert noted_waist(settings.home / "warehouse").read == ["process", "reference"]
    return settings, extra.load_id, first


def figures(settings: Settings, mart: str, columns: str, organisation: str) -> tuple:
    everything = {"fct_webcare_performance": "channel = 'all'", "fct_process_performance": "process = 'all'"}
    [row] = query(
        settings,
        f"select {columns} from {mart} where method_version = 'M0' and organisation_id = '{organisation}' "
        f"and {everything.get(mart, 'true')}",
    )
    return row


def test_nothing_is_lost_whatever_became_of_it(withdrawn):
    settings, *_ = withdrawn
    loads = query(
        settings,
        "select feed, records_in - records_accepted - records_quarantined - records_filtered, records_filtered, "
        "records_quarantined, count_superseded, count_withdrawn from fct_load "
        "where feed <> 'organisations' order by all",
    )
    assert len(loads) == len(DELIVERIES)
    assert {lost for _, lost, *_ in loads} == {0}
    counts = {feed: tuple(sum(load[n] for load in loads if load[0] == feed) for n in range(2, 6)) for feed, *_ in loads}
    assert counts == {
        "duplicates": (COUNT, 0, 0, 0),
        "pages": (COUNT, 0, 0, 0),
        "merged": (COUNT, 0, 0, 0),
        "questions": (0, COUNT // 2, 0, 0),
        "replies": (0, 0, 0, 0),
        # of those that came back both the case and the tombstone are superseded
        "deleted": (0, 0, 5 + 5, 5 + 5),
        "months": (0, 0, COUNT - 5, 5),
    }


@pytest.mark.parametrize(
    ("organisation", "mart", "columns", "right"),
    [
        ("Duplicates", "fct_process_performance",
         "count_cases, count_promised, in_promise_rate, median_throughput_hours", (COUNT + 1, COUNT, 0, 96)),
        ("Pages", "fct_nps", "count_promoters, count_passives, count_detractors", (COUNT // 2, 0, COUNT // 2)),
        ("Merged", "fct_webcare_performance", "count_conversations, response_rate, median_first_response_minutes",
         (COUNT, 1, 30)),
        ("Pairs", "fct_webcare_performance", "count_conversations, count_answered, median_first_response_minutes",
         (COUNT, COUNT, 5)),
        ("Deleted", "fct_process_performance", "count_cases", (COUNT + 12 - 10 + 5,)),
        ("Months", "fct_process_performance", "count_cases", (COUNT - 5 + COUNT,)),
    ],
)  # fmt: skip
def test_what_counts_is_what_should(withdrawn, organisation, mart, columns, right):
    assert figures(withdrawn[0], mart, columns, organisation) == pytest.approx(right)


def test_a_load_taken_out_of_force_leaves_the_bytes_of_a_home_without_it(withdrawn, folder):
    settings, load_id, first = withdrawn
    without = home_of(folder / "without", DELIVERIES)
    build(without)
    assert published_digests(settings) == published_digests(without)

    restore(open_environment(settings), load_id)
    assert freeze_input(settings) == first, "the same input as before"
    # what a person decides of a load is a judgement of its own
    assert noted_waist(settings.home / "warehouse").read == ["process", "reference"]
