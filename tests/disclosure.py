"""What a reader of published rows can work out about withheld ones: by subtraction, and by linear programming."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

ENOUGH_CELLS, ENOUGH_BASE = 2, 30


@dataclass(frozen=True)
class Row:
    """A published row: the cells that it is the sum of, its base and its counts, None where withheld.

    `true_base` is what the tests know and a reader does not.
    """

    name: str
    cells: frozenset
    base: int | None
    counts: tuple[int, ...] | None
    true_base: int


def faults(rows: Sequence[Row]) -> list[str]:
    """What is wrong with the rows of one relation, in words; [] where nothing can be worked out."""
    bases = [row for row in rows if row.base is not None]
    figures = [row for row in rows if row.counts is not None]
    return [
        *(f"base of {fault}" for fault in small_groups(rows, bases)),
        *(f"figures of {fault}" for fault in small_groups(rows, figures)),
        *(f"{name} is known to be {value:.0f}" for name, value in _known_counts(rows)),
    ]


def small_groups(rows: Sequence[Row], shown: Sequence[Row]) -> Iterator[str]:
    """Withheld cells that the same published rows hold can be told from others: two, and enough together."""
    true_base = {cell: row.true_base for row in rows if len(row.cells) == 1 for cell in row.cells}
    open_cells = {cell for row in shown if len(row.cells) == 1 for cell in row.cells}
    groups = defaultdict(set)
    for cell in true_base.keys() - open_cells:
        holders = frozenset(row.name for row in shown if cell in row.cells)
        if holders:
            groups[holders].add(cell)
    for holders, cells in groups.items():
        is_whole = any(row.cells == cells for row in shown if row.name in holders)
        pooled = sum(true_base[cell] for cell in cells)
        if len(cells) < ENOUGH_CELLS or (pooled < ENOUGH_BASE and not is_whole):
            yield f"{sorted(cells)} pooling {pooled}"


def _known_counts(rows: Sequence[Row]) -> Iterator[tuple[str, float]]:
    """Withheld counts that all non-negative solutions agree on, but for a pool of withheld cells with none or all."""
    program = Program(rows)
    done = set()
    for row in rows:
        for count in [] if row.counts is not None else range(program.width):
            if (row.cells, count) not in done and not program.is_trivial(row, count):
                done.add((row.cells, count))
                low, high = program.bounds(row, [count])
                if high - low < 1e-6:
                    yield f"count {count} of {row.name}", low
        if row.base is None and (row.cells, "base") not in done:
            done.add((row.cells, "base"))
            low, high = program.bounds(row, range(program.width))
            if high - low < 1e-6:
                yield f"base of {row.name}", low


class Program:
    """The published linear relations: one unknown per cell and count."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.cells = sorted({cell for row in rows for cell in row.cells})
        self.width = max((len(row.counts) for row in rows if row.counts is not None), default=2)
        left, right = [], []
        for row in rows:
            if row.base is not None:
                left.append(self._vector(row.cells, range(self.width)))
                right.append(row.base)
            for count, value in enumerate(row.counts or ()):
                left.append(self._vector(row.cells, [count]))
                right.append(value)
        self.left = np.array(left) if left else None
        self.right = right or None

    def bounds(self, row: Row, counts: Sequence[int]) -> tuple[float, float]:
        objective = self._vector(row.cells, counts)
        low = linprog(objective, A_eq=self.left, b_eq=self.right)
        high = linprog(-objective, A_eq=self.left, b_eq=self.right)
        assert low.status == 0
        assert high.status in (0, 3)
        return low.fun, -high.fun if high.status == 0 else np.inf

    def is_trivial(self, row: Row, count: int) -> bool:
        """The withheld cells around the row's, as published rows and their differences hold them, have none or all."""
        shown = [other for other in self.rows if other.counts is not None]
        pools = [(other.cells, other.base, other.counts[count]) for other in shown]
        pools += [
            (whole.cells - part.cells, whole.base - part.base, whole.counts[count] - part.counts[count])
            for whole, part in (pair for both in combinations(shown, 2) for pair in (both, both[::-1]))
            if part.cells < whole.cells and len(part.cells) > 1
        ]
        for cells, base, value in pools:
            singles = [other for other in shown if len(other.cells) == 1 and other.cells <= cells]
            pooled = value - sum(single.counts[count] for single in singles)
            pooled_base = base - sum(single.base for single in singles)
            if row.cells <= cells and pooled in (0, pooled_base):
                return True
        return False

    def _vector(self, cells: frozenset, counts: Sequence[int]) -> np.ndarray:
        vector = np.zeros((len(self.cells), self.width))
        for cell in cells:
            vector[self.cells.index(cell), list(counts)] = 1
        return vector.ravel()
