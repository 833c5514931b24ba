"""What a reader of published rows can work out about withheld ones: by subtraction, and by linear programming."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

ENOUGH_CELLS, ENOUGH_BASE = 2, 30
CLOSE = 1e-6


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
    for cells in _groups(rows, shown):
        is_whole = any(row.cells == cells for row in shown)
        pooled = sum(true_base[cell] for cell in cells)
        if len(cells) < ENOUGH_CELLS or (pooled < ENOUGH_BASE and not is_whole):
            yield f"{sorted(cells)} pooling {pooled}"


def _groups(rows: Sequence[Row], shown: Sequence[Row]) -> list[frozenset]:
    """Withheld cells, by the published rows that hold them; those that none holds are nowhere."""
    single = {cell for row in rows if len(row.cells) == 1 for cell in row.cells}
    groups = defaultdict(set)
    for cell in single - {cell for row in shown if len(row.cells) == 1 for cell in row.cells}:
        groups[frozenset(row.name for row in shown if cell in row.cells)].add(cell)
    return [frozenset(cells) for holders, cells in groups.items() if holders]


def _known_counts(rows: Sequence[Row]) -> Iterator[tuple[str, float]]:
    """Withheld counts that all non-negative solutions agree on, unless the withheld cells together have none or all."""
    program = Program(rows)
    groups = _groups(rows, [row for row in rows if row.counts is not None])
    done = set()
    for row in rows:
        withheld = [[count] for count in range(program.width)] if row.counts is None else []
        withheld += [list(range(program.width))] if row.base is None else []
        for counts in withheld:
            if (row.cells, *counts) not in done:
                done.add((row.cells, *counts))
                low, high = program.bounds(row.cells, counts)
                cut = [cells for cells in groups if cells & row.cells and not cells <= row.cells]
                if high - low < CLOSE and not (cut and all(program.has_none_or_all(cells, counts) for cells in cut)):
                    yield f"counts {counts} of {row.name}", low


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

    def bounds(self, cells: frozenset, counts: Sequence[int]) -> tuple[float, float]:
        objective = self._vector(cells, counts)
        low = linprog(objective, A_eq=self.left, b_eq=self.right)
        high = linprog(-objective, A_eq=self.left, b_eq=self.right)
        assert low.status == 0
        assert high.status in (0, 3)
        return low.fun, -high.fun if high.status == 0 else np.inf

    def has_none_or_all(self, cells: frozenset, counts: Sequence[int]) -> bool:
        """Of so many units together that each has none of the counts, or that none has another."""
        others = [count for count in range(self.width) if count not in counts]
        return any(self.bounds(cells, some)[1] < CLOSE for some in (counts, others) if some)

    def _vector(self, cells: frozenset, counts: Sequence[int]) -> np.ndarray:
        vector = np.zeros((len(self.cells), self.width))
        for cell in cells:
            vector[self.cells.index(cell), list(counts)] = 1
        return vector.ravel()
