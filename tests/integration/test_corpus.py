"""Each of the corpus's deliveries gets the verdict of its manifest, with as many good and bad rows."""

import csv
import hashlib
from functools import cache
from pathlib import Path

import pytest
from corpus.nl_survey import write_corpus
from environments import ORGANISATIONS, Environment

from centricity.feeds.definition import Feed
from centricity.home import Home
from centricity.intake.loading import load_deliveries
from centricity.ledger.entry import read_entries

MANIFEST = Path(__file__).parents[1] / "corpus/nl_manifest.csv"
ENCODINGS = {
    "enc_cp1252.csv": "windows-1252",
    "enc_latin1_ijsselmeer.csv": "iso-8859-1",
    "enc_utf16le_bom.csv": "utf-16",
    "enc_utf16be_bom.csv": "utf-16",
}
# These two are about the first delivery of the corpus, so they come by its feed.
AFTER_THE_FIRST = ("same_bytes_new_name.csv", "ok_plain_v2_corrected.csv")
# Where our word for the reason is another one than the manifest's.
OUR_REASONS = {
    "unknown_reference": "unknown_organisation",
    "decimal_point_in_comma_locale": "other_decimal_sign",
    "non_ascii_key": "non_latin_key",
    "before_period": "outside_period",
}
FEED = {
    "feed": "survey",
    "source": "survey",
    "entity": "evaluations",
    "description": "The corpus's survey.",
    "file_pattern": ["{name}.csv", "survey_{date}.csv", "{name}"],
    "format": {"type": "csv", "delimiter": ";", "added_columns": "reject"},
    "values": {
        "decimal_sign": ",",
        "thousands_sign": ".",
        "timestamp_format": "%d-%m-%Y %H:%M:%S",
        "time_zone": "Europe/Amsterdam",
        "ambiguous_time": "first",
    },
    "key": ["respondent_id"],
    "columns": {
        "evaluation_id": "respondent_id",
        "respondent_id": "respondent_id",
        "organisation_id": "org_code",
        "completed_at": "ingevuld_op",
        "comment": "opmerking",
    },
    "answers": {
        "recommend": {"from": "nps", "scale": [0, 10]},
        "experience": {"from": "cijfer", "scale": [1, 10]},
        "ease_1": {"from": "ces", "scale": [1, 5]},
    },
    "ignored": ["branche"],
}
HEADER = "organisation_id,name,industry,is_online,size_class,aliases\n"


def read_manifest() -> list[dict[str, str]]:
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def feed_name(number: int) -> str:
    return f"corpus_{number:02d}"


@cache
def corpus() -> dict[str, bytes]:
    return write_corpus()


@pytest.fixture(scope="module")
def environment(module_environment) -> Environment:
    """A feed for each delivery, since each is a case of its own."""
    for number, case in enumerate(read_manifest()):
        encoding = ENCODINGS.get(case["file"], "utf-8")
        shares = case["file"] in AFTER_THE_FIRST
        name = feed_name(0 if shares else number)
        definition = FEED | {"feed": name, "format": FEED["format"] | {"encoding": encoding}}
        if not shares:
            module_environment.define(definition)
        module_environment.deliver(name, case["file"], corpus()[case["file"]])
        if case["file"] == "str_truncated_mid_row.csv":
            module_environment.deliver(name, f"{case['file']}.done", "rows: 20\n")
    module_environment.define(ORGANISATIONS)
    rows = [f"ORG{number:04d},Organisatie {number},zorg,,,\n" for number in range(40)]
    module_environment.deliver("organisations", "organisations_2026-01-01.csv", HEADER + "".join(rows))
    load_deliveries(module_environment.settings, "reference", "test")
    load_deliveries(module_environment.settings, "survey", "test")
    return module_environment


def test_there_are_94_and_the_generator_makes_each():
    manifest = read_manifest()
    assert len(manifest) == 94
    assert {case["file"] for case in manifest} == set(corpus())
    assert Feed.model_validate(FEED)


@pytest.mark.parametrize("case", read_manifest(), ids=lambda case: ascii(case["file"]))
def test_the_verdict_is_that_of_the_manifest(environment, case):
    name = feed_name(0 if case["file"] in AFTER_THE_FIRST else read_manifest().index(case))
    ledger = read_entries(Home(environment.home))
    if case["verdict"] == "skip":
        assert case["file"] not in {entry.file_name for entry in ledger}
        return
    # the ledger repeats no name that was not agreed on
    sha256 = hashlib.sha256(corpus()[case["file"]]).hexdigest()
    (entry,) = [entry for entry in ledger if (entry.feed, entry.file_sha256) == (name, sha256)]
    if case["verdict"] == "reject_file":
        assert entry.verdict == "rejected"
        return
    assert entry.verdict == "accepted"
    assert (entry.records_accepted, entry.records_quarantined) == (int(case["rows"]), int(case["bad"] or 0))
    if case["verdict"] == "quarantine":
        reason = case["reason"]
        assert OUR_REASONS.get(reason, reason) in entry.quarantine_reasons


def test_what_is_not_ready_stays_where_it_is(environment):
    waiting = {path.name for path in (environment.home / "landing").rglob("*") if path.is_file()}
    assert waiting == {".hidden.csv", "survey.csv.part", "survey.csv.tmp"}
