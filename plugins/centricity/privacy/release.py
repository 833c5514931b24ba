"""Which changes of the records count already, so that two builds side by side give nobody away (decision 0014).

A cell is what figures are made of: an organisation's evaluations of one kind in one wave. Its changes, arrivals and
departures of records, are gone through in the order of the deliveries. A change waits until the changes of
`release_batch` persons have come. So what one build has more than another is at least as many persons in every month.
Of an organisation and wave that no build has shown before, all channels or processes are new, and one delivery's are
released together: an organisation's four messages by mail are not lost beside its forty by chat.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

UNIT = ["entity", "organisation_id", "wave"]
CHANGE = ["part", "feed", "month", "arrived_at", "is_departure", "changed_at"]


@dataclass(eq=False)
class Change:
    """Records of one month that arrived with one delivery, or that left again with another.

    Attributes:
        part: the kind of figures.
        feed: who delivers them.
        month: first day, as text; empty for records that are not counted by month.
        arrived_at: place of the delivery that brought them.
        is_departure: they are replaced or taken back; else this is their arrival.
        changed_at: place of the delivery that makes the change.
        is_in_total: their part is one of those that a total is of, and they change no figure of another wave, as a
            reply of January to a question of December does.
        is_batch: they are about enough persons by themselves.
        persons: who they are about, where they are not.
        counted_month: the month in whose figures they are.
    """

    part: str
    feed: str
    month: str
    arrived_at: int
    is_departure: bool
    changed_at: int
    is_in_total: bool
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
            self.release(self.waiting)
            return
        for month in sorted({self._month_of(change) for change in self.waiting}):
            self.release([change for change in self.waiting if self._month_of(change) == month], month)
        self.release(*self._rest())

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

    def release(self, changes: list[Change], month: str | None = None) -> None:
        """Release what waits here, if it is enough."""
        if _is_enough(changes, self.batch):
            self.count(changes, month)

    def count(self, changes: list[Change], month: str | None = None) -> None:
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
            `is_departure`, `changed_at`, `is_in_total`, `is_batch`, and `persons`, a list, empty where they are a
            batch by themselves.
        batch: so many persons are a batch.

    Returns:
        The changes that wait or were counted in another month than their own, with `is_waiting` and `counted_month`;
        ordered by their grain.
    """
    ordered = changes.sort_values([*UNIT, *CHANGE], ignore_index=True)
    found = [row for unit, rows in ordered.groupby(UNIT, sort=False) for row in _exceptions(unit, rows, batch)]
    return pd.DataFrame(found, columns=[*UNIT, *CHANGE, "is_waiting", "counted_month"])


def _exceptions(unit: tuple, rows: pd.DataFrame, batch: int) -> Iterator[tuple]:
    columns = rows[[*CHANGE, "is_in_total", "is_batch", "persons"]].itertuples(index=False)
    changes = [Change(**{**told._asdict(), "persons": frozenset(told.persons)}) for told in columns]
    _release_in_order(changes, batch)
    for change in changes:
        if change.is_exceptional:
            at = (change.part, change.feed, change.month, change.arrived_at, change.is_departure, change.changed_at)
            yield (*unit, *at, change.is_waiting, change.counted_month)


def _release_in_order(changes: list[Change], batch: int) -> None:
    """Feeds wait each for itself, since their deliveries come at any time; what one has shown is no news of another."""
    cells = {(change.part, change.feed): Cell(batch) for change in changes}
    delivered: dict[tuple, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        delivered[change.changed_at, change.feed][change.part].append(change)
    for (_, feed), parts in sorted(delivered.items()):
        if any(cell.counted_in for cell in cells.values()):
            for part, of_part in parts.items():
                is_shown = any(cell.counted_in for (kind, _), cell in cells.items() if kind == part)
                cells[part, feed].deliver(of_part, is_shown)
        else:
            _begin(cells, feed, parts, batch)


def _begin(cells: dict[tuple[str, str], Cell], feed: str, parts: dict[str, list[Change]], batch: int) -> None:
    """Release the parts of a total together: no build has shown any. What is of two waves waits for its like."""
    of_feed = {part: cell for (part, name), cell in cells.items() if name == feed}
    for part, changes in parts.items():
        of_feed[part].waiting += changes
    own = [cell for cell in of_feed.values() if all(change.is_in_total for change in cell.waiting)]
    if _is_enough([change for cell in own for change in cell.waiting], batch):
        for cell in own:
            cell.count(list(cell.waiting))
    for cell in of_feed.values():
        if cell not in own:
            cell.release(cell.waiting)


def _is_enough(changes: list[Change], batch: int) -> bool:
    """Whether so many persons are behind the changes; each counts once, however often he changed."""
    persons = frozenset().union(*(change.persons for change in changes))
    return any(change.is_batch for change in changes) or len(persons) >= batch
