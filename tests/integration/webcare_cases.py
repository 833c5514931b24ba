"""Conversations that went wrong where a conversation was what its earliest message is; each with its right figures.

Deliveries are those of practice 01, 03, 04, 06, 07 and 09. All messages of a delivery come out of order.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from environments import Environment
from integration.pipeline import query

from centricity.settings import PROJECT, Settings

FEED = {
    "source": "webcare",
    "entity": "messages",
    "description": "Messages.",
    "format": {"type": "jsonl"},
    "values": {"timestamp_format": "%Y-%m-%dT%H:%M:%S%z"},
    "key": ["id"],
    "columns": {
        "message_id": "id",
        "in_reply_to_id": "parent",
        "organisation_id": "org",
        "author_id": "author",
        "is_from_organisation": {"from": "who", "labels": {"c": False, "o": True}},
        "channel": {"constant": "facebook"},
        "sent_at": "at",
    },
}
HOURS = {
    "feed": "openingstijden",
    "source": "reference",
    "entity": "service_hours",
    "description": "When the desks answer.",
    "file_pattern": "openingstijden_{date}.csv",
    "format": {"type": "csv", "delimiter": ";"},
    "columns": {
        "organisation_id": "organisatie",
        "channel": "kanaal",
        "weekday": {"from": "dag", "labels": {"ma": 1, "di": 2, "wo": 3, "do": 4, "vr": 5}},
        "opens": "open",
        "closes": "dicht",
        "valid_from": "van",
        "valid_until": "tot",
    },
}
SPRING = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("UTC"))
FRIDAY = datetime(2026, 1, 2, 17, 5, tzinfo=ZoneInfo("Europe/Amsterdam"))
HALF_AN_HOUR = timedelta(minutes=30)
COLUMNS = (
    "count_conversations, count_answered, median_first_response_minutes, count_messages, count_replies, count_left_out"
)


def deliver_conversations(environment: Environment) -> None:
    for feed, (organisation, deliveries) in CONVERSATIONS.items():
        definition = FEED | {"feed": feed, "file_pattern": f"{feed}_{{date}}.jsonl"}
        _write_feed(environment, feed, yaml.safe_dump(definition))
        for date, messages in deliveries.items():
            end = said("end", None, datetime(2026, 10, 31, tzinfo=ZoneInfo("UTC")), "c")
            lines = [json.dumps({"org": organisation} | message) for message in (*messages(), end)]
            environment.deliver(feed, f"{feed}_{date}.jsonl", "\n".join([*reversed(lines), ""]))
    _deliver_chats(environment)
    _write_feed(environment, "openingstijden", yaml.safe_dump(HOURS))
    week = "".join(f"W12;;{day};9:00;17:00;;\n" for day in ("ma", "di", "wo", "do", "vr"))
    easter = "W12;;;;;2026-04-06;2026-04-06\n"
    environment.deliver(
        "openingstijden", "openingstijden_2026-01-01.csv", f"organisatie;kanaal;dag;open;dicht;van;tot\n{week}{easter}"
    )


def _write_feed(environment: Environment, feed: str, text: str) -> None:
    (environment.feeds / f"{feed}.yml").write_text(text, encoding="utf-8")


def said(name: str, parent: str | None, at: datetime, who: str, author: str = "somebody") -> dict:
    return {"id": name, "parent": parent, "at": at.isoformat(), "who": who, "author": author}


def pair(n: int, asked_at: datetime, parent: str | None = None, wait: timedelta = HALF_AN_HOUR) -> Iterator[dict]:
    """A customer's question, and its answer."""
    yield said(f"q{n}", parent, asked_at, "c", f"customer {n}")
    yield said(f"a{n}", f"q{n}", asked_at + wait, "o", "agent")


def below_a_post() -> Iterator[dict]:
    yield said("post", None, SPRING - timedelta(hours=1), "o", "agent")
    for n in range(40):
        question, answer = pair(n, SPRING + timedelta(hours=n), "post")
        yield from (question, answer) if n % 2 else (question,)


def in_another_s_thread() -> Iterator[dict]:
    for n in range(40):
        asked_at = SPRING + timedelta(hours=n)
        yield from pair(n, asked_at)
        yield said(f"b{n}", f"q{n}", asked_at + timedelta(minutes=90), "c", f"other {n}")


def endless() -> Iterator[dict]:
    for n in range(40):
        yield from pair(n, datetime(2025, 11, 3, 10, tzinfo=ZoneInfo("UTC")) + timedelta(hours=n))
        for month in (3, 6):
            asked_at = datetime(2026, month, 3, 10, tzinfo=ZoneInfo("UTC")) + timedelta(hours=n)
            yield said(f"{month}-{n}", f"q{n}", asked_at, "c", f"customer {n}")


def before_the_edit() -> Iterator[dict]:
    for n in range(40):
        yield from pair(n, SPRING + timedelta(hours=3 * n))


def the_edits() -> Iterator[dict]:
    for n in range(0, 40, 2):
        edited, _ = pair(n, SPRING + timedelta(hours=3 * n + 1))
        yield edited


def over_the_weekend() -> Iterator[dict]:
    """Fridays at 17:05 to Mondays at 9:05."""
    for n in range(40):
        yield from pair(n, FRIDAY + timedelta(weeks=n), wait=timedelta(hours=64))


CONVERSATIONS = {
    "w5": ("W5", {"2026-11-01": below_a_post}),
    "w6": ("W6", {"2026-11-01": in_another_s_thread}),
    "w7": ("W7", {"2026-11-01": endless}),
    "w8": ("W8", {"2026-04-01": before_the_edit, "2026-11-01": the_edits}),
    "w12": ("W12", {"2026-11-01": over_the_weekend}),
}


def _deliver_chats(environment: Environment) -> None:
    """Forty chats that a greeting opens, as the example feed reads them."""
    example = (PROJECT / "dags/feeds/examples/chatwoot.yml").read_text(encoding="utf-8")
    feed = example.replace("feed: chatwoot", "feed: w1").replace("chatwoot_{date}", "w1_{date}")
    _write_feed(environment, "w1", feed.replace("constant: Alfa", "constant: W1"))
    chats = [{"id": n, "meta": {"channel": "Channel::WebWidget"}, "messages": list(_chat(n))} for n in range(40)]
    environment.deliver("w1", "w1_2026-11-01.json", json.dumps({"data": {"payload": chats}}))


def _chat(n: int) -> Iterator[dict]:
    opened_at = SPRING + timedelta(hours=n)
    turns = [(3, opened_at), (0, opened_at + timedelta(days=1))]
    turns += [(1, opened_at + timedelta(days=1) + HALF_AN_HOUR)] if n % 2 else []
    for step, (kind, at) in enumerate(turns):
        sender = {3: None, 0: "Contact", 1: "User"}[kind]
        yield {
            "id": 10 * n + step,
            "content": "x",
            "message_type": kind,
            "created_at": int(at.timestamp()),
            "private": False,
            "sender_type": sender,
            "sender_id": sender and n,
        }


def figures(home: Settings, organisation: str, columns: str = COLUMNS) -> list[tuple]:
    return query(
        home,
        f"select {columns} from fct_webcare_performance where method_version = 'M0' and channel = 'all' "
        f"and organisation_id = '{organisation}' order by wave",
    )


def practice_01(home: Settings, folder: Path) -> None:
    assert figures(home, "W1") == [(40, 20, 30, 100, 20, 40)]
    assert figures(home, "W1", "left_out_reasons") == [([{"reason_code": "automated", "count": 40}],)]


def practice_03(home: Settings, folder: Path) -> None:
    assert figures(home, "W5") == [(41, 20, 30, 62, 20, 1)]
    assert figures(home, "W5", "left_out_reasons") == [([{"reason_code": "own_post", "count": 1}],)]


def practice_04(home: Settings, folder: Path) -> None:
    assert figures(home, "W6") == [(81, 40, 30, 121, 40, 0)]


def practice_06(home: Settings, folder: Path) -> None:
    assert figures(home, "W7") == [(40, 40, 30, 80, 40, 0), (81, 0, None, 81, 0, 0)]


def practice_07(home: Settings, folder: Path) -> None:
    assert figures(home, "W8") == [(41, 40, 30, 81, 40, 0)]


def practice_09(home: Settings, folder: Path) -> None:
    assert figures(home, "W12") == [(41, 40, 3840, 81, 40, 0)]
    service = "count_in_service_hours, median_first_response_service_minutes, service_hours_reason"
    assert figures(home, "W12", service) == [(41, 5, None)]
    assert figures(home, "W8", service) == [(0, None, "no_service_hours")]


def every_message_counts_once(home: Settings, folder: Path) -> None:
    """Messages in = questions + replies + left out, of every feed of messages."""
    rows = query(
        home,
        "select feed, sum(records_accepted - count_superseded - count_withdrawn - count_waiting)::int, "
        "sum(count_questions)::int, sum(count_replies)::int, sum(count_left_out)::int "
        "from fct_load where entity = 'messages' group by feed",
    )
    assert {feed for feed, *_ in rows} >= {"w1", *CONVERSATIONS}
    for feed, messages, questions, replies, left_out in rows:
        assert messages == questions + replies + left_out, (feed, messages, questions, replies, left_out)


CASES = (
    *(practice_01, practice_03, practice_04, practice_06, practice_07, practice_09),
    every_message_counts_once,
)
