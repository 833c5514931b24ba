"""A feed drafted from a file of the sample reads it as the feed that was written for it."""

from pathlib import Path

import pytest
from drafts import fill_in

from centricity.drafting.draft import draft_feed
from centricity.feeds.catalogue import read_feed
from centricity.feeds.definition import Feed
from centricity.loads.checking import check_file
from centricity.settings import load_settings

# What the sample's files do not say, and a person fills in; nobody gave a 0 to these two.
CLOCK = {"values.time_zone": "Europe/Amsterdam"}
LEFT_OPEN = {
    "sample_survey": CLOCK | {"columns.has_final_weight.constant": False, "answers.webcare_1.scale": [0, 10]},
    "sample_touchpoints": CLOCK | {"answers.recommend.scale": [0, 10]},
    "sample_process": CLOCK,
}
SAID = {"source", "entity", "key", "answers", "margins"}


def drafted_from(path: Path, source: str, folder: Path, answers: dict[str, object]) -> Feed:
    file = folder / "drafted.yml"
    file.write_text(fill_in(draft_feed(path, source, name="drafted"), answers), encoding="utf-8")
    return read_feed(file)


def mapped(feed: Feed) -> dict[str, frozenset[str]]:
    return {name: mapping.columns for name, mapping in feed.columns.items() if mapping.columns}


@pytest.mark.parametrize(
    "name",
    [
        "sample_survey",
        "sample_touchpoints",
        "sample_webcare",
        "sample_process",
        "sample_organisations",
        "sample_margins",
    ],
)
def test_a_draft_maps_what_its_feed_maps(sample, folder, feeds, tmp_path, name):
    feed = feeds[name]
    path = min((folder / "landing" / name).iterdir())
    draft = drafted_from(path, feed.source, tmp_path, LEFT_OPEN.get(name, {}))
    assert draft.model_dump(include=SAID) == feed.model_dump(include=SAID)
    assert mapped(draft) == mapped(feed)
    written = ("decimal_sign", "time_zone") if feed.canonical.source != "reference" else ()
    assert [getattr(draft.values, key) for key in written] == [getattr(feed.values, key) for key in written]
    assert (draft.format, draft.values.timestamp_format) == (feed.format, feed.values.timestamp_format)


def test_a_draft_reads_a_file_as_its_feed_does(sample, folder, feeds, tmp_path):
    path = folder / "landing/sample_webcare/webcare_2025-07-01.jsonl"
    settings = load_settings({"CENTRICITY_HOME": str(tmp_path / "home")})
    by_draft = check_file(settings, drafted_from(path, "webcare", tmp_path, {}), path)
    by_feed = check_file(settings, feeds["sample_webcare"], path)
    assert (by_draft.rows, by_draft.records_in) == (by_feed.rows, by_feed.records_in)
    assert by_feed.rows and by_feed.records_in
