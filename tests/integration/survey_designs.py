"""Random surveys with final weights, strata and clusters, as a supplier delivers them, and what R makes of them.

Each survey is a wave of its own: what a sampling unit is, what strata there are and on what scale the weights are
differs from wave to wave.

`python tests/integration/survey_designs.py` asks R about the recorded waves and writes its answers beside the script.
"""

import csv
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pandas as pd

SCRIPT = Path(__file__).with_name("survey_designs.R")
# What R said of the recorded waves: figures, covariances of some of them, and figures of months.
ANSWERED = Path(__file__).with_name("survey_designs.csv")
COVARIANCES = Path(__file__).with_name("survey_covariances.csv")
MONTHS = Path(__file__).with_name("survey_months.csv")
ORGANISATIONS = {name: industry for industry in ("banks", "shops") for name in (f"{industry}_{n}" for n in range(4))}
ITEMS = ("recommend", "experience", "consistency_1", "webcare_1", "ease_1")
BATTERIES = ("trust", "employee")
# indicator: dimension, weight inside it, points of the score per unit of the indicator
SLOPES = {
    "trust": ("trust", 1.0, 1.0),
    "consistency": ("consistency", 0.7, 1.0),
    "poor": ("consistency", 0.3, -100 / 0.4),
    "webcare": ("webcare", 1.0, 1.0),
    "nps": ("recommendation", 1.0, 0.5),
    "ease": ("processes", 1.0, 1.0),
    "employee": ("employees", 0.8, 1.0),
    "nine_plus": ("employees", 0.2, 100 / 0.6),
}
DIMENSIONS = sorted({dimension for dimension, _, _ in SLOPES.values()})


@dataclass(frozen=True)
class Design:
    """How the respondents of one survey were drawn.

    Attributes:
        clusters: sampling units in each stratum; empty: none are delivered, the respondent is the unit.
        has_strata: their names are delivered; else the survey is one stratum.
        has_respondents: respondents have ids, and evaluate several organisations; else each evaluation stands alone.
        weight: draws one.
        missing: share of items that are not answered.
    """

    clusters: tuple[int, ...] = ()
    has_strata: bool = True
    has_respondents: bool = True
    weight: Callable[[Random], float] = lambda random: 1.0
    missing: float = 0.05


DESIGNS = (
    Design(clusters=(12, 9, 15), weight=lambda random: random.lognormvariate(0, 0.5)),
    Design(clusters=(8, 1, 6, 1, 20), weight=lambda random: 1e4 * random.lognormvariate(0, 1)),
    Design(clusters=(25,), has_strata=False, weight=lambda random: 1e-3 * random.uniform(1, 9)),
    Design(weight=lambda random: random.choice([0.5, 1, 4]), missing=0.25),
    Design(clusters=(2, 1, 3, 2, 1, 1, 4, 2, 3, 5, 2, 2), weight=lambda random: random.paretovariate(1.5)),
    Design(has_respondents=False, has_strata=False, weight=lambda random: random.uniform(0.1, 50)),
    Design(missing=0.1, weight=lambda random: 10 ** random.uniform(-3, 3)),
)


RECORDED = {2014 + number: design for number, design in enumerate(DESIGNS)}
WAVES_BY_MONTH = (2016, 2020)
COLUMNS = ("score", "standard_error", "df", "covariance")


def draw_survey(design: Design, wave: int) -> list[dict]:
    """Evaluations of one survey, 900 respondents; an item that is not answered is None. The wave is the seed."""
    random = Random(wave)  # noqa: S311
    names = list(ORGANISATIONS)
    appeal = {name: random.gauss(0, 0.8) for name in names}
    units = [(stratum, cluster) for stratum, count in enumerate(design.clusters) for cluster in range(count)]
    effects = {unit: random.gauss(0, 0.7) for unit in units}
    rows = []
    for respondent in range(900):
        stratum, cluster = unit = random.choice(units) if units else (random.randrange(3), None)
        weight, mood = design.weight(random), random.gauss(0, 1) + effects.get(unit, 0) + 0.3 * stratum
        for name in random.sample(names, random.choice([1, 1, 2, 3])):
            rows.append(
                {
                    "id": f"{wave}-{len(rows)}",
                    "wave": wave,
                    "organisation": name,
                    "respondent": f"{wave}-{respondent}" if design.has_respondents else None,
                    "stratum": f"stratum {stratum}" if design.has_strata else None,
                    "cluster": None if cluster is None else f"cluster {cluster}",
                    "weight": weight,
                    "completed_at": f"{random.choice([3, 4]):02d}-{random.randint(1, 28):02d} 12:00:00",
                    **_answers(random, 7 + appeal[name] + mood, design.missing),
                }
            )
    return rows


def write_feed(rows: list[dict], path: Path) -> None:
    """The survey as the supplier's file; nothing is an empty text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        dated = ({**row, "completed_at": f"{row['wave']}-{row['completed_at']}"} for row in rows)
        writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in dated)


def ask_r(rows: list[dict], by_month: bool, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What R's survey package says of each domain: an organisation, or its month ("banks_0 03").

    Returns:
        By domain and figure (a dimension, `index` or `nps`): score, standard_error, df. By two of these: covariance.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame([_indicators(row, by_month) for row in rows])
    frame.to_csv(folder / "evaluations.csv", index=False)
    domains = frame["domain"].drop_duplicates()
    slopes = [{"domain": domain, **slope} for domain in domains for slope in _slopes()]
    pd.DataFrame(slopes).to_csv(folder / "slopes.csv", index=False)
    subprocess.run(["Rscript", str(SCRIPT), str(folder)], check=True, capture_output=True)
    pairs = pd.read_csv(folder / "covariances.csv").set_index(["domain_a", "figure_a", "domain_b", "figure_b"])
    means = pd.read_csv(folder / "means.csv").pivot(index="domain", columns="indicator", values="mean")
    figures = pd.read_csv(folder / "figures.csv").set_index(["domain", "figure"])
    scores = pd.DataFrame([_scores(mean) for _, mean in means.iterrows()], index=means.index)
    return figures.assign(score=scores.stack()), pairs["covariance"]


def _scores(mean: pd.Series) -> dict[str, float]:
    """The figures of the method, from the means of its indicators."""
    dimensions = {
        "trust": mean["trust"],
        "consistency": 0.7 * mean["consistency"] + 0.3 * max(0, 100 - 250 * mean["poor"]),
        "webcare": mean["webcare"],
        "recommendation": (mean["nps"] + 100) / 2,
        "processes": mean["ease"],
        "employees": 0.8 * mean["employee"] + 0.2 * min(100, mean["nine_plus"] / 0.006),
    }
    return dimensions | {"index": sum(dimensions.values()) / len(dimensions), "nps": mean["nps"]}


def _answers(random: Random, level: float, missing: float) -> dict:
    """Marks 0-10 around a level; the two that the method compares never contradict one another."""

    def mark(noise: float) -> int | None:
        found = min(10, max(0, round(level + random.gauss(0, noise))))
        return None if random.random() < missing else found

    marks = {item: mark(1.5) for item in ITEMS}
    marks |= {f"{battery}_{n}": mark(1.5) for battery in BATTERIES for n in (1, 2, 3)}
    if marks["recommend"] is not None and marks["experience"] is not None:
        marks["experience"] = min(10, max(0, marks["recommend"] + random.choice([-1, 0, 0, 1])))
    if random.random() < 0.3:
        marks["webcare_1"] = None
    return marks


def _indicators(row: dict, by_month: bool) -> dict:
    """The design as R takes it, and a value per indicator; None where the evaluation is not valid for it."""

    def of(item: str, value: Callable[[float], float]) -> float | None:
        return None if row[item] is None else value(row[item])

    def battery(name: str) -> float | None:
        marks = [row[f"{name}_{n}"] for n in (1, 2, 3) if row[f"{name}_{n}"] is not None]
        return 10 * sum(marks) / len(marks) if len(marks) >= 2 else None

    return {
        "psu": row["cluster"] or row["respondent"] or row["id"],
        "stratum": row["stratum"] or "all",
        "weight": repr(row["weight"]),
        "domain": row["organisation"] + (f" {row['completed_at'][:2]}" if by_month else ""),
        "trust": battery("trust"),
        "consistency": of("consistency_1", lambda mark: 10 * mark),
        "poor": of("experience", lambda mark: float(mark <= 5)),
        "webcare": of("webcare_1", lambda mark: 10 * mark),
        "nps": of("recommend", lambda mark: 100 * ((mark >= 9) - (mark <= 6))),
        "ease": of("ease_1", lambda mark: 10 * mark),
        "employee": battery("employee"),
        "nine_plus": of("experience", lambda mark: float(mark >= 9)),
    }


def _slopes() -> list[dict]:
    rows = [{"figure": "nps", "indicator": "nps", "slope": 1.0}]
    for indicator, (dimension, weight, points) in SLOPES.items():
        rows.append({"figure": dimension, "indicator": indicator, "slope": weight * points})
        rows.append({"figure": "index", "indicator": indicator, "slope": weight * points / len(DIMENSIONS)})
    return rows


def _is_recorded(pair: tuple[str, str, str, str]) -> bool:
    """All pairs of two organisations, within and between them, and all pairs of indices; each pair once."""
    first, second = pair[:2], pair[2:]
    are_indices = first[1] == second[1] == "index"
    are_dimensions = {first[1], second[1]} <= set(DIMENSIONS) and {first[0], second[0]} <= {"banks_0", "banks_1"}
    return first <= second and (are_indices or are_dimensions)


def record_answers(folder: Path) -> None:
    """Ask R about the recorded waves, and write what it says beside the script."""
    figures, covariances, months = {}, {}, {}
    for wave, design in RECORDED.items():
        rows = draw_survey(design, wave)
        figures[wave], pairs = ask_r(rows, by_month=False, folder=folder)
        covariances[wave] = pairs[[_is_recorded(pair) for pair in pairs.index]]
        if wave in WAVES_BY_MONTH:
            by_month, _ = ask_r(rows, by_month=True, folder=folder)
            months[wave] = by_month.query("figure in ('index', 'nps')")
    for answers, path in ((figures, ANSWERED), (covariances, COVARIANCES), (months, MONTHS)):
        said = pd.DataFrame(pd.concat(answers, names=["wave"])).sort_index()
        said.reindex(columns=[name for name in COLUMNS if name in said]).to_csv(path, lineterminator="\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        record_answers(Path(name))
