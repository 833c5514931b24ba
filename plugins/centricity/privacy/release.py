"""Which changes of the records count already, so that two builds side by side give nobody away (decision 0014).

A cell is what figures are made of: an organisation's evaluations of one kind in one wave. Its changes, arrivals and
departures of records, are gone through in the order of the deliveries. A change waits until the changes of
`release_batch` persons have come. So what one build has more than another is at least as many persons in every month.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

CELL = ["entity", "organisation_id", "wave", "part"]
CHANGE = ["feed", "month", "arrived_at", "is_departure", "changed_at"]


@dataclass(eq=False)
class Change:
    """Records of one month that arrived with one delivery, or that left again with another.

    Attributes:
        feed: who delivers them.
        month: first day, as text; empty for records that are not counted by month.
        arrived_at: place of the delivery that brought them.
        is_departure: they are replaced or taken back; else this is their arrival.
        changed_at: place of the delivery that makes the change.
        is_batch: they are about enough persons by themselves.
        persons: who they are about, where they are not.
        counted_month: the month in whose figures they are.
    """

    feed: str
    month: str
    arrived_at: int
    is_departure: bool
    changed_at: int
    is_batch: bool
    persons: frozenset[str]
    counted_month: str | None = None
    is_waiting: bool = True

    @property
    def is_exceptional(self) -> bool:
        return self.is_waiting or (not self.is_departure and self.counted_month != self.month)


@dataclass
class Cell:
    """The changes of a feed in a cell, released batch by batch."""

    batch: int
    waiting: list[Change] = field(default_factory=list)
    counted_in: dict[tuple[str, int], str] = field(default_factory=dict)

    def deliver(self, changes: list[Change], is_shown: bool) -> None:
        """Take a delivery's changes, and release what is enough: months by themselves, then the rest of them.

        Args:
            changes: what the delivery brings and takes back.
            is_shown: a build may have shown some of the cell; where none has, every month of it is new.
        """
        self.waiting += changes
        if not is_shown:
            self._release(self.waiting)
            return
        for month in sorted({self._month_of(change) for change in self.waiting}):
            self._release([change for change in self.waiting if self._month_of(change) == month], month)
        self._release(*self._rest())

    def _month_of(self, change: Change) -> str:
        """Records leave the month that they were counted in."""
        return self.counted_in.get((change.month, change.arrived_at), change.month)

    def _rest(self) -> tuple[list[Change], str]:
        """Arrivals of all months with the departures of one: arrivals can be counted in that month, or in the last."""
        leaving = [self._month_of(change) for change in self.waiting if change.is_departure]
        months = leaving or [change.month for change in self.waiting] or [""]
        target = max(months, key=lambda month: (leaving.count(month), month))
        rest = [change for change in self.waiting if not change.is_departure or self._month_of(change) == target]
        return rest, target

    def _release(self, changes: list[Change], month: str | None = None) -> None:
        if not _is_enough(changes, self.batch):
            return
        for change in changes:
            change.is_waiting = False
            change.counted_month = change.month if month is None else month
            if not change.is_departure:
                self.counted_in[change.month, change.arrived_at] = change.counted_month
        self.waiting = [change for change in self.waiting if change.is_waiting]


def release_changes(changes: pd.DataFrame, batch: int) -> pd.DataFrame:
    """Decide which changes wait, and which evaluations are counted in another month.

    Args:
        changes: `stg_ledger__cell_changes`: `entity`, `organisation_id`, `wave`, `part`, `feed`, `month`, `arrived_at`,
            `is_departure`, `changed_at`, `is_batch`, and `persons`, a list, empty where they are a batch by themselves.
        batch: so many persons are a batch.

    Returns:
        The changes that wait or were counted in another month than their own, with `is_waiting` and `counted_month`;
        ordered by their grain.
    """
    ordered = changes.sort_values([*CELL, *CHANGE], ignore_index=True)
    found = [row for cell, rows in ordered.groupby(CELL, sort=False) for row in _exceptions(cell, rows, batch)]
    return pd.DataFrame(found, columns=[*CELL, *CHANGE, "is_waiting", "counted_month"])


def _exceptions(cell: tuple, rows: pd.DataFrame, batch: int) -> Iterator[tuple]:
    columns = rows[[*CHANGE, "is_batch", "persons"]].itertuples(index=False)
    changes = [Change(*change, is_batch, frozenset(persons)) for *change, is_batch, persons in columns]
    _release_in_order(changes, batch)
    for change in changes:
        if change.is_exceptional:
            at = (change.feed, change.month, change.arrived_at, change.is_departure, change.changed_at)
            yield (*cell, *at, change.is_waiting, change.counted_month)


def _release_in_order(changes: list[Change], batch: int) -> None:
    """Feeds wait each for itself, since their deliveries come at any time; what one has shown is no news of another."""
    cells = {change.feed: Cell(batch) for change in changes}
    for place in sorted({change.changed_at for change in changes}):
        is_shown = any(cell.counted_in for cell in cells.values())
        for feed, cell in cells.items():
            delivered = [change for change in changes if change.changed_at == place and change.feed == feed]
            if delivered:
                cell.deliver(delivered, is_shown)


def _is_enough(changes: list[Change], batch: int) -> bool:
    """Whether so many persons are behind the changes; each counts once, however often he changed."""
    persons = frozenset().union(*(change.persons for change in changes))
    return any(change.is_batch for change in changes) or len(persons) >= batch
