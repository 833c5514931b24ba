"""Releasing in batches, attacked: a reader with the builds after every delivery subtracts each from the next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from centricity.privacy.release import release_changes

BATCH = 5
MONTHS = ("2026-05-01", "2026-06-01", "2026-07-01")
PARTS = ("relational", "touchpoint")
GRAIN = [
    *("entity", "organisation_id", "wave", "part", "feed", "month", "arrived_at", "is_departure", "changed_at"),
    "is_in_total",
]


@dataclass(frozen=True)
class Record:
    """A person's evaluation: where it belongs, when it came, and when it was replaced or taken back."""

    person: str
    month: str
    arrived_at: int
    left_at: int | None = None
    feed: str = "survey"
    part: str = "relational"
    is_in_total: bool = True


def cell_changes(records: list[Record]) -> pd.DataFrame:
    """What `stg_ledger__cell_changes` makes of the records."""
    rows = []
    for record in records:
        own = ("evaluations", "o", 2026, record.part, record.feed, record.month, record.arrived_at)
        said = (record.is_in_total, record.person)
        rows.append((*own, False, record.arrived_at, *said))
        rows += [(*own, True, record.left_at, *said)] if record.left_at else []
    found = pd.DataFrame(rows, columns=[*GRAIN, "person"])
    grouped = found.groupby(GRAIN)["person"].agg(lambda persons: sorted(set(persons))).reset_index()
    grouped["is_batch"] = grouped["person"].str.len() >= BATCH
    grouped["persons"] = grouped["person"].where(~grouped["is_batch"], pd.Series([[]] * len(grouped)))
    return grouped.drop(columns="person")


def as_delivered_until(place: int, records: list[Record]) -> list[Record]:
    known = [record for record in records if record.arrived_at <= place]
    return [
        replace(record, left_at=None) if record.left_at is not None and record.left_at > place else record
        for record in known
    ]


def counted(records: list[Record]) -> dict[tuple, str]:
    """The records that figures are made of, each with the month it counts in."""
    if not records:
        return {}
    released = release_changes(cell_changes(records), BATCH)
    exceptions = {
        (row.part, row.feed, row.month, row.arrived_at, row.is_departure, row.changed_at): row
        for row in released.itertuples()
    }
    found = {}
    for record in records:
        own = (record.part, record.feed, record.month, record.arrived_at)
        arrival, departure = (
            exceptions.get((*own, False, record.arrived_at)),
            exceptions.get((*own, True, record.left_at)),
        )
        has_come = arrival is None or not arrival.is_waiting
        has_gone = record.left_at is not None and (departure is None or not departure.is_waiting)
        if has_come and not has_gone:
            found[record.person, *own] = record.month if arrival is None else arrival.counted_month
    return found


def small_differences(records: list[Record]) -> Iterator[tuple[int, str, set[str]]]:
    """Months of a kind that differ between a build and the next by some persons, but fewer than a batch."""
    last = max((place for record in records for place in (record.arrived_at, record.left_at) if place), default=0)
    builds = [counted(as_delivered_until(place, records)) for place in range(last + 1)]
    for (place, yesterday), today in zip(enumerate(builds), builds[1:], strict=False):
        for part, month in product(PARTS, MONTHS) if yesterday else ():
            before, after = (
                {key for key, at in build.items() if (key[1], at) == (part, month)} for build in (yesterday, today)
            )
            persons = {person for person, *_ in before ^ after}
            if 0 < len(persons) < BATCH:
                yield place, month, persons


RECORDS = st.builds(
    Record,
    person=st.integers(0, 60).map(str),
    month=st.sampled_from(MONTHS),
    arrived_at=st.integers(1, 6).map(lambda place: 2 * place),
    feed=st.sampled_from(("survey", "other")),
    part=st.sampled_from((*PARTS, PARTS[0])),
)


def one_load_of_a_feed(record: Record) -> Record:
    """A delivery is of one feed: the other one's lie between."""
    return replace(record, arrived_at=record.arrived_at + (record.feed == "other"))


@given(st.lists(RECORDS.map(one_load_of_a_feed), max_size=60, unique_by=lambda record: record.person))
def test_no_newcomers_follow_by_subtraction(records):
    assert list(small_differences(records)) == []


@given(
    st.lists(RECORDS.map(one_load_of_a_feed), max_size=60, unique_by=lambda record: record.person),
    st.lists(st.integers(1, 6), min_size=60, max_size=60),
)
def test_nobody_who_leaves_or_is_corrected_follows_by_subtraction(records, leave_after):
    leaving = [
        replace(record, left_at=record.arrived_at + 2 * after) if after < 4 else record
        for record, after in zip(records, leave_after, strict=False)
    ]
    corrected = [replace(record, arrived_at=record.left_at, left_at=None) for record in leaving if record.left_at]
    assert list(small_differences([*leaving, *corrected[::2]])) == []


@given(st.lists(RECORDS.map(one_load_of_a_feed), max_size=60, unique_by=lambda record: record.person))
def test_what_counts_once_counts_in_every_later_build_in_the_same_month(records):
    builds = [counted(as_delivered_until(place, records)) for place in range(14)]
    for yesterday, today in pairwise(builds):
        assert yesterday.items() <= today.items()
    waiting = {(record.part, record.feed): 0 for record in records}
    for record in records:
        key = (record.person, record.part, record.feed, record.month, record.arrived_at)
        waiting[record.part, record.feed] += key not in builds[-1]
    assert max(waiting.values(), default=0) < BATCH


def come(count: int, month: str, place: int, first: int = 0) -> list[Record]:
    return [Record(f"{place}-{first + n}", month, place) for n in range(count)]


def shown(records: list[Record]) -> dict[str, int]:
    months = list(counted(records).values())
    return {month: months.count(month) for month in MONTHS if month in months}


MAY, JUNE, JULY = MONTHS


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (come(30, MAY, 1) + come(1, JUNE, 2), {MAY: 30}),
        (come(30, MAY, 1) + come(5, JUNE, 2), {MAY: 30, JUNE: 5}),
        # nothing was shown before: every month is its own
        (come(3, MAY, 1) + come(2, JUNE, 1, 3), {MAY: 3, JUNE: 2}),
        # two of May among those of June would be given away by May's figures
        (come(30, MAY, 1) + come(2, MAY, 2) + come(9, JUNE, 2, 2), {MAY: 30, JUNE: 9}),
        (come(30, MAY, 1) + come(2, MAY, 2) + come(9, JUNE, 2, 2) + come(3, JULY, 3), {MAY: 30, JUNE: 9, JULY: 5}),
        (come(4, MAY, 1), {}),
    ],
)
def test_months_keep_what_is_enough_by_itself(records, expected):
    assert shown(records) == expected


def test_the_attack_finds_what_a_build_without_waiting_gives_away(monkeypatch):
    monkeypatch.setattr("centricity.privacy.release._is_enough", lambda changes, batch: bool(changes))
    found = list(small_differences(come(30, MAY, 1) + come(1, JUNE, 2)))
    assert [(month, len(persons)) for _, month, persons in found] == [(JUNE, 1)]


def test_the_same_person_is_one_however_often_he_changes():
    changes = [Record("he", MAY, place, place + 1) for place in range(2, 9)]
    assert shown(come(30, MAY, 1) + changes) == {MAY: 30}


def test_feeds_wait_each_for_itself():
    records = [*come(30, MAY, 1), *come(3, JUNE, 2), *(replace(one, feed="other") for one in come(3, JUNE, 3))]
    assert shown(records) == {MAY: 30}


def kinds(records: list[Record]) -> dict[str, int]:
    parts = [part for _, part, *_ in counted(records)]
    return {part: parts.count(part) for part in (*PARTS, "answered in 2027") if part in parts}


def test_one_delivery_of_an_organisation_keeps_its_small_kinds():
    few = [replace(one, part="touchpoint") for one in come(3, MAY, 1, first=50)]
    assert kinds([*come(40, MAY, 1), *few]) == {"relational": 40, "touchpoint": 3}
    # what was shown before would give them away
    late = [replace(one, arrived_at=2) for one in few]
    assert kinds([*come(40, MAY, 1), *late]) == {"relational": 40}


def test_a_kind_of_two_waves_is_no_part_of_a_first_delivery():
    """The other wave may have been shown."""
    across = [replace(one, part="answered in 2027", is_in_total=False) for one in come(3, MAY, 1, first=50)]
    assert kinds([*come(40, MAY, 1), *across]) == {"relational": 40}
    enough = [replace(one, part="answered in 2027", is_in_total=False) for one in come(5, MAY, 1, first=50)]
    assert kinds([*come(40, MAY, 1), *enough]) == {"relational": 40, "answered in 2027": 5}
