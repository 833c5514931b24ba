"""What is withheld, decided once for every row that is published, in whichever mart."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from centricity.privacy.suppression import Blocks, Cells, Rule, blocks_of_cells, can_be_shown, split_blocks

ROW = ["base_of", "organisation_id", "part", "window_kind", "period"]


@dataclass(frozen=True)
class Relation:
    """Rows made of the same cells: months, windows and waves of an organisation, or its channels in a wave.

    Attributes:
        bases: of each cell, the smallest that any method version or row has of it.
        found: of each cell, the smallest of those that have some of it.
    """

    bases: dict[str, int] = field(default_factory=dict)
    found: dict[str, float] = field(default_factory=dict)
    total_of: dict[str, str] = field(default_factory=dict)
    cells_of: dict[tuple, list[str]] = field(default_factory=dict)

    def blocks(self, rule: Rule, withheld_rows: Collection[tuple], **withheld: Cells) -> Blocks:
        whole = blocks_of_cells(self.bases, self.total_of, rule, large_cells=self.large_cells(rule), **withheld)
        rows = [cells for row, cells in self.cells_of.items() if row not in withheld_rows]
        return split_blocks(whole, rows, self.bases, rule) if whole else whole

    def withheld_rows(self, blocks: Blocks, rule: Rule) -> set[tuple]:
        large = self.large_cells(rule)
        return {row for row, cells in self.cells_of.items() if not can_be_shown(cells, self.bases, blocks, rule, large)}

    def large_cells(self, rule: Rule) -> set[str]:
        """Cells that some version or row has none of, and no other a few of: cleaning left out all of a month, say."""
        return {cell for cell, base in self.found.items() if self.bases[cell] == 0 and base >= rule.smallest}

    def add(self, row: tuple, cell: str, base: int, found: float) -> None:
        """A row holds the cell, with a base of its own: a month may hold answers that its wave leaves out."""
        self.bases[cell] = min(base, self.bases.get(cell, base))
        if found > 0:
            self.found[cell] = min(found, self.found.get(cell, found))
        self.cells_of.setdefault(row, []).append(cell)


def decide(
    row_cells: pd.DataFrame, share_decisions: pd.DataFrame, index_scores: pd.DataFrame, parameters: pd.DataFrame
) -> pd.DataFrame:
    """Decide for every published row whether its base and its figures are withheld.

    Method versions stand side by side, so they are decided on together: by the smallest base that a cell has in any of
    them, and by their strictest thresholds. What one version withholds no other gives away.

    Args:
        row_cells: `int_publication__row_cells`: the cells of every row with their base, per method version. Where the
            base of the `whole` is withheld, so are those of its parts: they stand in one row.
        share_decisions: `int_publication__share_decisions`; what is too small effectively is too small.
        index_scores: `int_index__index_scores`; a survey index that it withholds itself is protected like the others.
        parameters: `int_method__parameters`.

    Returns:
        `method_version`, the row (`base_of`, `organisation_id`, `part`, `window_kind`, `period`), `is_base_withheld`,
        `is_figure_withheld`, `suppression_reason`; ordered by its grain. The survey index has the rows of the
        relational evaluations once more, with `base_of` index.
    """
    strictest = parameters.drop(columns="method_version").max()
    rules = {
        name: Rule(strictest[name], strictest["secondary_minimum_rows"], strictest["secondary_minimum_base"])
        for name in ("confidential_base", "minimum_evaluations", "minimum_operational_base")
    }
    wholes = _wholes(row_cells)
    relations = _relations(row_cells, len(parameters), wholes)
    bases, base_blocks = _decide_bases(relations, rules["confidential_base"], wholes)
    figures: set[tuple] = set()
    blocks: dict[str, dict[tuple, Blocks]] = {}
    for version in parameters["method_version"]:
        small = _small_shares(share_decisions[share_decisions["method_version"] == version])
        withheld, blocks[version] = _decide_figures(relations, rules, bases, base_blocks, small)
        figures |= {(version, *row) for row in withheld}
    rows = _rows_of_all_versions(row_cells, parameters["method_version"])
    rows["is_base_withheld"] = pd.MultiIndex.from_frame(rows[ROW]).isin(bases)
    is_withheld = pd.MultiIndex.from_frame(rows[["method_version", *ROW]]).isin(figures)
    rows["is_figure_withheld"] = is_withheld | (rows["count_base"] == 0)
    smallest = rows["base_of"].map({base_of: rules[_figure_rule(base_of)].smallest for base_of in set(rows["base_of"])})
    rows["suppression_reason"] = np.select(
        [~rows["is_figure_withheld"], rows["count_base"] < smallest],
        [np.array(None, dtype=object), np.array("base_too_small", dtype=object)],
        "secondary",
    )
    indices = _index_rows(rows, _decide_indices(relations, figures, blocks, index_scores, rules["minimum_evaluations"]))
    grain = ["method_version", *ROW]
    decided = pd.concat([rows, indices])[[*grain, "is_base_withheld", "is_figure_withheld", "suppression_reason"]]
    return decided.sort_values(grain, ignore_index=True)


def _rows_of_all_versions(row_cells: pd.DataFrame, versions: pd.Series) -> pd.DataFrame:
    """Every row in every version; of base 0 in a version that has none of its cells."""
    found = row_cells.groupby(["method_version", *ROW], as_index=False)["count_base"].sum()
    rows = found[ROW].drop_duplicates().merge(versions, how="cross")
    rows = rows.merge(found, how="left", on=["method_version", *ROW])
    return rows.assign(count_base=rows["count_base"].fillna(0))


def _figure_rule(base_of: str) -> str:
    return "minimum_evaluations" if base_of in ("relational", "touchpoint") else "minimum_operational_base"


def _wholes(row_cells: pd.DataFrame) -> dict[str, str]:
    """By count, the one that it is part of."""
    parts = row_cells.loc[row_cells["whole"].notna(), ["base_of", "whole"]].drop_duplicates()
    return dict(parts.itertuples(index=False, name=None))


def _relations(row_cells: pd.DataFrame, count_versions: int, wholes: Mapping[str, str]) -> dict[tuple, Relation]:
    """By organisation, relation and what is counted; wholes before their parts."""
    grain = [*ROW, "relation", "total", "cell"]
    filled = row_cells["count_base"].where(row_cells["count_base"] > 0)
    cells = row_cells.assign(filled=filled).groupby(grain)
    found = cells.agg(smallest=("count_base", "min"), count=("count_base", "count"), filled=("filled", "min"))
    relations: dict[tuple, Relation] = {}
    for *row, name, total, cell, smallest, count, some in found.reset_index().itertuples(index=False):
        relation = relations.setdefault((row[1], name, row[0]), Relation())
        relation.add(tuple(row), cell, smallest if count == count_versions else 0, some)
        relation.total_of[cell] = total
    return dict(sorted(relations.items(), key=lambda item: item[0][-1] in wholes))


def _small_shares(share_decisions: pd.DataFrame) -> set[tuple]:
    small = share_decisions[share_decisions["suppression_reason"] == "base_too_small"]
    rows = small[["base_of", "organisation_id", "part", "wave"]].itertuples(index=False, name=None)
    return {(*row, "wave", str(wave)) for *row, wave in rows}


def _decide_bases(
    relations: Mapping[tuple, Relation], rule: Rule, wholes: Mapping[str, str]
) -> tuple[set[tuple], dict[tuple, Blocks]]:
    """Rows whose base is withheld, and the blocks that the bases of each relation form."""
    bases: set[tuple] = set()
    blocks: dict[tuple, Blocks] = {}
    for (*where, base_of), relation in relations.items():
        whole_of = wholes.get(base_of)
        withheld = {row for row in relation.cells_of if (whole_of, *row[1:]) in bases}
        found = relation.blocks(rule, withheld, withheld_cells=blocks.get((*where, whole_of), ()))
        bases |= withheld | relation.withheld_rows(found, rule)
        blocks[*where, base_of] = found
    return bases, blocks


def _decide_figures(
    relations: Mapping[tuple, Relation],
    rules: Mapping[str, Rule],
    bases: set[tuple],
    base_blocks: Mapping[tuple, Blocks],
    small: set[tuple],
) -> tuple[set[tuple], dict[tuple, Blocks]]:
    """Rows whose figures are withheld, and the blocks that the figures of each relation form."""
    figures: set[tuple] = set()
    blocks: dict[tuple, Blocks] = {}
    for key, relation in relations.items():
        rule = rules[_figure_rule(key[-1])]
        withheld = (bases | small) & relation.cells_of.keys()
        parts = {row[2] for row in small & relation.cells_of.keys()}
        blocks[key] = relation.blocks(
            rule, withheld, withheld_cells=base_blocks[key].keys() | parts, withheld_totals=parts
        )
        figures |= withheld | relation.withheld_rows(blocks[key], rule)
    return figures, blocks


def _decide_indices(
    relations: Mapping[tuple, Relation],
    figures: set[tuple],
    blocks: Mapping[str, Mapping[tuple, Blocks]],
    index_scores: pd.DataFrame,
    rule: Rule,
) -> dict[tuple, str]:
    """Reason by method version and relational row, where the survey index is withheld."""
    own = index_scores[(index_scores["index_kind"] == "survey") & index_scores["suppression_reason"].notna()]
    keys = own[["method_version", "organisation_id", "window_kind", "period"]].itertuples(index=False, name=None)
    reasons = {
        (version, "relational", organisation, "all", *window): reason
        for (version, organisation, *window), reason in zip(keys, own["suppression_reason"], strict=True)
    }
    withheld: dict[tuple, str] = {}
    for version in sorted(set(index_scores["method_version"])):
        for key, relation in relations.items():
            if key[-1] == "relational":
                known = {row: "secondary" for row in relation.cells_of if (version, *row) in figures}
                known |= {row: reasons[version, *row] for row in relation.cells_of if (version, *row) in reasons}
                rows = _withheld_indices(relation, blocks[version][key], known, rule)
                withheld |= {(version, *row): known.get(row, "secondary") for row in rows}
    return withheld


def _withheld_indices(relation: Relation, blocks: Blocks, known: Mapping[tuple, str], rule: Rule) -> set[tuple]:
    """Rows without an index, given those that are known to have none and why."""
    months = {cell for row in known if row[3] == "month" for cell in relation.cells_of[row]}
    incomplete = {row[4] for row, reason in known.items() if row[3] == "wave" and reason == "incomplete_dimensions"}
    index_blocks = relation.blocks(rule, known, withheld_cells=months | blocks.keys(), withheld_totals=incomplete)
    return relation.withheld_rows(index_blocks, rule) | known.keys()


def _index_rows(rows: pd.DataFrame, withheld: Mapping[tuple, str]) -> pd.DataFrame:
    indices = rows[rows["base_of"] == "relational"].copy()
    keys = indices[["method_version", *ROW]].itertuples(index=False, name=None)
    indices["suppression_reason"] = [withheld.get(key) for key in keys]
    indices["is_figure_withheld"] = indices["suppression_reason"].notna()
    indices["base_of"] = "index"
    return indices
