"""Do intervals hold with few clusters in many strata? `PYTHONPATH=. python tests/benchmarks/strata_coverage.py`

Draws many surveys per design, each with strata and clusters of its own, and asks the two ways to an error of the same
index whether their 95 % intervals contain the truth: the linearised formula, which R is held against elsewhere, and the
bootstrap of the `full` index. Prints a Markdown table; `--out FILE` also writes it.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import norm, t
from tests.resampled import errors_of

# strata by their number of clusters
DESIGNS = {
    "10 x 2": (2,) * 10,
    "20 x 2": (2,) * 20,
    "30 x 2": (2,) * 30,
    "40 x 2": (2,) * 40,
    "20 x 3": (3,) * 20,
    "20 x 4": (4,) * 20,
    "10 x 2 and 10 x 1": (2,) * 10 + (1,) * 10,
}
REPLICATES, STEP = 4_000, 0.5
MEAN, OF_STRATA, OF_CLUSTERS, OF_ANSWERS = 7.3, 0.5, 0.4, 1.8
RESPONDENTS = 6
MARKS = np.arange(11)
# indicator: value of each mark, goalposts
INDICATORS = {
    "ease_item": (10.0 * MARKS, 0.0, 100.0),
    "nps_relational": (100.0 * (MARKS >= 9) - 100.0 * (MARKS <= 6), -100.0, 100.0),
    "employee_nine_plus": (1.0 * (MARKS >= 9), 0.0, 0.6),
}


@dataclass(frozen=True)
class Survey:
    """Sums per cluster of one drawn survey, and what the index tends to with ever more clusters.

    Attributes:
        strata: by cluster.
        weights: total weight by cluster.
        totals: weighted sums by indicator and cluster.
        truth: the index.
    """

    strata: np.ndarray
    weights: np.ndarray
    totals: np.ndarray
    truth: float


def draw_survey(sizes: tuple[int, ...], random: np.random.Generator) -> Survey:
    """Clusters of unequal size, answers that are alike within clusters and strata, weights that differ by stratum."""
    strata = np.repeat(np.arange(len(sizes)), sizes)
    level, weight = MEAN + random.normal(0, OF_STRATA, len(sizes)), random.lognormal(0, 0.3, len(sizes))
    counts = 1 + random.poisson(RESPONDENTS - 1, len(strata))
    cluster = np.repeat(np.arange(len(strata)), counts)
    latent = (level[strata] + random.normal(0, OF_CLUSTERS, len(strata)))[cluster]
    weights = weight[strata]
    totals = []
    for values, *_ in INDICATORS.values():
        marks = np.clip(np.rint(latent + random.normal(0, OF_ANSWERS, len(cluster))), 0, 10).astype(int)
        totals.append(np.bincount(cluster, values[marks]) * weights)
    return Survey(strata, counts * weights, np.array(totals), _truth(level, weight * np.array(sizes)))


def _truth(level: np.ndarray, weight: np.ndarray) -> float:
    spread = np.hypot(OF_CLUSTERS, OF_ANSWERS)
    below = norm.cdf(MARKS[:-1] + 0.5, level[:, None], spread)
    shares = np.diff(below, prepend=0, append=1, axis=1)
    means = [weight @ (shares @ values) / weight.sum() for values, *_ in INDICATORS.values()]
    return float(_scores(np.array(means)).mean())


def _scores(means: np.ndarray) -> np.ndarray:
    low, high = np.array([[low, high] for _, low, high in INDICATORS.values()]).T
    return 100 * (means - low) / (high - low)


def linearised(survey: Survey) -> tuple[float, float]:
    """Index and its standard error: method page, section 5."""
    means = survey.totals.sum(axis=1) / survey.weights.sum()
    slopes = np.array([100 / (high - low) for _, low, high in INDICATORS.values()]) / len(INDICATORS)
    z = slopes @ (survey.totals - means[:, None] * survey.weights) / survey.weights.sum()
    variance = 0.0
    for stratum in np.unique(survey.strata):
        own = z[survey.strata == stratum]
        n = len(own)
        variance += own[0] ** 2 if n == 1 else n / (n - 1) * ((own - own.mean()) ** 2).sum()
    return float(_scores(means).mean()), variance**0.5


def bootstrapped(surveys: list[Survey], random: np.random.Generator) -> pd.DataFrame:
    """Error and interval of the index of each survey, as of organisations that share no cluster."""
    starts = np.cumsum([0, *(len(survey.strata) for survey in surveys)])
    groups = pd.DataFrame(
        {
            "stratum_number": np.unique(
                np.concatenate([1_000 * n + survey.strata for n, survey in enumerate(surveys)]), return_inverse=True
            )[1],
            "digests": list(random.integers(0, 2**64, (starts[-1], -(-REPLICATES // 64)), dtype="uint64")),
        }
    )
    sums = [
        pd.DataFrame({"organisation_id": number, "wave": 2025, "indicator": indicator, "part": "", "evidence": "survey",
                      "group_number": starts[number] + np.arange(len(survey.strata)), "total_weight": survey.weights,
                      "total": totals})
        for number, survey in enumerate(surveys)
        for indicator, totals in zip(INDICATORS, survey.totals, strict=True)
    ]  # fmt: skip
    indicators = [row for number, survey in enumerate(surveys) for row in _indicators(number, linearised(survey)[0])]
    found = errors_of(
        pd.DataFrame(indicators), pd.concat(sums, ignore_index=True), groups, replicates=REPLICATES, step=STEP
    )
    return found[found["figure"] == "index"].sort_values("organisation_id", ignore_index=True)


def _indicators(number: int, index: float) -> list[dict]:
    described = {
        "organisation_id": number, "wave": 2025, "dimension_weight": 1 / len(INDICATORS), "dimension_score": 50.0,
        "index_score": index, "evidence": "survey", "kind": "item_mean", "weight": 1.0, "score": 50.0, "direction": 1,
        "goalpost_scale": "linear", "noise": 0.0,
    }  # fmt: skip
    return [
        described | {"dimension": name, "indicator": name, "goalpost_low": low, "goalpost_high": high}
        for name, (_, low, high) in INDICATORS.items()
    ]


def compare(name: str, number: int, random: np.random.Generator) -> str:
    """A row of the table: coverage of both, and how far their errors lie apart."""
    surveys = [draw_survey(DESIGNS[name], random) for _ in range(number)]
    formula = pd.DataFrame([linearised(survey) for survey in surveys], columns=["index", "error"])
    truth = np.array([survey.truth for survey in surveys])
    found = bootstrapped(surveys, random)
    df = len(surveys[0].strata) - len(DESIGNS[name])
    by_formula = (formula["index"] - truth).abs() <= t.isf(0.025, df) * formula["error"]
    by_bootstrap = (found["ci_low"] <= truth) & (truth <= found["ci_high"])
    ratio = found["standard_error"] / formula["error"]
    return (
        f"| {name} | {df} | {by_formula.mean():.4f} | {by_bootstrap.mean():.4f} | {ratio.mean():.4f} | "
        f"{ratio.std():.4f} | {(ratio.sub(1).abs() < 0.05).mean():.4f} |"
    )


def main() -> None:
    """Simulate, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--surveys", type=int, default=2_000)
    arguments.add_argument("--out", type=Path)
    chosen = arguments.parse_args()
    lines = [
        f"Coverage of 95 % intervals of an index, {chosen.surveys:,} surveys per design, {REPLICATES:,} replicates.",
        "",
        "| strata x clusters | df | formula covers | bootstrap covers | mean ratio of errors | its sd | within 5 % |",
        "|--|--:|--:|--:|--:|--:|--:|",
    ]
    for number, name in enumerate(DESIGNS):
        lines.append(compare(name, chosen.surveys, np.random.default_rng(number)))
        print(lines[-1], flush=True)
    text = "\n".join([*lines, ""])
    print(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
