"""The delivery as files: the same for everyone, as the feeds say, with the truth out of reach."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from centricity_sample import write_sample
from centricity_sample.planted import UNREADABLE

FEEDS = {
    "sample_survey",
    "sample_touchpoints",
    "sample_webcare",
    "sample_process",
    "sample_organisations",
    "sample_margins",
}


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def leaves(record: dict, prefix: str = "") -> set[str]:
    """The dotted paths of a record's values."""
    found = set()
    for name, value in record.items():
        found |= leaves(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found


def columns_of(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            return leaves(json.loads(file.readline()))
        return set(next(csv.reader(file, delimiter=";")))


def test_same_seed_gives_same_bytes_in_another_process_and_time_zone(sample, folder, tmp_path):
    code = "import sys, pathlib, centricity_sample; centricity_sample.write_sample(pathlib.Path(sys.argv[1]))"
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=elsewhere)
    here = digests(folder)
    assert len(here) == len(sample.delivered) + 2
    assert digests(tmp_path) == here


def test_another_seed_gives_another_truth_and_other_answers(sample, tmp_path):
    other = write_sample(tmp_path, seed=1)
    assert other.truth.read_bytes() != sample.truth.read_bytes()
    pairs = zip(sample.delivered, other.delivered, strict=True)
    same = {one.parent.name for one, two in pairs if one.read_bytes() == two.read_bytes()}
    assert same == {"sample_margins", UNREADABLE.feed}


def test_every_feed_has_deliveries_and_every_delivery_a_feed(sample, feeds):
    assert set(feeds) == FEEDS
    assert {path.parent.name for path in sample.delivered} == FEEDS


def test_file_names_follow_the_feeds_patterns(sample, feeds):
    assert [path.name for path in sample.delivered if not feeds[path.parent.name].match_file_name(path.name)] == []


@pytest.mark.parametrize("feed", sorted(FEEDS))
def test_columns_are_exactly_those_that_the_feed_knows(sample, feeds, feed):
    paths = [path for path in sample.delivered if path.parent.name == feed and path.name != UNREADABLE.file_name]
    assert paths
    assert {path.name for path in paths if columns_of(path) != feeds[feed].file_columns} == set()


def test_truth_and_faults_stand_outside_landing(sample, folder):
    assert {path for path in (folder / "landing").rglob("*") if path.is_file()} == set(sample.delivered)
    assert sample.truth.parent == sample.planted.parent == folder


def test_delivery_is_small(sample):
    assert 5e6 < sum(path.stat().st_size for path in sample.delivered) < 25e6
