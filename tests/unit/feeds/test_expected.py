"""When a delivery is missed, and which wave lacks it."""

from datetime import date
from itertools import pairwise

import pytest
from pydantic import ValidationError

from centricity.feeds.expected import Expected


def expected(**said) -> Expected:
    return Expected.model_validate({"every": "month", "from": date(2025, 10, 1)} | said)


def missed(said: Expected, today: date, *dates: date) -> list[date]:
    return [turn.first for turn in said.missed(set(dates), today)]


def test_a_delivery_is_missed_the_day_after_its_grace():
    said = expected(grace_days=5)
    assert missed(said, date(2025, 10, 6)) == []
    assert missed(said, date(2025, 10, 7)) == [date(2025, 10, 1)]


def test_any_date_of_its_turn_fills_it_and_no_other():
    said = expected()
    today = date(2025, 12, 15)
    first_days = [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)]
    assert missed(said, today) == first_days
    assert missed(said, today, date(2025, 10, 31)) == first_days[1:]
    assert missed(said, today, date(2025, 11, 1), date(2025, 11, 30)) == [first_days[0], first_days[2]]
    assert missed(said, today, date(2025, 9, 30), date(2026, 1, 1)) == first_days


def test_nobody_waits_for_what_was_waived_or_comes_after_the_end():
    said = expected(waived=[date(2025, 11, 1)], until=date(2025, 12, 31))
    assert missed(said, date(2027, 1, 1)) == [date(2025, 10, 1), date(2025, 12, 1)]


@pytest.mark.parametrize(
    ("every", "first", "waves"),
    [
        ("month", date(2025, 12, 1), {date(2025, 12, 1): 2025, date(2026, 1, 1): 2025, date(2026, 2, 1): 2026}),
        ("month", date(2025, 12, 5), {date(2025, 12, 5): 2025, date(2026, 1, 5): 2025, date(2026, 2, 5): 2026}),
        ("quarter", date(2025, 10, 15), {date(2025, 10, 15): 2025, date(2026, 1, 15): 2025, date(2026, 4, 15): 2026}),
        ("year", date(2026, 1, 15), {date(2026, 1, 15): 2025, date(2027, 1, 15): 2026}),
        ("year", date(2025, 11, 1), {date(2025, 11, 1): 2025, date(2026, 11, 1): 2026}),
        ("week", date(2025, 12, 29), {date(2025, 12, 29): 2025, date(2026, 1, 5): 2026}),
    ],
)
def test_a_delivery_belongs_to_the_year_that_it_is_about(every, first, waves):
    turns = expected(**{"every": every, "from": first}).turns(max(waves))
    assert {turn.first: turn.wave for turn in turns} == waves


def test_turns_lie_side_by_side_also_after_short_months():
    turns = list(expected(**{"from": date(2025, 8, 31)}).turns(date(2026, 3, 31)))
    assert [turn.first.day for turn in turns] == [31, 30, 31, 30, 31, 31, 28, 31]
    assert all((later.first - turn.last).days == 1 for turn, later in pairwise(turns))


def test_what_is_waived_must_have_been_expected():
    with pytest.raises(ValidationError, match="no delivery is expected from 2025-11-02"):
        expected(waived=[date(2025, 11, 2)])
