"""Deliveries that were expected and have not come. They hold up the ranking of their wave."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from centricity.environment import Environment
from centricity.feeds.catalogue import Catalogue
from centricity.feeds.expected import Turn
from centricity.loads.entry import ACCEPTED, LedgerEntry
from centricity.loads.ledger import entries_in_force, read_entries


@dataclass(frozen=True)
class Absence:
    """A delivery that should have been accepted by now."""

    feed: str
    turn: Turn

    def __str__(self) -> str:
        return (
            f"{self.feed}: no accepted delivery is dated {self.turn.first} to {self.turn.last}; "
            f"wave {self.turn.wave} is incomplete without it."
        )


def absences(catalogue: Catalogue, loads: Iterable[LedgerEntry], today: date) -> list[Absence]:
    """What is absent today, by feed and date. Only what was accepted has come."""
    dates = defaultdict(set)
    for load in loads:
        if load.verdict == ACCEPTED and load.delivery_date:
            dates[load.feed].add(date.fromisoformat(load.delivery_date))
    return [
        Absence(name, turn)
        for name, feed in sorted(catalogue.feeds.items())
        if feed.expected
        for turn in feed.expected.missed(dates[name], today)
    ]


def absences_by_loads(catalogue: Catalogue, loads: Sequence[LedgerEntry]) -> list[Absence]:
    """What is absent on the date of the newest accepted delivery: the same loads give the same, whatever the clock."""
    dates = [load.delivery_date for load in loads if load.verdict == ACCEPTED and load.delivery_date]
    return absences(catalogue, loads, date.fromisoformat(max(dates))) if dates else []


def absences_now(environment: Environment, loads: Iterable[LedgerEntry] | None = None) -> list[Absence]:
    """What is absent by the clock.

    Args:
        environment: its feeds and its clock.
        loads: the loads to go by; those in force where left out.
    """
    if loads is None:
        loads = entries_in_force(read_entries(environment.home), environment.catalogue)
    return absences(environment.catalogue, loads, environment.now.date())


def absence_notes(environment: Environment) -> list[str]:
    """What is absent by the clock, in lines for people."""
    return [str(absence) for absence in absences_now(environment)]
