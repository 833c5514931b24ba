"""Random conversations and cases of the organisations and waves of `random_surveys`."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from tests.oracles.operations import Case, Message, Question, year_end
from tests.spec.random_surveys import ORGANISATIONS, WAVES

AUTHORS, CUSTOMERS, TOPICS = 300, 200, ("bill", "delivery", "moving")
# Per organisation and wave, about the least base of 30.
SIZES = (29, 30, 40)
# Every industry has one organisation without webcare and one without a log of cases.
WITH_WEBCARE = [name for name in ORGANISATIONS if not name.endswith("4")]
WITH_CASES = [name for name in ORGANISATIONS if not name.endswith("3")]


def draw_questions(waves: range = WAVES, seed: int = 2013) -> list[Question]:
    random = Random(seed)  # noqa: S311
    return [
        _question(random, f"{wave}-{name}-{n}", name, wave)
        for wave in _and_next(waves)
        for name in WITH_WEBCARE
        for n in range(random.choice(SIZES))
    ] + [question for wave in _and_next(waves) for name in WITH_WEBCARE for question in _late_questions(name, wave)]


def _and_next(waves: range) -> range:
    """A year more than is compared: what is asked in the last one is answered, and observed, in the next."""
    return range(waves.start, waves.stop + 1)


def _late_questions(organisation: str, wave: int) -> Iterator[Question]:
    """Asked in the old year and answered in the new, in time and too late; replies to fewer than five would wait."""
    asked_at = datetime(wave, 12, 30)
    for n, days in enumerate((3, 5, 8, 9, 20, 21)):
        messages = (
            Message(asked_at, requires_answer=True, is_complaint=True),
            Message(asked_at + timedelta(days=days), is_from_organisation=True, is_resolved=True),
        )
        yield Question(f"late-{wave}-{organisation}-{n}", organisation, f"late {n}", "x", wave, messages)


def _question(random: Random, label: str, organisation: str, wave: int) -> Question:
    """A customer asks, perhaps again; perhaps one reply or two come; perhaps the customer says thanks."""
    asked_at = _some_time(random, wave)
    messages = [_customer(random, asked_at, is_complaint=random.random() < 0.6)]
    waits = random.choice((None, 20.0, random.lognormvariate(4, 2), random.lognormvariate(7, 2)))
    replied_at = None if waits is None else asked_at + timedelta(minutes=round(waits))
    if random.random() < 0.3:
        reminded_at = asked_at + timedelta(hours=random.randint(1, 100))
        if replied_at is None or reminded_at < replied_at:
            messages.append(_customer(random, reminded_at, is_complaint=False))
    if replied_at is not None:
        messages.append(Message(replied_at, is_from_organisation=True, is_resolved=random.random() < 0.4))
        if random.random() < 0.4:
            thanked_at = replied_at + timedelta(minutes=random.randint(1, 1000))
            messages.append(_customer(random, thanked_at, is_complaint=False))
        if random.random() < 0.4:
            again = replied_at + timedelta(hours=random.randint(17, 200))
            messages.append(Message(again, is_from_organisation=True, is_resolved=random.random() < 0.5))
    author = f"author {random.randrange(AUTHORS)}"
    said = tuple(message for message in messages if message.sent_at < year_end(wave))
    return Question(label, organisation, author, random.choice(("x", "chat")), wave, said)


def _customer(random: Random, sent_at: datetime, *, is_complaint: bool) -> Message:
    sentiment = random.choice((None, -1.0, -0.5, 0.0, 0.25, 1.0))
    return Message(sent_at, is_complaint=is_complaint, sentiment=sentiment, requires_answer=random.random() < 0.8)


def draw_cases(waves: range = WAVES, seed: int = 2014) -> list[Case]:
    random = Random(seed)  # noqa: S311
    return [
        _case(random, f"{wave}-{name}-{n}", name, wave)
        for wave in _and_next(waves)
        for name in WITH_CASES
        for n in range(random.choice(SIZES))
    ]


def _case(random: Random, label: str, organisation: str, wave: int) -> Case:
    started_at = _some_time(random, wave)
    hours = random.choice((5, 48, 300, 900))
    steps = [("open", "opened", 0.0), ("handle", None, 1.0)]
    steps += [("handle", None, 2.0)] if random.random() < 0.15 else []
    if random.random() < 0.9:
        steps.append(("close", "closed", hours))
        if random.random() < 0.2:
            steps.append(("take up again", "reopened", hours + 20))
            steps += [("close at last", "closed", hours + 40)] if random.random() < 0.8 else []
    return Case(
        label,
        organisation,
        f"customer {random.randrange(CUSTOMERS)}",
        random.choice(TOPICS),
        wave,
        started_at,
        random.choice((None, started_at + timedelta(hours=100), started_at + timedelta(hours=310))),
        tuple((name, milestone, started_at + timedelta(hours=after)) for name, milestone, after in steps),
    )


def _some_time(random: Random, wave: int) -> datetime:
    """In the year of the wave; a quarter of them in its last days, so that the observation ends first."""
    first_day = 355 if random.random() < 0.25 else 10
    return datetime(wave, 1, 1) + timedelta(days=random.randint(first_day, 363), minutes=random.randrange(1440))


def message_rows(questions: list[Question]) -> Iterator[dict]:
    """A thread per question; each message replies to the one before, but a reminder and thanks to the question."""
    for question in questions:
        for number, message in enumerate(question.messages):
            yield {
                "record_key": f"{question.label}-{number}",
                "message_id": f"{question.label}-{number}",
                "in_reply_to_id": f"{question.label}-0" if number else None,
                "organisation_id": question.organisation,
                "author_id": None if message.is_from_organisation else question.author,
                "is_from_organisation": message.is_from_organisation,
                "channel": question.channel,
                "sent_at": message.sent_at,
                "requires_answer": message.requires_answer,
                "is_complaint": message.is_complaint,
                "is_resolved": message.is_resolved,
                "sentiment": message.sentiment,
            }


def event_rows(cases: list[Case]) -> Iterator[dict]:
    for case in cases:
        for activity, milestone, occurred_at in case.steps:
            yield {
                "case_id": case.label,
                "organisation_id": case.organisation,
                "customer_id": case.customer,
                "process": "order",
                "topic": case.topic,
                "activity": activity,
                "milestone": milestone,
                "occurred_at": occurred_at,
                "promised_at": case.promised_at,
            }
