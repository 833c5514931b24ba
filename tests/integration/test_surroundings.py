"""What becomes of a delivery depends on nothing around it, and no text in it is obeyed.

The same deliveries are taken in by processes with another time zone and language. Their texts are the strings of the
Big List of Naughty Strings (corpus/blns.json, MIT, Max Woolf): markup, templates, SQL, shell, right-to-left, emoji.
"""

import csv
import io
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import duckdb
import pytest
from environments import SURVEY, SURVEY_HEADER, WEBCARE, Environment
from integration.pipeline import published_digests, query, raw_digests, settings_for

from centricity.home import open_home
from centricity.ledger.entry import read_entries
from centricity.settings import Settings

pytestmark = pytest.mark.integration
TESTS = Path(__file__).parents[1]
NAUGHTY = json.loads((TESTS / "corpus/blns.json").read_text(encoding="utf-8"))
PLACES = {"utc": ("UTC", "C"), "auckland": ("Pacific/Auckland", "nl_NL.UTF-8")}
TEXTS = ("touchpoint", "channel", "stratum", "questionnaire_version", "device", "comment")
# As it was delivered, also where it is empty or looks as if it were nothing.
VERBATIM = {"missing": ["<nothing>"]}
# What some of the strings make when a shell runs them.
MADE_BY_A_SHELL = ("blns.fail", "blns.shellshock1.fail", "blns.shellshock2.fail")
RUN = """
import locale
import sys
from pathlib import Path
locale.setlocale(locale.LC_ALL, "")
from integration.pipeline import build, settings_for, take_in
settings = settings_for(Path(sys.argv[1]), feeds=sys.argv[2], pseudonym_key_file=sys.argv[3], now=sys.argv[4])
take_in(settings)
build(settings)
"""
PROCESS = {
    "feed": "process",
    "source": "process",
    "entity": "events",
    "description": "Complaints.",
    "file_pattern": "events_{date}.csv",
    "format": {"type": "csv"},
    "values": {"timestamp_format": "%d-%m-%Y %H:%M", "time_zone": "Europe/Amsterdam"} | VERBATIM,
    "columns": {
        "case_id": "case",
        "organisation_id": {"constant": "Bèta"},
        **{name: name for name in ("process", "topic", "channel", "activity")},
        "occurred_at": "occurred",
    },
}


def deliver(environment: Environment) -> None:
    """Every string in every column of text, and local times around both changes of the clocks."""
    text_columns = {name: name for name in TEXTS}
    columns = SURVEY["columns"] | text_columns | {"evaluation_type": {"constant": "touchpoint"}}
    environment.define(SURVEY | {"columns": columns, "values": SURVEY["values"] | VERBATIM})
    environment.define(WEBCARE | {"columns": WEBCARE["columns"] | {"channel": "medium"}, "values": VERBATIM})
    environment.define(PROCESS)
    environment.deliver_organisations()
    days = ("26-10-2025 02:30:00", "30-03-2025 03:00:00", "31-12-2024 23:59:59", "01-01-2025 00:00:00")
    answers = [
        (f"E{n}", f"R{n}", ("Alfa", "Bèta")[n % 2], days[n % 4], n % 11, "7,5", *[text] * len(TEXTS))
        for n, text in enumerate(NAUGHTY)
    ]
    header = [*SURVEY_HEADER.strip().split(";")[:-1], *TEXTS]
    environment.deliver("survey", "survey_2025-10-01.csv", as_csv([header, *answers], ";"))
    messages = [
        {"id": str(n), "reply_to": None, "account": "Alfa", "author": {"id": f"a{n}", "type": "customer"}}
        | {"sent": "2025-01-01T00:30:00+0100", "medium": text, "text": text}
        for n, text in enumerate(NAUGHTY)
    ]
    lines = [json.dumps(message, ensure_ascii=number % 2 == 0) for number, message in enumerate(messages)]
    environment.deliver("webcare", "webcare_2025-10-01.jsonl", "\n".join(lines))
    events = [(f"C{n}", text, text, text, text, "01-07-2025 12:00") for n, text in enumerate(NAUGHTY)]
    header = ("case", "process", "topic", "channel", "activity", "occurred")
    environment.deliver("process", "events_2025-10-01.csv", as_csv([header, *events], ","))


def as_csv(rows: list, delimiter: str) -> str:
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return content.getvalue()


def make_dutch(languages: Path) -> bool:
    """Make the Dutch language for processes that look here for it: few machines have it installed."""
    try:
        subprocess.run(["localedef", "-i", "nl_NL", "-f", "UTF-8", languages / "nl_NL.UTF-8"], check=True)
    except (OSError, subprocess.CalledProcessError):
        warnings.warn("localedef cannot make nl_NL.UTF-8 here: C stands for it.", stacklevel=1)
        return False
    return True


@pytest.fixture(scope="module")
def homes(tmp_path_factory) -> dict[str, Settings]:
    """The settings of each place, where a process has taken everything in."""
    key = tmp_path_factory.mktemp("key") / "pseudonym.key"
    key.touch(mode=0o600)
    key.write_text("ab" * 32)
    settings, languages = {}, tmp_path_factory.mktemp("languages")
    has_dutch = make_dutch(languages)
    for place, (zone, language) in PLACES.items():
        environment = Environment(tmp_path_factory.mktemp(place))
        deliver(environment)
        kept = {name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "PYTHONUTF8")}
        spoken = language if has_dutch else "C"
        around = {"TZ": zone, "LANG": spoken, "LC_ALL": spoken, "LOCPATH": str(languages), "PYTHONPATH": str(TESTS)}
        command = [sys.executable, "-c", RUN, environment.home, environment.feeds, key, "2026-01-01T00:00:00+00:00"]
        subprocess.run([*map(str, command)], env=kept | around, check=True)
        settings[place] = settings_for(environment.home, feeds=str(environment.feeds), pseudonym_key_file=str(key))
    return settings


def test_every_place_has_the_same_raw_data_to_the_byte(homes):
    utc, *others = (raw_digests(settings) for settings in homes.values())
    assert len(utc) >= 4
    assert others == [utc]


def test_the_published_marts_are_the_same_to_the_byte(homes):
    utc, auckland = (published_digests(homes[place]) for place in PLACES)
    assert utc == auckland


def test_every_naughty_string_arrives_as_it_was_sent(homes):
    raw = open_home(homes["utc"]).raw
    entries = read_entries(open_home(homes["utc"]))
    assert {entry.entity: entry.records_quarantined for entry in entries} == {
        "organisations": 0, "evaluations": 0, "messages": 0, "events": 0,
    }  # fmt: skip
    texts = {
        "evaluations": TEXTS,
        "messages": ("channel", "text"),
        "events": ("process", "topic", "channel", "activity"),
    }
    assert len(NAUGHTY) > 500
    for entity, columns in texts.items():
        rows = duckdb.sql(f"select {', '.join(columns)} from '{raw}/*/{entity}/*/data.parquet' order by row_number")
        for name, found in zip(columns, zip(*rows.fetchall(), strict=True), strict=True):
            assert list(found) == NAUGHTY, f"{entity}.{name}"


def test_no_naughty_string_is_executed_or_rendered(homes):
    assert not any(Path("/", "tmp", name).exists() for name in MADE_BY_A_SHELL)
    channels = {row[0] for row in query(homes["utc"], "select distinct channel from fct_webcare_performance")}
    processes = {row[0] for row in query(homes["utc"], "select distinct process from fct_process_performance")}
    assert channels >= set(NAUGHTY)
    assert processes >= set(NAUGHTY)
