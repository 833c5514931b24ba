"""The true scores: what the survey index of each organisation would be with infinitely many evaluations.

Nobody drops out for a reason and nobody's answers depend on age, education, region or channel, so
weights do not move the target. The goalposts and weights of the method page are written out here, not
read from the method tables: the truth must not follow a mistake in them.
"""

import numpy as np
import pandas as pd

from centricity.sample.answers import ITEMS, mark_shares

DIMENSIONS = ("trust", "consistency", "webcare", "recommendation", "processes", "employees")
MARKS = np.arange(11)
POOR_UPPER_GOALPOST = 0.40
NINE_PLUS_UPPER_GOALPOST = 0.60


def true_scores(organisations: pd.DataFrame, qualities: pd.DataFrame) -> pd.DataFrame:
    """One row per organisation and wave: industry, the six dimension scores and their mean, `index_score`."""
    shares = {item.name: mark_shares(qualities[item.trait] + item.shift) for item in ITEMS}
    poor = shares["experience"][:, :6].sum(axis=1)
    nine_plus = shares["experience"][:, 9:].sum(axis=1)
    promoters = shares["recommend"][:, 9:].sum(axis=1)
    detractors = shares["recommend"][:, :7].sum(axis=1)
    scores = pd.DataFrame(
        {
            "trust": _mean_score(shares, "trust"),
            "consistency": 0.7 * _mean_score(shares, "consistency") + 0.3 * (100 - _scale(poor, POOR_UPPER_GOALPOST)),
            "webcare": _mean_score(shares, "webcare"),
            "recommendation": 50 + 50 * (promoters - detractors),
            "processes": _mean_score(shares, "ease"),
            "employees": 0.8 * _mean_score(shares, "employee") + 0.2 * _scale(nine_plus, NINE_PLUS_UPPER_GOALPOST),
        },
        index=qualities.index,
    )
    scores["index_score"] = scores[list(DIMENSIONS)].mean(axis=1)
    industries = organisations[["organisation_id", "industry"]]
    return scores.reset_index().merge(industries, on="organisation_id", validate="many_to_one")[
        ["organisation_id", "wave", "industry", *DIMENSIONS, "index_score"]
    ]


def _mean_score(shares: dict[str, np.ndarray], battery: str) -> np.ndarray:
    """Mean mark of the battery's items, on 0-100."""
    marks = [share @ MARKS for name, share in shares.items() if name.startswith(f"{battery}_")]
    return 10 * np.mean(marks, axis=0)


def _scale(share: np.ndarray, upper: float) -> np.ndarray:
    return 100 * np.clip(share / upper, 0, 1)
