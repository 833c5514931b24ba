"""Marks as respondents give them: whole where the question is, and each on the scale of its row."""

import pytest
from environments import SURVEY
from properties.staged import connect, stage_bytes

from centricity.feeds.definition import Feed

COLUMNS = {"evaluation_id": "id", "organisation_id": {"constant": "A"}, "completed_at": "tijd"}
BY_COLUMN = {"from": "nps", "scale_from": "schaal", "scales": {"0-10": [0, 10], "1-10": [1, 10]}}


def feed_of(item: str = "recommend", **answer: object) -> Feed:
    values = {"decimal_sign": ",", "timestamp_format": "%Y-%m-%d"}
    said = {item: {"from": "nps", "scale": [0, 10]} | answer}
    return Feed.model_validate(SURVEY | {"columns": COLUMNS, "values": values, "answers": said, "ignored": ["schaal"]})


def by_row(answer: dict) -> Feed:
    values = {"decimal_sign": ",", "timestamp_format": "%Y-%m-%d"}
    answers = {"recommend": answer, "trust_1": {"from": "vertrouwen", "scale": [1, 5]}}
    return Feed.model_validate(SURVEY | {"columns": COLUMNS, "values": values, "answers": answers})


@pytest.fixture(scope="module")
def connection():
    with connect() as connection:
        yield connection


def staged(connection, feed: Feed, header: str, *rows: str) -> list[dict]:
    lines = [header, *(f"E{place};2026-05-01;{row}" for place, row in enumerate(rows))]
    return stage_bytes(connection, feed, "survey_2026-06-01.csv", "\n".join([*lines, ""]).encode()).rows


@pytest.mark.parametrize(
    ("item", "answer", "problem"),
    [
        ("recommend", {}, "fractional_mark"),
        ("recommend", {"scale": [1, 10]}, "fractional_mark"),
        ("recommend", {"decimals": True}, None),
        ("experience", {}, "fractional_mark"),
        ("experience", {"scale": [1, 10]}, None),
        ("experience", {"scale": [1, 10], "decimals": False}, "fractional_mark"),
        ("ease_1", {}, None),
        ("ease_1", {"decimals": False}, "fractional_mark"),
        ("recommend", {"labels": {"6,7": 7, "7": 7, "7,0": 7}}, None),
        ("recommend", {"labels": {"6,7": 6.7, "7": 7, "7,0": 7}}, "fractional_mark"),
    ],
)
def test_a_mark_with_decimals_is_none_where_the_question_is_whole(connection, item, answer, problem):
    rows = staged(connection, feed_of(item, **answer), "id;tijd;nps;schaal", "6,7;x", "7;x", "7,0;x", ";x")
    assert [row["problem_code"] for row in rows] == [problem, None, None, None]
    assert rows[0]["problem_column"] == ("nps" if problem else None)


def test_each_row_has_the_scale_that_it_says(connection):
    header, rows = "id;tijd;nps;schaal;vertrouwen", ["0;0-10;5", "9;1-10;4", "7;0-11;3", "7;;3", ";1-10;2", ";;1"]
    found = staged(connection, by_row(BY_COLUMN), header, *rows)
    assert [(row["problem_code"], row["problem_column"]) for row in found] == [
        *[(None, None)] * 2,
        *[("unknown_scale", "schaal")] * 2,
        *[(None, None)] * 2,
    ]
    answers = [[tuple(answer.values()) for answer in found[place]["answers"]] for place in (0, 1, 4, 5)]
    assert answers == [
        [("recommend", 0, 0, 10, False), ("trust_1", 5, 1, 5, False)],
        [("recommend", 9, 1, 10, False), ("trust_1", 4, 1, 5, False)],
        [("recommend", None, 1, 10, False), ("trust_1", 2, 1, 5, False)],
        [("recommend", None, None, None, False), ("trust_1", 1, 1, 5, False)],
    ]


def test_an_expression_may_tell_the_old_scale_from_the_new(connection):
    scale_from = {"sql": "case when tijd < '2026-07-01' then 'old' else 'new' end"}
    feed = by_row({"from": "nps", "scale_from": scale_from, "scales": {"old": [0, 10], "new": [1, 10]}})
    content = "id;tijd;nps;vertrouwen\n1;2026-06-30;0;1\n2;2026-07-01;1;1\n"
    rows = stage_bytes(connection, feed, "survey_2026-09-01.csv", content.encode()).rows
    assert [row["answers"][0]["scale_low"] for row in rows] == [0, 1]


def test_a_scale_may_be_turned_round_in_mid_year(connection):
    by_text = {"from": "nps", "scale_from": "tijd", "scales": {"old": [1, 5], "new": [5, 1]}}
    content = "id;tijd;nps;vertrouwen\n1;old;2;1\n2;new;2;1\n3;new;6;1\n"
    rows = stage_bytes(connection, by_row(by_text), "survey_2026-09-01.csv", content.encode()).rows
    answers = [tuple(row["answers"][0].values()) for row in rows]
    assert answers == [("recommend", mark, 1, 5, False) for mark in (2, 4, 0)]


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ({"from": "nps"}, "say `scale:"),
        ({"from": "nps", "scale_from": "schaal"}, "say `scale:"),
        ({"from": "nps", "scales": {"a": [0, 10]}}, "say `scale:"),
        (BY_COLUMN | {"scale": [0, 10]}, "say `scale:"),
        (BY_COLUMN | {"scales": {"0-10": [0, 10], "1-7": [1, 7]}}, "has no cut points"),
        (BY_COLUMN | {"scales": {"0-10": [5, 5]}}, "a scale is"),
    ],
)
def test_an_answer_says_its_scale_in_one_way(answer, wrong):
    with pytest.raises(ValueError, match=wrong):
        by_row(answer)
