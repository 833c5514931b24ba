"""Figures of questions and of cases: section 3, questions and cases; their errors: section 5, shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from tests.oracles import method
from tests.oracles.design import Design, standard_error
from tests.oracles.survival import kaplan_meier_median

Units = Mapping[str, float | None]


@dataclass(frozen=True)
class Message:
    """Times are UTC."""

    sent_at: datetime
    is_from_organisation: bool = False
    is_complaint: bool | None = None
    is_resolved: bool | None = None
    requires_answer: bool | None = None
    sentiment: float | None = None


@dataclass(frozen=True)
class Question:
    """A conversation that holds one question, with all that was said in it."""

    label: str
    organisation: str
    author: str
    channel: str
    wave: int
    messages: tuple[Message, ...]

    @property
    def asked_at(self) -> datetime:
        return self.messages[0].sent_at

    @property
    def replied_at(self) -> datetime | None:
        return min((m.sent_at for m in self.messages if m.is_from_organisation), default=None)

    def of_customer(self, until: datetime | None = None) -> list[Message]:
        said = [m for m in self.messages if not m.is_from_organisation and (until is None or m.sent_at <= until)]
        return sorted(said, key=lambda message: message.sent_at)

    def before_reply(self) -> list[Message]:
        return [m for m in self.of_customer() if self.replied_at is None or m.sent_at <= self.replied_at]


@dataclass(frozen=True)
class Case:
    """Steps are activity, milestone and instant."""

    label: str
    organisation: str
    customer: str
    topic: str
    wave: int
    started_at: datetime
    promised_at: datetime | None
    steps: tuple[tuple[str, str | None, datetime], ...]

    def reached(self, milestone: str) -> list[datetime]:
        return sorted(at for _, name, at in self.steps if name == milestone)


class Rate(NamedTuple):
    """A share or mean of units, its error and the base."""

    value: float
    standard_error: float | None
    df: int
    base: int


def year_end(wave: int) -> datetime:
    """The last instant of the year in Amsterdam, as UTC."""
    local = datetime(wave + 1, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def question_outcomes(questions: Sequence[Question], version: str) -> dict[str, dict[str, float]]:
    """By indicator, the outcome of each question in its base; observed until some days after the wave."""
    found: dict[str, dict[str, float]] = {"webcare_response": {}, "webcare_resolution": {}, "webcare_tone": {}}
    within = timedelta(hours=method.parameter(version, "resolution_hours"))
    for question in questions:
        until = _observed_until(question.wave, version, "webcare_observation_days")
        if any(message.requires_answer for message in question.before_reply()):
            found["webcare_response"][question.label] = float(_is_answered(question, until))
        is_complaint = any(message.is_complaint for message in question.before_reply())
        if is_complaint and question.asked_at + within <= until:
            resolved = min((m.sent_at for m in question.messages if m.is_resolved), default=None)
            found["webcare_resolution"][question.label] = float(
                resolved is not None and resolved <= question.asked_at + within
            )
        said = question.of_customer(until)
        if len(said) >= 2 and None not in (said[0].sentiment, said[-1].sentiment):
            found["webcare_tone"][question.label] = said[-1].sentiment - said[0].sentiment
    return found


def median_response_minutes(questions: Sequence[Question], version: str) -> tuple[float | None, int]:
    """The Kaplan-Meier median of the questions that require an answer, and how many these are."""
    durations, ended = [], []
    for question in questions:
        if not any(message.requires_answer for message in question.before_reply()):
            continue
        until = _observed_until(question.wave, version, "webcare_observation_days")
        ended.append(_is_answered(question, until))
        end = question.replied_at if ended[-1] else until
        durations.append((end - question.asked_at).total_seconds() / 60)
    return (kaplan_meier_median(durations, ended), len(durations)) if durations else (None, 0)


def case_outcomes(cases: Sequence[Case], version: str) -> dict[str, dict[str, float]]:
    """By indicator, the outcome of each case in its base; `cases` are all of the organisations that they are of."""
    found: dict[str, dict[str, float]] = {
        "process_first_time_right": {},
        "process_in_promise": {},
        "process_rework_free": {},
    }
    contacts = _next_contacts(cases)
    repeat = timedelta(days=method.parameter(version, "repeat_contact_days"))
    for case in cases:
        until = _observed_until(case.wave, version, "process_observation_days")
        activities = [name for name, _, at in case.steps if at <= until]
        is_reworked = len(activities) > len(set(activities))
        is_reopened = any(at <= until for at in case.reached("reopened"))
        contact = contacts.get(case.label)
        is_repeated = contact is not None and contact <= min(case.started_at + repeat, until)
        found["process_first_time_right"][case.label] = float(not (is_reworked or is_reopened or is_repeated))
        found["process_rework_free"][case.label] = float(not is_reworked)
        closed_at = _closed_at(case, until)
        if case.promised_at is not None and (closed_at is not None or case.promised_at < until):
            found["process_in_promise"][case.label] = float(closed_at is not None and closed_at <= case.promised_at)
    return found


def rate(outcomes: Units, units: Mapping[str, str], stratum: set[str]) -> Rate | None:
    """The mean of outcomes with its error, by authors or customers; None without any.

    Args:
        outcomes: by label of a question or case of one organisation.
        units: by label, who asked or called.
        stratum: all units of the wave, whatever the organisation.
    """
    if not outcomes:
        return None
    mean = sum(outcomes.values()) / len(outcomes)
    own = [units[label] for label in outcomes]
    others = sorted(stratum - set(own))
    deviations = [(value - mean) / len(outcomes) for value in outcomes.values()] + [0.0] * len(others)
    design = Design(np.array([""] * len(deviations)), np.array(own + others))
    df = len(set(own)) - 1
    return Rate(mean, standard_error(design.centred(np.array(deviations))) if df else None, df, len(outcomes))


def _observed_until(wave: int, version: str, parameter: str) -> datetime:
    return year_end(wave) + timedelta(days=method.parameter(version, parameter))


def _is_answered(question: Question, until: datetime) -> bool:
    return question.replied_at is not None and question.replied_at <= until


def _next_contacts(cases: Sequence[Case]) -> dict[str, datetime]:
    """By label, the start of the same customer's next case of the same topic and organisation."""
    by_customer: dict[tuple, list[Case]] = {}
    for case in cases:
        by_customer.setdefault((case.organisation, case.customer, case.topic), []).append(case)
    pairs = (pair for same in by_customer.values() for pair in pairwise(sorted(same, key=lambda c: c.started_at)))
    return {earlier.label: later.started_at for earlier, later in pairs}


def _closed_at(case: Case, until: datetime) -> datetime | None:
    """The first closing that no reopening undid within the observation."""
    reopened = [at for at in case.reached("reopened") if at <= until]
    for closed_at in case.reached("closed"):
        if closed_at <= until and not any(at > closed_at for at in reopened):
            return closed_at
    return None
