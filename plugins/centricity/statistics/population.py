"""From a survey's answers on population margins to weights: unknown answers, small categories, raking, trimming."""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from centricity.statistics import arguments
from centricity.statistics.weighting import rake

# The name of the category of those whose answer is not known; no margin can have it.
UNKNOWN = ""


class PopulationWeights(NamedTuple):
    """Weights of mean 1 over the persons; None without a margin that can be raked to. `merged` says what was merged."""

    weights: pd.Series | None
    margins: tuple[Hashable, ...]
    merged: tuple[str, ...]


class _Margin(NamedTuple):
    categories: pd.Series
    targets: pd.Series
    merged: tuple[str, ...]


def rake_to_population(
    cells: pd.DataFrame,
    population: Mapping[Hashable, pd.Series],
    *,
    minimum: float,
    cap: float | None = None,
    tolerance: float = 1e-10,
) -> PopulationWeights:
    """Rake persons to population margins as they are known.

    Before raking, a category with fewer persons than `minimum` is merged with the smaller of its neighbours, and an
    unknown answer becomes a category of its own, whose target is its base-weighted share (the known targets shrink
    accordingly). A margin of which one known category is left constrains nothing and is not used.

    Args:
        cells: a row per group of persons that are alike: a column per margin (None: not known), `base_weight` and
            `count`, both above 0.
        population: margin → its categories, in the order in which they are neighbours, with their population.
        minimum: persons that a category needs.
        cap: the largest weight in multiples of the mean; None does not trim.
        tolerance: see `rake`.

    Raises:
        ValueError: a category that the margin does not have, or what `rake` cannot do; both name margin and category.
    """
    prepared = {name: _prepare(cells, name, targets, minimum) for name, targets in population.items()}
    used = {name: margin for name, margin in prepared.items() if len(margin.targets.drop(UNKNOWN, errors="ignore")) > 1}
    merged = tuple(f"{name}: {group}" for name, margin in prepared.items() for group in margin.merged)
    if not used:
        return PopulationWeights(None, (), merged)
    raked = rake(
        pd.DataFrame({name: margin.categories for name, margin in used.items()}),
        {name: margin.targets for name, margin in used.items()},
        base_weight=cells["base_weight"],
        count=cells["count"],
        cap=cap,
        tolerance=tolerance,
    )
    return PopulationWeights(raked * cells["count"].sum(), tuple(used), merged)


def merge_small_categories(counts: Sequence[float], minimum: float) -> list[int]:
    """For each category, in order, the number of its group from 0: neighbours, each with at least `minimum` persons.

    The smallest group is merged with the smaller of its neighbours until none is too small, or one is left; of equals
    the first.
    """
    groups = [[place] for place in range(len(counts))]
    sizes = list(counts)
    while len(groups) > 1 and min(sizes) < minimum:
        small = sizes.index(min(sizes))
        beside = [place for place in (small - 1, small + 1) if 0 <= place < len(groups)]
        first = min(small, min(beside, key=lambda place: sizes[place]))
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
        sizes[first : first + 2] = [sizes[first] + sizes[first + 1]]
    return [number for number, group in enumerate(groups) for _ in group]


def _prepare(cells: pd.DataFrame, name: Hashable, population: pd.Series, minimum: float) -> _Margin:
    answers = cells[name]
    known = answers.notna()
    places = population.index.get_indexer(pd.Index(answers[known], dtype=object))
    arguments.refuse(
        places < 0,
        f"cells[{name!r}]",
        answers[known].to_numpy(dtype=object),
        "no such category in the margin; add it to the population or recode the answer",
    )
    counts = cells["count"][known].groupby(answers[known]).sum().reindex(population.index, fill_value=0)
    groups = pd.Series(merge_small_categories(counts.to_list(), minimum), index=population.index)
    labels = groups.map(pd.Series(population.index, index=groups).groupby(level=0).agg(lambda group: " + ".join(group)))
    targets = population.groupby(labels, sort=False).sum() / population.sum()
    persons = cells["count"] * cells["base_weight"]
    share_unknown = persons[~known].sum() / persons.sum()
    if share_unknown > 0:
        targets = pd.concat([targets * (1 - share_unknown), pd.Series({UNKNOWN: share_unknown})])
    merged = tuple(label for label, size in labels.value_counts(sort=False).items() if size > 1)
    return _Margin(answers.map(labels).where(known, UNKNOWN), targets, merged)
