"""Pairs of builds between which a few persons come, change or go: an organisation per case."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tests.dbt.builds import BuildInput
from tests.dbt.canonical import answer

MAY = datetime(2026, 5, 1, 9)
JUNE = datetime(2026, 6, 20, 10)
MARKS = (9, 7, 3)
FIRST, SECOND = date(2026, 9, 1), date(2026, 10, 1)


def evaluation(organisation: str, number: int, mark: float | None, at: datetime = MAY, **columns) -> dict:
    key = f"{organisation}-{number}"
    return {
        "record_key": key,
        "evaluation_id": key,
        "respondent_id": key,
        "organisation_id": organisation,
        "completed_at": at + timedelta(hours=number),
        "evaluation_type": "relational",
        "base_weight": 1.0,
        "count_qualified": 1,
        "answers": [answer("recommend", mark)],
    } | columns


def thirty(organisation: str, **columns) -> list[dict]:
    """Ten promoters, ten passives, ten detractors."""
    return [evaluation(organisation, n, MARKS[n % 3], **columns) for n in range(30)]


def newcomers(organisation: str, marks: Iterable[float | None], at: datetime = JUNE, **columns) -> list[dict]:
    return [evaluation(organisation, 30 + n, mark, at, **columns) for n, mark in enumerate(marks)]


# What the second delivery brings after `thirty` of the first; of those in WAITS nothing may follow.
WAITS = {
    "one": newcomers("one", [2]),
    "four": newcomers("four", [2] * 4),
    "corrected": [evaluation("corrected", 0, 0)],
    "four_corrected": [evaluation("four_corrected", n, 0) for n in range(4)],
    "taken_back": [evaluation("taken_back", 0, None, is_withdrawn=True)],
    "delivered_whole_again": [*thirty("delivered_whole_again"), *newcomers("delivered_whole_again", [2])],
    "delivered_with_comments": [
        *thirty("delivered_with_comments", comment="good"),
        *newcomers("delivered_with_comments", [2]),
    ],
    "answered_by_one": newcomers("answered_by_one", [2, None, None, None, None]),
    "no_contact": [
        *newcomers("no_contact", [2]),
        *[evaluation("no_contact", n, 2, JUNE, has_recent_contact=False) for n in range(40, 45)],
    ],
    "one_person": newcomers("one_person", [2] * 6, respondent_id="the same"),
    "another_touchpoint": newcomers("another_touchpoint", [2] * 4)
    + [evaluation("another_touchpoint", 50 + n, 2, evaluation_type="touchpoint", touchpoint="desk") for n in range(4)],
}
COUNTS = {
    "five": newcomers("five", [2] * 5),
    "five_corrected": [evaluation("five_corrected", n, 0) for n in range(5)],
    "four_and_a_correction": [*newcomers("four_and_a_correction", [2] * 4), evaluation("four_and_a_correction", 0, 0)],
}


def question(organisation: str, number: int, **columns) -> dict:
    key = f"{organisation}-{number}"
    return {
        "record_key": key,
        "message_id": key,
        "author_id": key,
        "organisation_id": organisation,
        "is_from_organisation": False,
        "channel": "x",
        "sent_at": MAY + timedelta(hours=number),
    } | columns


def reply(organisation: str, number: int, **columns) -> dict:
    key = f"{organisation}-{number}"
    own = {"in_reply_to_id": key, "author_id": organisation, "is_from_organisation": True}
    return question(organisation, number, **own) | {"record_key": f"{key}-r", "message_id": f"{key}-r"} | columns


def again(organisation: str, number: int, **columns) -> dict:
    """What a customer says later in the thread of his question."""
    return reply(organisation, number, author_id=f"{organisation}-{number}", is_from_organisation=False, **columns)


def case(organisation: str, number: int, **columns) -> dict:
    key = f"{organisation}-{number}"
    own = {"record_key": key, "case_id": key, "customer_id": key, "organisation_id": organisation}
    return own | {"process": "order", "started_at": MAY + timedelta(hours=number)} | columns


def event(organisation: str, number: int, **columns) -> dict:
    key = f"{organisation}-{number}"
    own = {"case_id": key, "customer_id": key, "organisation_id": organisation, "process": "order"}
    return own | {"activity": "open", "occurred_at": MAY + timedelta(hours=number)} | columns


def said(organisation: str, number: int, step: int, **columns) -> dict:
    """A message of a chat that a greeting opens; nobody's name is delivered."""
    key = f"{organisation}-{number}-{step}"
    opening = {"in_reply_to_id": f"{organisation}-{number}-0"} if step else {"is_automated": True}
    said_at = MAY + timedelta(hours=number, minutes=step)
    own = {"record_key": key, "message_id": key, "author_id": None, "sent_at": said_at}
    return question(organisation, number, **own, is_from_organisation=not step, **opening) | columns


NEXT_YEAR = datetime(2027, 1, 2, 10)
CLOSED = MAY + timedelta(days=40)
OPERATIONS = {
    "answered_in_private": (
        "messages",
        [question("answered_in_private", n) for n in range(30)],
        [reply("answered_in_private", n, channel="mail" if n == 4 else "x") for n in range(5)],
    ),
    "answered_next_year": (
        "messages",
        [question("answered_next_year", n) for n in range(30)],
        [reply("answered_next_year", n, **{"sent_at": NEXT_YEAR} if n == 4 else {}) for n in range(5)],
    ),
    "asked_on": (
        "messages",
        [question("asked_on", n) for n in range(30)],
        [again("asked_on", n, **{"sent_at": NEXT_YEAR} if n == 4 else {}) for n in range(5)],
    ),
    "chatted": (
        "messages",
        [said("chatted", n, 0) for n in range(6)] + [said("chatted", n % 5, 1 + n // 5) for n in range(24)],
        [said("chatted", 5, step) for step in range(1, 7)],
    ),
    "earlier": (
        "messages",
        [question("earlier", n) for n in range(30)],
        [question("earlier", n, sent_at=MAY - timedelta(days=1)) for n in range(2)],
    ),
    "asked": ("messages", [question("asked", n) for n in range(30)], [question("asked", 30)]),
    "answered": ("messages", [question("answered", n) for n in range(30)], [reply("answered", n) for n in range(4)]),
    "ordered": ("cases", [case("ordered", n) for n in range(30)], [case("ordered", 30)]),
    "closed": ("cases", [case("closed", n) for n in range(30)], [case("closed", 0, closed_at=CLOSED)]),
    "logged": (
        "events",
        [event("logged", n) for n in range(30)],
        [event("logged", 0, activity="close", occurred_at=CLOSED), event("logged", 31)],
    ),
}


def deliver(build_input: BuildInput, count: int) -> None:
    """The first `count` deliveries of every case. Of a feed without dates each is a load of its own, in any order."""
    names = [*WAITS, *COUNTS, *OPERATIONS, "undated"]
    described = [{"record_key": name, "organisation_id": name, "name": name, "industry": "shops"} for name in names]
    build_input.add("organisations", "o", [row | {"wave": 2026} for row in described])
    undated = [("z", thirty("undated")), ("a", newcomers("undated", [2]))]
    for load_id, rows in undated[:count]:
        build_input.add("evaluations", load_id, rows, feed="without_dates")
    for place, day in list(enumerate((FIRST, SECOND)))[:count]:
        rows = [row for name, second in (WAITS | COUNTS).items() for row in (thirty(name), second)[place]]
        build_input.add("evaluations", f"survey{place}", rows, delivery_date=day)
        for entity in ("messages", "cases", "events"):
            rows = [row for kind, *parts in OPERATIONS.values() if kind == entity for row in parts[place]]
            build_input.add(entity, f"{entity}{place}", rows, delivery_date=day)
