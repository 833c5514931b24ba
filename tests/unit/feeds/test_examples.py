"""Each example feed reads a delivery as its tool writes one: rows that it should accept, and one that it must not."""

import shutil
from pathlib import Path

import duckdb
import pytest
import yaml
from environments import Environment
from spss_files import agency_survey

from centricity.home import Home
from centricity.loads.intake import load_deliveries
from centricity.loads.ledger import read_entries
from centricity.loads.report import describe

PROJECT = Path(__file__).parents[3]
EXAMPLES = sorted((PROJECT / "dags/feeds/examples").glob("*.yml"))
DELIVERIES = PROJECT / "tests/feeds_examples"
SOURCES = ("reference", "survey", "webcare", "process")


@pytest.fixture(scope="module")
def environment(module_environment) -> Environment:
    """Where all examples are in use and each has had its delivery."""
    module_environment.deliver_organisations()
    for path in EXAMPLES:
        shutil.copy(path, module_environment.feeds)
        for delivery in (DELIVERIES / path.stem).iterdir():
            if delivery.name != "expected.yml":
                module_environment.deliver(path.stem, delivery.name, delivery.read_bytes())
    module_environment.deliver("agency_spss", "onderzoek_2025-10-01.sav", agency_survey())
    for source in SOURCES:
        load_deliveries(module_environment.settings, source, "test")
    return module_environment


def test_there_are_examples_and_each_has_a_delivery_and_a_section():
    sections = (PROJECT / "docs/feeds.md").read_text(encoding="utf-8")
    assert {"zendesk", "chatwoot", "social_listening", "event_log", "servicenow"} <= {path.stem for path in EXAMPLES}
    assert {"qualtrics", "limesurvey", "surveymonkey", "typeform", "agency_spss"} <= {path.stem for path in EXAMPLES}
    assert {path.stem for path in EXAMPLES} == {path.name for path in DELIVERIES.iterdir()}
    assert all(f"examples/{path.name})" in sections for path in EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_its_tool_s_export(environment, path):
    expected = yaml.safe_load((DELIVERIES / path.stem / "expected.yml").read_text(encoding="utf-8"))
    (entry,) = [entry for entry in read_entries(Home(environment.home)) if entry.feed == path.stem]
    assert entry.verdict == "accepted", entry.reason

    place = f"{entry.source}/{entry.entity}/{entry.load_id}"
    accepted = records(environment.home / "raw" / place / "data.parquet")
    quarantined = records(environment.home / "quarantine" / f"{place}.parquet")

    assert expected["accepted"] and expected["quarantined"]
    assert entry.filter_reasons == expected.get("filtered", {})
    found = [{name: row[name] for name in wanted} for row, wanted in zip(accepted, expected["accepted"], strict=True)]
    assert found == expected["accepted"]
    assert {row["row_number"]: row["reason_codes"] for row in quarantined} == {
        row: [reason] for row, reason in expected["quarantined"].items()
    }


@pytest.mark.parametrize("feed", ["zendesk", "chatwoot"])
def test_the_messages_of_a_conversation_hang_together(environment, feed):
    (file,) = (environment.home / "raw/webcare/messages").glob(f"{load_of(environment, feed)}/data.parquet")
    first, *others = records(file)[:3]
    assert first["in_reply_to_id"] is None
    assert {message["in_reply_to_id"] for message in others} == {first["message_id"]}


def test_what_a_feed_leaves_out_is_said(environment):
    (entry,) = [entry for entry in read_entries(Home(environment.home)) if entry.feed == "chatwoot"]
    assert entry.empty_objects == 1
    assert "1 objects with nothing inside left out" in describe(entry)


def load_of(environment: Environment, feed: str) -> str:
    (entry,) = [entry for entry in read_entries(Home(environment.home)) if entry.feed == feed]
    return entry.load_id


def records(file: Path) -> list[dict]:
    return duckdb.read_parquet(str(file)).order("row_number").to_arrow_table().to_pylist()
