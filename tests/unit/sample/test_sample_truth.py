"""The truth is what the survey index estimates: exact, spread enough to be found, and found."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from centricity.statistics import rake
from centricity_sample import DEFAULT_SEED, true_scores
from centricity_sample.answers import ITEMS, draw_marks
from centricity_sample.channels import STANDING, draw_channels
from centricity_sample.customers import customer_mixes, match
from centricity_sample.organisations import in_wave
from centricity_sample.people import MARGINS, cell_shares, draw_people
from centricity_sample.selection import expected_counts
from centricity_sample.truth import DIMENSIONS, scores_of
from centricity_sample.world import draw_world

COLUMNS = {item.name: item.column for item in ITEMS}


def estimate(marks: pd.DataFrame, weights: pd.Series | None = None) -> pd.Series:
    """The survey index of one organisation and wave, written from the method page; missing marks are NaN."""
    weights = pd.Series(1.0, marks.index) if weights is None else weights

    def mean(values: pd.Series) -> float:
        return np.average(values.dropna(), weights=weights[values.notna()])

    def battery(*items: str) -> float:
        answers = marks[list(items)]
        enough = 3 * answers.notna().sum(axis=1) >= 2 * len(items)
        return 10 * mean(answers.mean(axis=1).where(enough))

    def share(item: str, low: int, high: int) -> float:
        return mean(marks[item].between(low, high).where(marks[item].notna()).astype(float))

    poor, nine_plus = share("experience", 0, 5), share("experience", 9, 10)
    scores = pd.Series(
        {
            "trust": battery("trust_1", "trust_2", "trust_3"),
            "consistency": 0.7 * battery("consistency_1") + 0.3 * (100 - 100 * min(poor / 0.4, 1)),
            "webcare": battery("webcare_1"),
            "recommendation": (100 * (share("recommend", 9, 10) - share("recommend", 0, 6)) + 100) / 2,
            "processes": battery("ease_1"),
            "employees": 0.8 * battery("employee_1", "employee_2", "employee_3") + 0.2 * 100 * min(nine_plus / 0.6, 1),
        }
    )
    geometric = np.exp(np.log(scores.clip(lower=1)).mean())
    return pd.concat([scores, pd.Series({"index_score": scores.mean(), "index_geometric": geometric})])


@pytest.fixture(scope="module")
def estimates(survey):
    marks = survey[list(COLUMNS.values())].apply(pd.to_numeric, errors="coerce").set_axis(list(COLUMNS), axis=1)
    return marks.groupby([survey["organisation_id"], survey["wave"]]).apply(estimate)


def centred(scores: pd.Series, industries: pd.Series) -> pd.Series:
    """Scores less the mean of their industry and wave."""
    return scores - scores.groupby([industries, scores.index.get_level_values("wave")]).transform("mean")


def test_truth_has_every_organisation_and_wave_once(truth):
    assert len(truth) == len(truth[["organisation_id", "wave"]].drop_duplicates()) == 128
    assert list(truth.columns) == ["organisation_id", "wave", "industry", *DIMENSIONS, "index_score", "index_geometric"]


def test_the_function_gives_what_the_file_holds(truth):
    pd.testing.assert_frame_equal(true_scores(DEFAULT_SEED), truth, check_exact=False, atol=1e-6, check_dtype=False)


def test_scores_lie_between_0_and_100_and_the_index_is_their_mean(truth):
    assert truth[list(DIMENSIONS)].stack().between(10, 95).all()
    assert np.allclose(truth[list(DIMENSIONS)].mean(axis=1), truth["index_score"], atol=1e-5)


def test_organisations_of_an_industry_differ_enough_to_be_ranked(truth):
    spread = truth.groupby(["industry", "wave"])["index_score"].std()
    assert 3.5 < np.sqrt((spread**2).mean()) < 6


def test_organisations_differ_by_dimension_and_move_between_waves(truth):
    centred_scores = truth[list(DIMENSIONS)] - truth[list(DIMENSIONS)].mean()
    assert centred_scores.corr().to_numpy()[np.triu_indices(6, 1)].max() < 0.95
    index = truth.pivot(index="organisation_id", columns="wave", values="index_score")
    assert 0.5 < (index[2026] - index[2025]).std() < 3


@pytest.fixture(scope="module")
def panel():
    """A panel whose weights bring it to the population, raked as the method says."""
    people = draw_people(np.random.default_rng(5), 400_000)
    targets = {name: pd.Series({c: float(n) for c, (n, _) in margin.items()}) for name, margin in MARGINS.items()}
    unknown = people.loc[people["education"] == "", "base_weight"].sum() / people["base_weight"].sum()
    known = targets["education"] * (1 - unknown)
    targets["education"] = pd.concat([known, pd.Series({"": targets["education"].sum() * unknown})])
    return people.assign(weight=rake(people, targets, base_weight="base_weight", cap=5))


# The second is so poor, the third so good, that the shares pass their goalposts.
@pytest.mark.parametrize("shift", [0.0, -2.5, 2.5])
def test_truth_is_the_limit_of_the_weighted_estimate(panel, shift):
    """400,000 careful customers of an organisation whose customers and channels are unlike others'."""
    rng = np.random.default_rng(3)
    world = draw_world(DEFAULT_SEED)
    world = replace(world, qualities=world.qualities + shift)
    organisations = in_wave(world.organisations, 2026).set_index("organisation_id")
    tilts = world.affinities.loc[organisations.index].std(axis=1) * world.gaps
    chosen = tilts.idxmax()
    mixes, _ = customer_mixes(
        world.affinities.loc[organisations.index].to_numpy(), expected_counts(organisations.reset_index())
    )
    odds = (mixes[organisations.index.get_loc(chosen)] / cell_shares()[0])[panel["cell"]]
    customers = panel.iloc[rng.choice(len(panel), 400_000, p=odds / odds.sum())].reset_index(drop=True)
    channels = pd.Series(draw_channels(rng, pd.Series(organisations.at[chosen, "online"], customers.index)))
    marks = {}
    for item in ITEMS:
        level = np.full(len(customers), world.qualities.at[(chosen, 2026), item.trait] + item.shift)
        if item.name == "experience":
            level += channels.map(STANDING).to_numpy() * world.gaps[chosen]
        marks[item.name] = draw_marks(rng, level, customers["leniency"].to_numpy())
    found = estimate(pd.DataFrame(marks), customers["weight"])
    truth = scores_of(world).set_index(["organisation_id", "wave"]).loc[(chosen, 2026)]
    assert abs(found["index_score"] - truth["index_score"]) < 0.1
    assert np.allclose(found, truth[found.index].astype(float), atol=0.25)
    unweighted = estimate(pd.DataFrame(marks))
    assert abs(unweighted["index_score"] - truth["index_score"]) > 0.3, "weights would not matter"


def test_persons_and_organisations_meet_as_the_truth_assumes():
    """With both margins as they are, the mix of each organisation's customers is the one computed."""
    rng = np.random.default_rng(4)
    world = draw_world(DEFAULT_SEED)
    organisations = in_wave(world.organisations, 2025)
    affinities = world.affinities.loc[organisations["organisation_id"]].to_numpy()
    sizes = expected_counts(organisations)
    rated = rng.permutation(np.repeat(np.arange(len(sizes)), (40 * sizes).round().astype(int)))
    panel, _ = cell_shares()
    cells = rng.choice(len(panel), len(rated), p=panel)
    found = np.zeros(affinities.shape)
    np.add.at(found, (match(rng, rated, cells, affinities), cells), 1)
    found /= found.sum(axis=1, keepdims=True)
    in_panel, in_population = customer_mixes(affinities, sizes)
    assert np.abs(found - in_panel).max() < 0.03
    assert np.abs(found - in_panel).mean() < 0.004 < np.abs(found - panel).mean()
    assert np.allclose(in_population.sum(axis=1), 1)


def test_index_of_the_delivered_answers_recovers_the_truth(estimates, truth):
    true = truth.set_index(["organisation_id", "wave"])
    found = centred(estimates["index_score"], true["industry"])
    assert found.corr(centred(true["index_score"], true["industry"]), method="spearman") > 0.92


def test_shuffled_scores_do_not_recover_the_truth(estimates, truth):
    true = truth.set_index(["organisation_id", "wave"])
    shuffled = estimates["index_score"].sample(frac=1, random_state=1).set_axis(estimates.index)
    found = centred(shuffled, true["industry"])
    assert abs(found.corr(centred(true["index_score"], true["industry"]), method="spearman")) < 0.3
