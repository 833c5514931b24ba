"""What the oracles make of a delivery: every figure under the name that `computed` gives it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from tests.oracles.change import change
from tests.oracles.channel_gap import INDICATOR as GAP
from tests.oracles.channel_gap import channel_gap
from tests.oracles.full import full_scores
from tests.oracles.method import indicators, parameter
from tests.oracles.operations import case_outcomes, median_response_minutes, question_outcomes, rate
from tests.oracles.survey import Figure, Index, Wave, net_promoter_score
from tests.spec.computed import PAIRED_DIMENSIONS, Key
from tests.spec.deliveries import Delivery

# By wave and organisation.
Cell = tuple[int, str]
# By organisation and figure: what its units add to it, in the order of all units of the wave.
Vectors = dict[tuple[str, str], np.ndarray]


class Based(NamedTuple):
    """A figure, and on how much it rests."""

    figure: Figure
    base: int


def expected(delivery: Delivery, version: str) -> dict[Key, Figure]:
    """The figures of the oracles, by wave, organisation and name. The evaluations are of one survey."""
    operations = _operations(delivery, version)
    found = {(*cell, name): based.figure for cell, own in operations.items() for name, based in own.items()}
    others = _with_complaints(operations, delivery.organisations, version)
    waves = {wave: list(rows) for wave, rows in groupby(delivery.evaluations, key=lambda row: row["wave"])}
    answers = {wave: Wave.read(rows, version) for wave, rows in waves.items()}
    gaps = {(wave, *rest): gap for wave, rows in waves.items() for rest, gap in _gaps(answers[wave], rows, version)}
    found |= {(*cell, GAP): Figure(gap) for cell, gap in gaps.items()}
    vectors: dict[int, Vectors] = {wave: {} for wave in answers}
    for members in _industries(delivery.organisations):
        indices = {
            wave: Index(each, version, own)
            for wave, each in answers.items()
            if (own := tuple(name for name in members if name in each.organisations))
        }
        for wave, index in indices.items():
            found |= {(wave, *key): figure for key, figure in _survey_figures(index)}
            cells = {name: (wave, name) for name in index.members}
            own = {name: _all_figures(index, name, gaps.get(at), others.get(at, {})) for name, at in cells.items()}
            found |= {(wave, *key): Figure(score) for key, score in _full_scores(own, version)}
            found |= {(wave, *key): figure for key, figure in _covariances(_dimension_vectors(index))}
            vectors[wave] |= _index_vectors(index)
        found |= _changes(indices)
    for wave, own in vectors.items():
        found |= {(wave, *key): figure for key, figure in _covariances(own)}
    return found


def _industries(organisations: Sequence[Mapping]) -> Iterable[dict[str, None]]:
    """The organisations of each, in order."""
    found: dict[str, dict[str, None]] = {}
    for row in organisations:
        found.setdefault(row["industry"], {})[row["organisation_id"]] = None
    return found.values()


def _gaps(answers: Wave, rows: Sequence[Mapping], version: str) -> Iterable[tuple[tuple[str], float]]:
    channels = np.array([row["channel"] or "" for row in rows])
    for name in sorted(set(answers.organisations)) if GAP in answers.values else ():
        if (gap := channel_gap(answers, channels, name, version)) is not None:
            yield (name,), gap


def _survey_figures(index: Index) -> Iterable[tuple[tuple[str, str], Figure]]:
    least = parameter(index.version, "minimum_evaluations")
    for name in index.members:
        yield from (((name, f"survey {figure}"), found) for figure, found in index.figures(name).items())
        for dimension in index.scored_dimensions(name):
            yield (name, f"effective {dimension}"), Figure(index.effective(name, dimension))
        yield (name, "effective"), Figure(index.wave.effective(index.wave.organisations == name))
        if index.wave.valid(name, "nps_relational").sum() >= least:
            yield (name, "nps"), net_promoter_score(index.wave, name, index.version)


def _dimension_vectors(index: Index) -> Vectors:
    return {
        (name, dimension): index.centred(name, index.slopes(name, dimension))
        for name in index.members
        if parameter(index.version, "has_inference")
        for dimension in index.scored_dimensions(name)
        if dimension in PAIRED_DIMENSIONS
    }


def _index_vectors(index: Index) -> Vectors:
    return {
        (name, "index"): index.centred(name, index.index_slopes(name))
        for name in index.members
        if parameter(index.version, "has_inference") and index.is_complete(name)
    }


def _covariances(vectors: Vectors) -> Iterable[tuple[tuple[str, str], Figure]]:
    """Of every two figures, and of each with itself."""
    for (name, figure), one in vectors.items():
        for (other, its_figure), another in vectors.items():
            yield (name, f"{figure} with {other} {its_figure}"), Figure(float(one @ another))


def _all_figures(
    index: Index, name: str, gap: float | None, others: Mapping[str, Based]
) -> dict[str, tuple[float | None, int]]:
    """What the organisation has for the full index: each figure with its base."""
    found = {indicator: (based.figure.value, based.base) for indicator, based in others.items()}
    for each in indicators(index.version, "full"):
        if not each.items or not (base := int(index.wave.valid(name, each.name).sum())):
            continue
        if each.name != GAP:
            found[each.name] = index.wave.figure(name, each.name), base
        elif gap is not None:
            found[each.name] = gap, base
    return found


def _full_scores(
    figures: Mapping[str, Mapping[str, tuple[float | None, int]]], version: str
) -> Iterable[tuple[tuple[str, str], float]]:
    for name, scores in full_scores(figures, version).items():
        yield from (((name, f"full {figure}"), score) for figure, score in scores.items())


def _changes(indices: Mapping[int, Index]) -> dict[Key, Figure]:
    return {
        (wave, name, "change"): Figure(*found)
        for before, wave in pairwise(sorted(indices))
        for name in indices[wave].members
        if name in indices[before].members and (found := change(indices[before], indices[wave], name))
    }


def _with_complaints(
    operations: Mapping[Cell, Mapping[str, Based]], organisations: Sequence[Mapping], version: str
) -> dict[Cell, dict[str, Based]]:
    """The operations, and the cases at a complaint body per so many customers, whose base the customers are."""
    per = parameter(version, "complaints_per_customers")
    found = {cell: dict(own) for cell, own in operations.items()}
    for row in organisations:
        if row.get("count_customers"):
            share = row["count_complaint_body_cases"] / row["count_customers"]
            own = found.setdefault((row["wave"], row["organisation_id"]), {})
            own["trust_complaints"] = Based(Figure(per * share), row["count_customers"])
    return found


def _operations(delivery: Delivery, version: str) -> dict[Cell, dict[str, Based]]:
    """The indicators of questions and cases that the version has."""
    found: dict[Cell, dict[str, Based]] = {}
    people = {each.label: each.author for each in delivery.questions}
    _add_rates(found, delivery.questions, people, question_outcomes(delivery.questions, version), version)
    people = {each.label: each.customer for each in delivery.cases}
    _add_rates(found, delivery.cases, people, case_outcomes(delivery.cases, version), version)
    if any(each.name == "webcare_speed" for each in indicators(version, "full")):
        for cell, asked in _by_cell(delivery.questions).items():
            median, base = median_response_minutes(asked, version)
            if base:
                found.setdefault(cell, {})["webcare_speed"] = Based(Figure(median), base)
    return found


def _add_rates(
    found: dict[Cell, dict[str, Based]],
    units: Sequence,
    people: Mapping[str, str],
    outcomes: Mapping[str, Mapping[str, float]],
    version: str,
) -> None:
    strata: dict[int, set[str]] = {}
    for unit in units:
        strata.setdefault(unit.wave, set()).add(people[unit.label])
    for each in indicators(version, "full"):
        for cell, own in _by_cell([unit for unit in units if unit.label in outcomes.get(each.name, ())]).items():
            made = rate({unit.label: outcomes[each.name][unit.label] for unit in own}, people, strata[cell[0]])
            has_error = each.kind == "rate" and parameter(version, "has_inference")
            figure = Figure(made.value, made.standard_error, made.df) if has_error else Figure(made.value)
            found.setdefault(cell, {})[each.name] = Based(figure, made.base)


def _by_cell(units: Iterable) -> dict[Cell, list]:
    found: dict[Cell, list] = {}
    for unit in units:
        found.setdefault((unit.wave, unit.organisation), []).append(unit)
    return found
