"""Which rows are withheld, so that no subtraction of published rows yields what could not have been published itself.

A published row is the sum of cells: months of a wave, channels. Every cell lies under one total: its wave, `all`. The
cells that are withheld under a total form a block, and a row is published only if it holds each block whole or not at
all. So whatever follows from published rows, totals and overlapping windows alike, is a sum of whole blocks and of
cells that are shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Cells = Collection[str]
Blocks = dict[str, frozenset[str]]

# The block of a cell whose total is not published: no row may hold it, unless with others that hide it.
OPEN: frozenset[str] = frozenset()
# The block of a cell whose total is withheld for another reason than its base: no row may hold it.
SEALED = frozenset(["sealed"])


@dataclass(frozen=True)
class Rule:
    """A smaller base than `smallest` is withheld; a block has as many cells and as large a base together."""

    smallest: int
    block_cells: int
    block_base: int

    def is_large(self, cells: Cells, bases: Mapping[str, int], large_cells: Cells = ()) -> bool:
        """Whether the sum of these cells may be published for its base."""
        large = (cell in large_cells or bases[cell] >= self.smallest for cell in cells)
        return sum(bases[cell] for cell in cells) >= self.smallest or all(large)

    def is_enough(self, cells: Cells, bases: Mapping[str, int]) -> bool:
        """Whether these cells hide one another, and their sum could be published."""
        filled = [bases[cell] for cell in cells if bases[cell] > 0]
        return len(filled) >= self.block_cells and sum(filled) >= self.block_base


def blocks_of_cells(
    bases: Mapping[str, int],
    total_of: Mapping[str, str],
    rule: Rule,
    *,
    large_cells: Cells = (),
    withheld_cells: Cells = (),
    withheld_totals: Cells = (),
) -> Blocks:
    """The withheld cells, each with its block (section 7 of the method).

    Where the cells withheld under a published total are fewer than two, or too small together, the smallest of the
    others is withheld too, until they are enough; of equal ones the first by key. Those that in the end were not needed
    stay. Where all of them are not enough, they still are a block if they are two: their sum is the total, which is
    published. A single cell is its total: both go.

    Args:
        bases: Base of each cell; a cell that exists nowhere is left out. 0: it exists, but not in this count.
        total_of: The total of each cell.
        rule: The thresholds.
        large_cells: Cells of base 0 that are large in every count that has them: nobody is to be hidden in them.
        withheld_cells: Cells that are withheld for another reason than their base.
        withheld_totals: Totals that are withheld for another reason than their base.
    """
    cells_under: dict[str, list[str]] = defaultdict(list)
    for cell in sorted(bases):
        cells_under[total_of[cell]].append(cell)
    blocks: Blocks = {}
    for total, cells in cells_under.items():
        withheld = [cell for cell in cells if cell in withheld_cells or not rule.is_large([cell], bases, large_cells)]
        if total in withheld_totals:
            blocks |= dict.fromkeys(cells, SEALED)
        elif not rule.is_large(cells, bases, large_cells):
            blocks |= dict.fromkeys(cells, OPEN)
        elif withheld:
            block = frozenset([*withheld, *_secondary(withheld, cells, bases, rule)])
            is_hidden = sum(bases[cell] > 0 for cell in block) >= rule.block_cells
            blocks |= dict.fromkeys(block, block if is_hidden else OPEN)
    return blocks


def split_blocks(blocks: Blocks, rows: Iterable[Cells], bases: Mapping[str, int], rule: Rule) -> Blocks:
    """Blocks that let more rows be shown; the first rows have the first say.

    A block is cut in two where a row cuts it and both parts are enough. The open cells of a row become a block if they
    are enough.
    """
    blocks = dict(blocks)
    for row in rows:
        cells = frozenset(row)
        held = {blocks[cell] for cell in cells if cell in blocks}
        if sum(bases[cell] for cell in cells) >= rule.smallest and SEALED not in held:
            cut = [block for block in held if block and not block <= cells]
            parts = [part for block in cut for part in (block & cells, block - cells)]
            parts += [frozenset(cell for cell in cells if blocks.get(cell) == OPEN)] if OPEN in held else []
            if all(rule.is_enough(part, bases) for part in parts):
                blocks |= {cell: part for part in parts for cell in part}
    return blocks


def can_be_shown(cells: Cells, bases: Mapping[str, int], blocks: Blocks, rule: Rule, large_cells: Cells = ()) -> bool:
    """Whether the sum of these cells is large enough and holds every block whole or not at all."""
    held = {blocks[cell] for cell in cells if cell in blocks}
    is_large = rule.is_large(cells, bases, large_cells)
    return is_large and OPEN not in held and all(block.issubset(cells) for block in held)


def _secondary(withheld: Cells, cells: Cells, bases: Mapping[str, int], rule: Rule) -> list[str]:
    added: list[str] = []
    for cell in sorted(set(cells) - set(withheld), key=lambda cell: (bases[cell], cell)):
        if rule.is_enough([*withheld, *added], bases):
            break
        added.append(cell)
    for cell in list(added):
        others = [other for other in added if other != cell]
        if rule.is_enough([*withheld, *others], bases):
            added = others
    return added
