"""Files whose meaning a draft once guessed wrong: labels, words and values decide it, or a person does."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from drafts import open_keys

from centricity.drafting.draft import draft_feed
from centricity.errors import CentricityError
from centricity.feeds.catalogue import find_feed

CLOCK = "values.time_zone"
SATISFIED = ("1 - Very satisfied", "2 - Satisfied", "3 - Neutral", "4 - Dissatisfied", "5 - Very dissatisfied")


@dataclass(frozen=True)
class Case:
    """A sample, what its draft says by dotted key, and what it leaves open."""

    content: str
    said: dict[str, object]
    left_open: list[str] = field(default_factory=list)
    ending: str = "csv"


def table(header: str, row: Callable[[int], str], count: int) -> str:
    return "\n".join([header, *map(row, range(count))]) + "\n"


USED = "How often do you use these?"
SURVEY = "id,organisation,completed_at,"
RESPONSES = [
    {"id": f"{n}", "survey_id": "9", "collector_id": "5", "date_modified": f"2022-06-10T0{n}:09:25+00:00",
     "response_status": "completed", "nps": nps} for n, nps in enumerate((9, 3))
]  # fmt: skip
CASES = {
    "reversed_labels": Case(
        table(SURVEY + "How satisfied are you overall?", lambda n: f"{n},o,2025-02-01 10:00,{SATISFIED[n % 5]}", 120),
        {
            "answers.experience.scale": [5, 1],
            "answers.experience.labels": {label: mark for mark, label in enumerate(SATISFIED, start=1)},
            "answers.experience.proxy": True,
        },
        [CLOCK],
    ),
    "nps_1_to_11": Case(
        table(SURVEY + "weight,nps", lambda n: f"{n},o,2025-02-01 10:00:00,1,{n % 11 + 1}", 500),
        {"answers.recommend": {"from": "nps", "scale": "to fill in"}},
        [CLOCK, "columns.has_final_weight.constant", "answers.recommend.scale"],
    ),
    "utc_times": Case(
        table(SURVEY + "nps", lambda n: f"{n},o,2025-07-01 10:{n:02}:00 UTC,{n % 11}", 39),
        {
            "values": {"timestamp_format": "%Y-%m-%d %H:%M:%S UTC", "time_zone": "UTC"},
            "answers.recommend": {"from": "nps", "scale": [0, 10]},
        },
    ),
    "mixed_day_month_draft": Case(
        table(SURVEY + "nps", lambda n: f"{n},o,{n + 1:02}/05/2021,{n % 11}", 28) + "41,o,10/18/2021,7\n",
        {"values.timestamp_format": "to fill in"},
        ["values.timestamp_format"],
    ),
    "stars_draft": Case(
        'id,published,rating,text\n1,2024-01-05T10:00:00.000Z,5,"Lange tekst"\n2,2024-01-06T10:00:00.000Z,1,"Slecht"\n',
        {
            "answers": {"experience": {"from": "rating", "scale": [1, 5], "proxy": "to fill in"}},
            "columns.completed_at": "published",
            "columns.comment": "text",
        },
        ["columns.organisation_id", "answers.experience.proxy"],
    ),
    "google_forms_us": Case(
        "Timestamp,Which organisation do you rate?,"
        '"On a scale of 0 to 10, how likely are you to recommend us?",Which channels did you use?\n'
        '3/5/2021 15:34:10,o,9,"Phone, Chat, E-mail"\n13/6/2021 9:04:10,o,0,"Phone, Shop"\n',
        {
            "values.timestamp_format": "%-d/%-m/%Y %-H:%M:%S",
            "columns.organisation_id": "Which organisation do you rate?",
            "answers.recommend.scale": [0, 10],
            "ignored": ["Which channels did you use?"],
        },
        [CLOCK],
    ),
    "surveymonkey_api": Case(
        json.dumps({"data": RESPONSES, "per_page": 50, "links": {"self": "x"}}),
        {
            "format.array": "data",
            "key": ["id"],
            "columns.evaluation_id": "id",
            "columns.completed_at": "date_modified",
            "ignored": ["survey_id", "collector_id", "response_status"],
        },
        ["columns.organisation_id"],
        ending="json",
    ),
    "two_name_rows": Case(
        '"How often do you use these?","","Was it easy?",""\nPhone,Shop,Phone,Shop\nOften,Never,4,5\nNever,Often,3,2\n',
        {
            "format.name_rows": 2,
            "answers.ease_1": {"from": "Was it easy? / Phone", "scale": "to fill in"},
            "ignored": [f"{USED} / Phone", f"{USED} / Shop", "Was it easy? / Shop"],
        },
        ["columns.organisation_id", "columns.completed_at", "answers.ease_1.scale"],
    ),
}  # fmt: skip


def test_every_case_is_here():
    assert len(CASES) == 8


@pytest.mark.parametrize("name", CASES)
def test_a_draft_says_what_the_file_shows_and_leaves_the_rest_open(tmp_path, name):
    case = CASES[name]
    text = drafted(tmp_path, name, case)
    assert {key: said_at(yaml.safe_load(text), key) for key in case.said} == case.said
    assert open_keys(text) == case.left_open


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.left_open])
def test_a_feed_is_in_force_only_when_all_is_filled_in(tmp_path, name):
    draft = tmp_path / f"{name}.yml"
    draft.write_text(drafted(tmp_path, name, CASES[name]), encoding="utf-8")
    with pytest.raises(CentricityError) as caught:
        find_feed([tmp_path], name)
    assert caught.value.message == f"Still to fill in: {', '.join(CASES[name].left_open)}."
    assert f"# NOT A VALID FEED YET: {caught.value.message}" in draft.read_text(encoding="utf-8")


def drafted(folder: Path, name: str, case: Case) -> str:
    path = folder / f"{name}.{case.ending}"
    path.write_text(case.content, encoding="utf-8")
    return draft_feed(path, "survey")


def said_at(feed: dict, key: str) -> object:
    """What stands under a dotted key."""
    said: object = feed
    for part in key.split("."):
        said = said[part]
    return said
