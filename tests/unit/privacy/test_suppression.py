"""Nothing that is withheld follows from what is published: by examples, and by linear programming on made-up months."""

from dataclasses import replace

import numpy as np
import pytest
from disclosure import Row, faults
from hypothesis import example, given
from hypothesis import strategies as st

from centricity.privacy.suppression import OPEN, SEALED, Rule, blocks_of_cells, can_be_shown, split_blocks

BASES = Rule(5, 2, 30)
FIGURES = Rule(30, 2, 30)


def blocks(rule: Rule = FIGURES, **bases: int) -> dict:
    return blocks_of_cells(bases, dict.fromkeys(bases, "all"), rule)


def test_large_cells_are_all_shown():
    assert blocks(a=30, b=31) == {}


@pytest.mark.parametrize(
    ("bases", "withheld"),
    [
        ({"a": 22, "b": 45, "c": 40}, "ac"),  # one alone would be the rest
        ({"a": 20, "b": 9, "c": 40}, "abc"),  # two, but too few together
        ({"a": 20, "b": 10, "c": 40}, "ab"),
        ({"a": 5, "b": 40, "c": 40}, "ab"),  # of equal ones the first
        ({"a": 5, "b": 10, "c": 12, "d": 20, "e": 50}, "abcd"),
        ({"a": 20, "b": 0, "c": 40, "d": 50}, "abc"),  # who is not there hides nobody
        ({"a": 29}, ""),
    ],
)
def test_the_smallest_others_are_withheld_too(bases, withheld):
    found = blocks(**bases)
    assert set(found) == set(withheld or bases)
    assert set(found.values()) == {frozenset(withheld)} if withheld else {OPEN}


def test_what_was_not_needed_in_the_end_stays():
    # 12 is the smallest that can be added, and then 30 makes it superfluous.
    found = blocks(Rule(5, 2, 30), a=4, b=12, c=30, d=90)
    assert set(found) == {"a", "c"}


def test_of_a_small_total_all_are_one_block():
    found = blocks(BASES, a=3, b=3, c=4)
    assert set(found.values()) == {frozenset("abc")}
    assert can_be_shown("abc", {"a": 3, "b": 3, "c": 4}, found, BASES)


def test_a_withheld_total_withholds_every_sum_of_its_cells():
    bases = {"a": 40, "b": 50, "c": 60}
    total_of = {"a": 2025, "b": 2025, "c": 2026}
    found = blocks_of_cells(bases, total_of, FIGURES, withheld_totals=[2025])
    assert found == {"a": SEALED, "b": SEALED}
    assert not can_be_shown("abc", bases, found, FIGURES)
    assert can_be_shown("c", bases, found, FIGURES)


def test_a_window_is_shown_if_it_cuts_no_block_or_cuts_it_into_blocks():
    bases = dict(zip("abcdef", [16, 17, 18, 19, 40, 20], strict=True))
    windows = ["ab", "bc", "abc", "de"]
    whole = blocks_of_cells(bases, dict.fromkeys(bases, "all"), FIGURES)
    found = split_blocks(whole, windows, bases, FIGURES)
    assert set(found.values()) == {frozenset("ab"), frozenset("cdf")}
    assert [can_be_shown(window, bases, found, FIGURES) for window in windows] == [True, False, False, False]


@st.composite
def months(draw) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Length of the waves in months, and the counts of each month; a month of a later year may follow anywhere."""
    waves = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    size = draw(st.sampled_from([3, 12, 30]))
    counts = draw(st.lists(st.tuples(*[st.integers(0, size)] * 3), min_size=sum(waves), max_size=sum(waves)))
    return waves, counts


def published(waves: list[int], counts: list[tuple[int, int, int]], width: int) -> list[Row]:
    """Months, waves and windows of `width` months, as the rule lets them be seen."""
    bases = {month: sum(count) for month, count in enumerate(counts) if sum(count)}
    wave_of = np.repeat(range(len(waves)), waves)
    total_of = {month: int(wave_of[month]) for month in bases}
    sums = {f"month {month}": [month] for month in bases}
    sums |= {f"window {end}": [month for month in bases if end - width < month <= end] for end in range(len(counts))}
    sums |= {f"wave {wave}": [month for month in bases if total_of[month] == wave] for wave in range(len(waves))}
    sums = {name: frozenset(cells) for name, cells in sums.items() if cells}
    base_blocks = split_blocks(blocks_of_cells(bases, total_of, BASES), sums.values(), bases, BASES)
    with_base = {name: cells for name, cells in sums.items() if can_be_shown(cells, bases, base_blocks, BASES)}
    whole = blocks_of_cells(bases, total_of, FIGURES, withheld_cells=base_blocks)
    figure_blocks = split_blocks(whole, with_base.values(), bases, FIGURES)
    rows = []
    for name, cells in sums.items():
        summed = tuple(int(count) for count in np.sum([counts[cell] for cell in cells], axis=0))
        has_figures = name in with_base and can_be_shown(cells, bases, figure_blocks, FIGURES)
        base = sum(summed) if name in with_base else None
        rows.append(Row(name, cells, base, summed if has_figures else None, sum(summed)))
    return rows


@given(months(), st.sampled_from([2, 3, 12]))
@example(([3, 2], [(9, 9, 9), (20, 15, 10), (20, 20, 10), (30, 20, 10), (9, 9, 8)]), 3)
def test_nothing_withheld_can_be_worked_out(waves_and_counts, width):
    assert faults(published(*waves_and_counts, width)) == []


@given(months(), st.sampled_from([2, 3, 12]))
@example(([3, 2], [(9, 9, 9), (20, 15, 10), (20, 20, 10), (30, 20, 10), (9, 9, 8)]), 3)
def test_each_secondary_suppression_is_needed(waves_and_counts, width):
    waves, counts = waves_and_counts
    rows = published(waves, counts, width)
    for number, row in enumerate(rows):
        if row.counts is None and row.base is not None and row.true_base >= FIGURES.smallest:
            summed = tuple(int(count) for count in np.sum([counts[cell] for cell in row.cells], axis=0))
            undone = [*rows[:number], replace(row, counts=summed), *rows[number + 1 :]]
            assert faults(undone) != [], row.name
