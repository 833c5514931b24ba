"""The true scores: what the survey index of each organisation tends to with ever more careful evaluations.

The target is that of method `M1`: the mean over an organisation's own customers, in the mix that the
person weights bring about. Whether a customer takes part depends on age, education and region alone, in
the same way for every organisation, and the weights undo just that: so the mix is the one among the
organisation's customers in the population, not that of the population. Careless respondents have no part
in it. The goalposts and weights of the method page are written out here, not read from the method
tables: the truth must not follow a mistake in them.
"""

import numpy as np
import pandas as pd

from centricity_sample.answers import ITEMS, mark_shares
from centricity_sample.calendar import WAVES
from centricity_sample.channels import STANDING, channel_shares
from centricity_sample.customers import customer_mixes
from centricity_sample.organisations import in_wave
from centricity_sample.people import cell_leniency
from centricity_sample.selection import expected_counts
from centricity_sample.streams import DEFAULT_SEED
from centricity_sample.world import World, draw_world

DIMENSIONS = ("trust", "consistency", "webcare", "recommendation", "processes", "employees")
MARKS = np.arange(11)
POOR_UPPER_GOALPOST = 0.40
NINE_PLUS_UPPER_GOALPOST = 0.60


def true_scores(seed: int = DEFAULT_SEED) -> pd.DataFrame:
    """The truth of a sample: one row per organisation and wave in which it exists.

    Columns: organisation_id, wave, industry, the six dimension scores, their mean `index_score` and their
    geometric mean `index_geometric`. Equal organisations have equal scores, to the last digit.
    """
    return scores_of(draw_world(seed))


def scores_of(world: World) -> pd.DataFrame:
    """The true scores in a world; see `true_scores`."""
    scores = pd.concat([_scores_in_wave(world, wave) for wave in WAVES], ignore_index=True)
    return scores.sort_values(["organisation_id", "wave"], ignore_index=True)


def _scores_in_wave(world: World, wave: int) -> pd.DataFrame:
    organisations = in_wave(world.organisations, wave)
    ids = organisations["organisation_id"]
    scores = _score(_all_mark_shares(world, organisations, wave)).round(9)
    return pd.concat([ids, pd.Series(wave, ids.index, name="wave"), organisations["industry"], scores], axis=1)


def _all_mark_shares(world: World, organisations: pd.DataFrame, wave: int) -> dict[str, np.ndarray]:
    """The share of each mark among the answers to each item: item → organisations × marks."""
    ids = organisations["organisation_id"]
    levels = world.qualities.xs(wave, level="wave").loc[ids]
    _, mixes = customer_mixes(world.affinities.loc[ids].to_numpy(), expected_counts(organisations))
    on_channel = np.multiply.outer(world.gaps.loc[ids].to_numpy(), list(STANDING.values()))
    everywhere = np.zeros((len(ids), 1))
    shares = {}
    for item in ITEMS:
        is_experience = item.name == "experience"
        effects = on_channel if is_experience else everywhere
        weights = channel_shares(organisations["online"]) if is_experience else everywhere + 1
        level = (levels[item.trait].to_numpy() + item.shift)[:, None, None]
        by_group = mark_shares(level + effects[:, :, None] + cell_leniency())
        shares[item.name] = np.einsum("oh,oc,ohcm->om", weights, mixes, by_group)
    return shares


def _score(shares: dict[str, np.ndarray]) -> pd.DataFrame:
    """The dimension scores and both indices, from the shares of the marks."""
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
        }
    )
    dimensions = scores[list(DIMENSIONS)]
    return scores.assign(
        index_score=dimensions.mean(axis=1), index_geometric=np.exp(np.log(dimensions.clip(lower=1)).mean(axis=1))
    )


def _mean_score(shares: dict[str, np.ndarray], battery: str) -> np.ndarray:
    """Mean mark of the battery's items, on 0-100."""
    marks = [share @ MARKS for name, share in shares.items() if name.startswith(f"{battery}_")]
    return 10 * np.mean(marks, axis=0)


def _scale(share: np.ndarray, upper: float) -> np.ndarray:
    return 100 * np.clip(share / upper, 0, 1)
