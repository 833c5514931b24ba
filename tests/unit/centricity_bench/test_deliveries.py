# Holds centricity_bench.deliveries, centricity_bench.small_files.
"""Deliveries of any size: the sample itself once, other persons in each copy, the same organisations."""

import csv
import json
from pathlib import Path

import pytest

from centricity_bench.deliveries import IDS, write_deliveries
from centricity_bench.small_files import write_small_files
from centricity_sample import write_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder / "landing"


@pytest.fixture(scope="module")
def thrice(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("thrice")
    write_deliveries(folder, 3)
    return folder


def files_in(landing: Path) -> dict[str, Path]:
    return {str(path.relative_to(landing)): path for path in landing.rglob("*.*")}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_once_is_the_sample(sample, tmp_path):
    size = write_deliveries(tmp_path, 1)
    assert {name: path.read_bytes() for name, path in files_in(tmp_path).items()} == {
        name: path.read_bytes() for name, path in files_in(sample).items()
    }
    assert size == sum(path.stat().st_size for path in files_in(sample).values())


@pytest.mark.parametrize("feed", IDS)
def test_each_copy_has_ids_of_its_own_and_says_the_same(sample, thrice, feed):
    for path in (sample / feed).glob("*-01.csv"):
        once, copies = rows_of(path), rows_of(thrice / feed / path.name)
        assert len(copies) == 3 * len(once) > 0
        for name in IDS[feed]:
            given = [{row[name] for row in copies[len(once) * n : len(once) * (n + 1)] if row[name]} for n in range(3)]
            assert given[0] and len(set.union(*given)) == 3 * len(given[0])
        others = [{k: v for k, v in row.items() if k not in IDS[feed]} for row in copies]
        assert others == 3 * [{k: v for k, v in row.items() if k not in IDS[feed]} for row in once]


def test_a_copied_message_replies_to_one_of_its_copy(thrice):
    lines = (thrice / "sample_webcare/webcare_2025-04-01.jsonl").read_text(encoding="utf-8").splitlines()
    messages = [json.loads(line) for line in lines]
    replies = [message for message in messages if message["in_reply_to"]]
    assert len(replies) > 1000
    assert {message["in_reply_to"] for message in replies} <= {message["id"] for message in messages}
    assert all(message["id"].partition("-")[0] == message["in_reply_to"].partition("-")[0] for message in replies)
    assert all(message["id"].split("-")[2:] == message["in_reply_to"].split("-")[2:] for message in replies)


def test_organisations_are_delivered_once(sample, thrice):
    for feed in ("sample_organisations", "sample_margins"):
        assert [path.read_bytes() for path in sorted((thrice / feed).iterdir())] == [
            path.read_bytes() for path in sorted((sample / feed).iterdir())
        ]


def test_the_same_rows_stand_in_one_file_and_in_many(sample, tmp_path):
    write_small_files(sample, tmp_path / "one", 1, 4000)
    write_small_files(sample, tmp_path / "many", 40, 100)
    (one,) = (tmp_path / "one/sample_survey").iterdir()
    many = sorted((tmp_path / "many/sample_survey").iterdir())
    assert len(many) == 40
    assert [row for path in many for row in rows_of(path)] == rows_of(one)
    assert len({row["evaluatie_id"] for row in rows_of(one)}) == 4000
