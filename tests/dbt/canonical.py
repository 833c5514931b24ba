"""A small delivery whose every figure can be worked out by hand.

Industry `banks`: `amber` with everything, `beryl` with a survey only, `coral` that too few asked about webcare,
`dunes` with ten evaluations, `ember` with none. Industry `shops`: `flint`, nothing known.
"""

from datetime import UTC, date, datetime, timedelta

SPRING = datetime(2025, 5, 1, 10, tzinfo=UTC).replace(tzinfo=None)
AUTUMN = datetime(2025, 10, 1, 12, tzinfo=UTC).replace(tzinfo=None)

AMBER = {"trust": 8, "consistency_1": 7, "ease_1": 9, "employee": 8}
BERYL = {"trust": 6, "consistency_1": 5, "ease_1": 5, "employee": 10}


def answer(item: str, value: float | None, scale: tuple[float, float] = (0, 10)) -> dict:
    low, high = map(float, scale)
    value = None if value is None else float(value)
    return {"item": item, "value": value, "scale_low": low, "scale_high": high, "is_proxy": False}


def evaluation(organisation: str, number: int, marks: dict, **columns) -> dict:
    batteries = {f"{name}_{n}": marks[name] for name in ("trust", "employee") for n in (1, 2, 3)}
    items = batteries | {item: mark for item, mark in marks.items() if item not in ("trust", "employee")}
    return {
        "record_key": f"{organisation}-{number}",
        "evaluation_id": f"{organisation}-{number}",
        "organisation_id": organisation,
        "completed_at": AUTUMN,
        "evaluation_type": "relational",
        "base_weight": 1.0,
        "count_qualified": 1,
        "answers": [answer(item, mark) for item, mark in items.items()],
    } | columns


def amber_evaluations() -> list[dict]:
    """100 of them: NPS 30, a tenth poor, three tenths nine-plus, 40 used webcare."""
    recommend = [9] * 50 + [8] * 30 + [6] * 20
    experience = [5] * 10 + [9] * 30 + [7] * 60
    webcare = [6] * 40 + [None] * 60
    marks = zip(recommend, experience, webcare, strict=True)
    return [
        evaluation("amber", n, AMBER | {"recommend": r, "experience": e, "webcare_1": w})
        for n, (r, e, w) in enumerate(marks)
    ]


def flat_evaluations(organisation: str, count: int, count_webcare: int) -> list[dict]:
    marks = BERYL | {"recommend": 8, "experience": 7}
    return [evaluation(organisation, n, marks | {"webcare_1": 5 if n < count_webcare else None}) for n in range(count)]


def survey(build_input) -> None:
    amber = amber_evaluations()
    # New Year in Amsterdam comes an hour before it comes in UTC.
    amber[0]["completed_at"] = datetime(2024, 12, 31, 23, 30)
    stale = [evaluation("amber", n, AMBER | {"recommend": 0, "experience": 0, "webcare_1": 0}) for n in range(3)]
    undated = [evaluation("amber", n, AMBER | {"recommend": 1, "experience": 1, "webcare_1": 1}) for n in (1, 2, 3)]
    others = flat_evaluations("beryl", 100, 40) + flat_evaluations("coral", 40, 20) + flat_evaluations("dunes", 10, 10)
    delivery = [
        {"record_key": None, "evaluation_id": None, "organisation_id": "amber", "completed_at": AUTUMN}
        | {"evaluation_type": "touchpoint", "touchpoint": "delivery", "answers": [answer("recommend", 10)]}
        | {"base_weight": 1.0, "count_qualified": 1}
        for _ in range(30)
    ]
    # The load ids would order these the other way round: the delivery date decides, and none is the oldest.
    build_input.add("evaluations", "load-3", stale, delivery_date=date(2025, 11, 1), stored_as="c")
    build_input.add("evaluations", "load-2", amber + others, delivery_date=date(2025, 11, 8), stored_as="b")
    build_input.add("evaluations", "load-4", undated, stored_as="a")
    build_input.add("evaluations", "load-5", delivery, delivery_date=date(2025, 11, 1))


def message(thread: int, step: int, **columns) -> dict:
    return {
        "record_key": f"{thread}-{step}",
        "message_id": f"{thread}-{step}",
        "in_reply_to_id": f"{thread}-{step - 1}" if step else None,
        "organisation_id": "amber",
        "is_from_organisation": bool(step),
        "channel": "x" if thread < 25 else "chat",
        "sent_at": SPRING + timedelta(hours=thread, minutes=60 * step),
        "is_automated": False,
    } | columns


def webcare(build_input) -> None:
    """40 threads: 30 answered after an hour, 30 complaints of which 15 resolved, 5 answered by a bot alone."""
    openings = [message(n, 0, is_complaint=n < 30) for n in range(40)]
    replies = [message(n, 1, is_resolved=n < 15) for n in range(30)]
    bots = [message(n, 1, is_automated=True) for n in range(30, 35)]
    post = message(99, 0, is_from_organisation=True, sent_at=datetime(2026, 3, 1))
    build_input.add("messages", "load-6", openings + replies + bots + [post])
    build_input.add("messages", "load-12", unaddressed(), feed="feed_of_nobody")


def unaddressed() -> list[dict]:
    """A file that says whose messages are only of the organisations' own: fifteen conversations, five of nobody's.

    Those of one customer alone would wait for others.
    """
    return [message for copy in range(5) for message in unaddressed_conversations(copy)]


def unaddressed_conversations(copy: int) -> list[dict]:

    def say(number: int, answers: int | None = None, organisation: str | None = None, **columns) -> dict:
        return {
            "record_key": f"u{copy}-{number}",
            "message_id": f"u{copy}-{number}",
            "in_reply_to_id": None if answers is None else f"u{copy}-{answers}",
            "organisation_id": organisation,
            "is_from_organisation": organisation is not None,
            "channel": "x",
            "sent_at": SPRING + timedelta(minutes=number),
        } | columns

    return [
        say(0, mentioned_organisation_id="beryl"),
        say(1, answers=0, organisation="coral"),
        say(2, answers=0, organisation="beryl"),
        say(3, answers=2),
        say(4, answers=3, organisation="beryl"),
        say(5, mentioned_organisation_id="beryl"),
        say(6),
    ]


def case(number: int) -> list[dict]:
    """Four are reworked, three reopened, three followed by a repeat contact; 24 of 32 keep their promise.

    The three keep it by their second closing: the first was undone.
    """
    customer, start = number, SPRING + timedelta(hours=number)
    if number in (30, 31, 32):
        customer, start = number - 23, SPRING + timedelta(hours=number - 23, days=5)
    late = number >= 24
    promised = start + timedelta(days=3) if number < 32 else None
    steps = [("open", "opened", 0), ("handle", None, 1), ("close", "closed", 120 if late else 48)]
    steps += [("handle", None, 2)] if number < 4 else []
    steps += [("again", "reopened", 50), ("close at last", "closed", 60)] if number in (4, 5, 6) else []
    return [
        {
            "case_id": f"case-{number}",
            "organisation_id": "amber",
            "customer_id": f"customer-{customer}",
            "topic": "bill",
            "process": "complaint" if number < 25 else "order",
            "activity": activity,
            "milestone": milestone,
            "occurred_at": start + timedelta(hours=hours),
            "promised_at": promised,
        }
        for activity, milestone, hours in steps
    ]


def process(build_input) -> None:
    events = [event for number in range(40) for event in case(number)]
    last = [{**case(0)[1], "activity": "remember", "occurred_at": datetime(2026, 3, 1)}]
    build_input.add("events", "load-7", events + last)
    claims = [
        {"case_id": f"claim-{n}", "organisation_id": "beryl", "process": "claim"}
        | {"started_at": SPRING + timedelta(hours=n), "closed_at": SPRING + timedelta(hours=n + 24)}
        for n in range(30)
    ]
    build_input.add("cases", "load-9", claims)


def reference(build_input) -> None:
    def organisation(code: str, industry: str, **columns) -> dict:
        described = {"organisation_id": code, "wave": 2025, "name": code.title(), "industry": industry}
        return {"record_key": f"{code}-{columns.get('wave', 2025)}"} | described | columns

    banks = [organisation(name, "banks") for name in ("beryl", "coral", "dunes", "ember")]
    amber = organisation("amber", "banks", count_customers=50_000, count_complaint_body_cases=50)
    renamed = organisation("amber", "insurers", wave=2024, name="Amber of old")
    build_input.add("organisations", "load-1", [amber, renamed, *banks, organisation("flint", "shops")])


def deliver(build_input) -> None:
    reference(build_input)
    survey(build_input)
    webcare(build_input)
    process(build_input)
    build_input.ledger.append(
        {"load_id": "load-8", "feed": "feed_of_events", "source": "process", "entity": "events", "verdict": "rejected"}
        | {"reason_code": "unreadable"}
    )
