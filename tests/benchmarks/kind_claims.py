"""How often is a claim about kinds of organisations false? `python tests/benchmarks/kind_claims.py`

Simulates worlds in which the kind has no effect at all: 60 organisations in 12 industries, whose level differs with a
standard deviation of 0 to 12 points, organisations within them of 4 points. Kinds are spread evenly over industries,
by chance, or unevenly: four industries nearly all of one kind, four of the other, four mixed. In the last worlds
organisations of the first kind vary twice as much. Prints a Markdown table: the shares of worlds with a claim, and
with one as it was made before, by Welch's test and two signs that agree.
"""

import argparse

import numpy as np

from centricity.statistics.contrasts import claim, industry_contrast, welch_contrast

INDUSTRIES = np.repeat(np.arange(12), 5)
WITHIN = 4.0
CLAIMS = ("first_higher", "second_higher")


def evenly(generator: np.random.Generator) -> np.ndarray:
    """Two or three of the first kind in each industry."""
    return np.concatenate([generator.permutation(5) < 2 + industry % 2 for industry in range(12)])


def by_chance(generator: np.random.Generator) -> np.ndarray:
    """A third of the first kind, wherever they are."""
    return generator.permutation(60) < 20


def unevenly(generator: np.random.Generator) -> np.ndarray:
    """Nearly all, nearly none, or some of the first kind, by industry."""
    share = np.repeat([0.9, 0.1, 0.4], 4)[INDUSTRIES]
    return generator.random(60) < share


def claims(spread: float, ratio: float, kinds: np.ndarray, generator: np.random.Generator) -> tuple[bool, bool]:
    """Whether a world without an effect has a claim, and whether it had one by the rule before."""
    error = generator.normal(0, WITHIN, 60) * np.where(kinds, ratio, 1)
    scores = 60 + generator.normal(0, spread, 12)[INDUSTRIES] + error
    general, within = welch_contrast(scores, kinds), industry_contrast(scores, kinds, INDUSTRIES)
    before = general.p_value < 0.05 and np.sign(general.difference) == np.sign(within.difference)
    return claim(general, within) in CLAIMS, bool(before)


def main() -> None:
    """Simulate, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--worlds", type=int, default=2_000)
    worlds = arguments.parse_args().worlds
    print("| kinds | industries' sd | first kind varies | claims | before |\n|---|--:|--:|--:|--:|")
    for spread_kinds in (evenly, by_chance, unevenly):
        for spread, ratio in ((0, 1), (4, 1), (12, 1), (12, 2)):
            generator = np.random.default_rng(2012)
            found = [claims(spread, ratio, spread_kinds(generator), generator) for _ in range(worlds)]
            now, before = np.mean(found, axis=0)
            print(f"| {spread_kinds.__name__} | {spread} | x {ratio} | {now:.1%} | {before:.1%} |")


if __name__ == "__main__":
    main()
