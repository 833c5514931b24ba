"""When deliveries of a feed are expected."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Literal

from pydantic import Field, model_validator

from centricity.formats.parts import Part

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Turn:
    """A delivery that is expected: its date lies from the first day to the last."""

    first: date
    last: date
    wave: int


class Expected(Part):
    """Which deliveries a supplier has promised, by the dates in their names.

    Attributes:
        from_: the first day that the date of the first delivery may be.
        until: no delivery that starts later is expected.
        grace_days: how long after its first day a delivery is not yet missed.
        waived: first days of deliveries that will not come, and that nobody waits for.
    """

    every: Literal["week", "month", "quarter", "year"]
    from_: date = Field(alias="from")
    until: date | None = None
    grace_days: int = Field(default=0, ge=0)
    waived: tuple[date, ...] = ()

    @model_validator(mode="after")
    def waives_what_is_expected(self) -> "Expected":
        first_days = {turn.first for turn in self.turns(max(self.waived, default=self.from_))}
        strange = sorted(set(self.waived) - first_days)
        if strange:
            raise ValueError(f"`waived`: no delivery is expected from {strange[0]}; name the first day of each")
        return self

    def turns(self, today: date) -> Iterator[Turn]:
        """The deliveries that start by today, waived ones too."""
        last_first_day = min(today, self.until or today)
        for number in count():
            first = self._first_day(number)
            if first > last_first_day:
                return
            following = self._first_day(number + 1)
            yield Turn(first, following - timedelta(days=1), _wave(self._first_day(number - 1), first))

    def missed(self, dates: set[date], today: date) -> Iterator[Turn]:
        """The deliveries that should be there today, of which none has one of the dates."""
        for turn in self.turns(today - timedelta(days=self.grace_days + 1)):
            if turn.first not in self.waived and not any(turn.first <= day <= turn.last for day in dates):
                yield turn

    def _first_day(self, number: int) -> date:
        if self.every == "week":
            return self.from_ + timedelta(weeks=number)
        year, month = divmod(self.from_.year * 12 + self.from_.month - 1 + number * MONTHS[self.every], 12)
        return date(year, month + 1, min(self.from_.day, calendar.monthrange(year, month + 1)[1]))


def _wave(previous: date, first: date) -> int:
    """The year of the middle of the time since the delivery before: that time is what a delivery is about."""
    return (previous + (first - previous) / 2).year
