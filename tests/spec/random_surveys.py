"""Random surveys: 50 waves of ten organisations, each wave with a design of its own, one panel behind all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

WAVES = range(2001, 2051)
INDUSTRIES = ("banks", "shops")
ORGANISATIONS = {f"{industry}_{n}": industry for industry in INDUSTRIES for n in range(5)}
BATTERIES = {"trust": 3, "employee": 3}
SINGLE = ("recommend", "experience", "consistency_1", "webcare_1", "ease_1")
PANEL = 400
# Fewer than eight items on 0-10 are no grid: nothing is cleaned away for its pattern.
SCALES = {"single": ((0, 10), (0, 10), (1, 10), (1, 5)), "battery": ((1, 10), (1, 5), (1, 7))}
WEIGHTS = (
    lambda random: 1.0,
    lambda random: random.choice([0.5, 1, 4]),
    lambda random: random.lognormvariate(0, 0.6),
    lambda random: 1e4 * random.paretovariate(1.5),
)


@dataclass(frozen=True)
class Design:
    """How one wave was asked.

    Attributes:
        clusters: sampling units in each stratum; empty: the person is the unit, or the evaluation.
        has_strata: their names are delivered.
        has_persons: persons have ids, and evaluate several organisations.
        missing: share of items that are not answered.
    """

    clusters: tuple[int, ...]
    has_strata: bool
    has_persons: bool
    missing: float


DESIGNS = (
    Design((), has_strata=False, has_persons=False, missing=0.05),
    Design((), has_strata=False, has_persons=True, missing=0.0),
    Design((), has_strata=True, has_persons=True, missing=0.2),
    Design((9, 12, 7), has_strata=True, has_persons=True, missing=0.1),
    Design((2, 1, 3, 2, 1, 4), has_strata=True, has_persons=True, missing=0.05),
    Design((14,), has_strata=False, has_persons=True, missing=0.3),
    Design((1, 1, 1), has_strata=True, has_persons=True, missing=0.05),
)


def describe_organisations(waves: range = WAVES, seed: int = 2011) -> Iterator[dict]:
    """A row for each organisation and wave; every other organisation says how many customers and complaints it has."""
    random = Random(seed)  # noqa: S311
    for wave in waves:
        for number, (name, industry) in enumerate(ORGANISATIONS.items()):
            counts = {"count_customers": 40_000, "count_complaint_body_cases": random.randrange(120)}
            described = {"organisation_id": name, "wave": wave, "name": name, "industry": industry}
            yield {"record_key": f"{name}-{wave}", **described, **(counts if number % 2 else {})}


def draw_waves(waves: range = WAVES, seed: int = 2012) -> list[dict]:
    """Evaluations as they are delivered."""
    random = Random(seed)  # noqa: S311
    return [row for wave in waves for row in _draw_wave(random, wave)]


def _draw_wave(random: Random, wave: int) -> Iterator[dict]:
    design, weight = random.choice(DESIGNS), random.choice(WEIGHTS)
    scales = {item: random.choice(SCALES["single"]) for item in SINGLE}
    scales |= {battery: random.choice(SCALES["battery"]) for battery in BATTERIES}
    appeal = {name: random.gauss(0.6, 0.15) for name in ORGANISATIONS}
    # sizes about the limits of 30 and 100 evaluations, in some waves all below 100
    sizes = {name: random.choice((25, 32, 45, 60, 104 if wave % 2 else 70)) for name in ORGANISATIONS}
    unasked = {name: set(random.sample([*SINGLE, *BATTERIES], random.choice((0, 0, 1)))) for name in ORGANISATIONS}
    persons = {person: _person(random, design, weight) for person in range(PANEL)}
    for name, size in sizes.items():
        for person in random.sample(range(PANEL), size):
            mood = appeal[name] + persons[person]["mood"]
            answers = [
                {"item": item, "value": _mark(random, mood, scale, design.missing), "scale_low": scale[0]}
                | {"scale_high": scale[1], "is_proxy": False}
                for item, scale in _items(scales)
                if item.split("_")[0] not in unasked[name] and item not in unasked[name]
            ]
            yield {
                "record_key": f"{wave}-{name}-{person}",
                "evaluation_id": f"{wave}-{name}-{person}",
                "respondent_id": f"person {person}" if design.has_persons else None,
                "organisation_id": name,
                "wave": wave,
                "completed_at": f"{wave}-05-01 12:00:00",
                "evaluation_type": "relational",
                "has_final_weight": False,
                "channel": random.choice(("phone", "web", "web", None)),
                "count_qualified": persons[person]["count_qualified"],
                "answers": answers,
                **persons[person]["columns"],
            }


def _person(random: Random, design: Design, weight) -> Mapping:
    stratum = random.randrange(len(design.clusters) or 3)
    cluster = f"cluster {random.randrange(design.clusters[stratum])}" if design.clusters else None
    columns = {
        "base_weight": weight(random),
        "stratum": f"stratum {stratum}" if design.has_strata else None,
        "cluster_id": cluster,
    }
    return {"columns": columns, "mood": random.gauss(0, 0.2), "count_qualified": random.choice((1, 1, 2, 4))}


def _items(scales: Mapping) -> Iterator[tuple[str, tuple[int, int]]]:
    yield from ((item, scales[item]) for item in SINGLE)
    yield from ((f"{name}_{n}", scales[name]) for name, count in BATTERIES.items() for n in range(1, count + 1))


def _mark(random: Random, mood: float, scale: tuple[int, int], missing: float) -> float | None:
    if random.random() < missing:
        return None
    low, high = scale
    return float(min(high, max(low, round(low + (high - low) * random.gauss(mood, 0.15)))))
