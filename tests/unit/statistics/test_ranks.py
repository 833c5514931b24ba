"""Confidence sets for ranks: critical values, coverage of ties, invariances, bad covariances."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import studentized_range

from centricity.statistics import best_set, rank_confidence_sets

# OECD, PISA 2018: mean score in mathematics and its standard error, the 38 members (NCES International Data Explorer)
PISA = pd.read_csv(Path(__file__).with_name("pisa_2018_mathematics.csv"), index_col="country")
ESTIMATES = st.lists(st.integers(0, 60).map(float), min_size=1, max_size=6)


def random_covariance(size, seed):
    factor = np.random.default_rng(seed).normal(size=(size, size))
    return factor @ factor.T


@pytest.mark.parametrize(("size", "published"), [(2, 1.960), (3, 2.344), (5, 2.728), (10, 3.164), (38, 3.863)])
def test_critical_values(size, published):
    exact = studentized_range.ppf(0.95, size, np.inf) / np.sqrt(2)
    assert exact == pytest.approx(published, abs=5e-4)
    sets = rank_confidence_sets(np.zeros(size), np.eye(size))
    assert sets.attrs["critical_value"] == pytest.approx(exact, abs=0.05)


def test_the_t_distribution_widens_the_critical_value():
    sets = rank_confidence_sets(np.zeros(4), np.eye(4), df=12)
    exact = studentized_range.ppf(0.95, 4, 12) / np.sqrt(2)
    assert sets.attrs["critical_value"] == pytest.approx(exact, abs=0.06)


def test_pisa_2018_has_twelve_countries_that_may_be_among_the_top_five():
    covariance = np.diag(PISA["standard_error"] ** 2)
    top = best_set(PISA["score"], covariance, tau=5)
    assert len(PISA) == 38
    assert len(top) == 12
    assert top[:3] == ["Japan", "Korea", "Estonia"]


def brute_force(theta, v, z, coverage):
    """The published algorithm, pair by pair."""
    count = len(theta)
    scale = {(a, b): np.sqrt(v[a, a] + v[b, b] - 2 * v[a, b]) for a in range(count) for b in range(count) if a != b}
    active, rejected = set(scale), set()
    while active:
        distances = np.array([(z[:, a] - z[:, b]) / scale[a, b] for a, b in sorted(active)])
        critical = np.quantile(distances.max(axis=0), coverage)
        new = {(a, b) for a, b in active if theta[a] - theta[b] > critical * scale[a, b]}
        if not new:
            break
        active, rejected = active - new, rejected | new
    low = [1 + sum((b, a) in rejected for b in range(count)) for a in range(count)]
    high = [count - sum((a, b) in rejected for b in range(count)) for a in range(count)]
    return low, high


@pytest.mark.parametrize("seed", range(6))
def test_sets_equal_the_algorithm_pair_by_pair(seed):
    generator = np.random.default_rng(seed)
    theta, v = generator.normal(0, 3, 6), random_covariance(6, seed)
    z = generator.multivariate_normal(np.zeros(6), v, 20_000)
    low, high = brute_force(theta, v, z, 0.95)
    sets = rank_confidence_sets(theta, v)
    # other draws: a pair may fall on the other side only if it lies within Monte-Carlo error
    assert np.abs(sets["low"] - low).max() <= 1
    assert np.abs(sets["high"] - high).max() <= 1


def test_step_down_rejects_more_than_one_step():
    theta, covariance = np.array([0.0, 10, 20, 30, 33.4]), np.eye(5)
    sets = rank_confidence_sets(theta, covariance / 1.2)
    one_step = (theta[4] - theta[3]) > sets.attrs["critical_value"] * np.sqrt(2 / 1.2)
    assert not one_step
    assert sets["low"].tolist() == sets["high"].tolist() == [5, 4, 3, 2, 1]


@given(ESTIMATES, st.integers(0, 99), st.floats(0.01, 0.99), st.booleans(), st.sampled_from([None, 1, 7.5]))
def test_low_rank_high_are_ordered_whatever_comes(theta, seed, coverage, simultaneous, df):
    covariance = random_covariance(len(theta), seed) * 20
    sets = rank_confidence_sets(
        theta, covariance, coverage=coverage, simultaneous=simultaneous, df=df, draws=300, seed=seed
    )
    assert (sets["low"] >= 1).all() and (sets["high"] <= len(theta)).all()
    assert (sets["low"] <= sets["rank"]).all() and (sets["rank"] <= sets["high"]).all()
    assert sets["rank"].tolist() == [1 + sum(other > own for other in theta) for own in theta]
    assert sets.dtypes.map(lambda dtype: dtype.kind).eq("i").all()


@given(st.integers(0, 99), st.floats(0.01, 100), st.floats(-50, 50))
def test_unit_and_origin_do_not_matter(seed, unit, origin):
    theta, v = np.random.default_rng(seed).normal(0, 2, 5), random_covariance(5, seed)
    sets = rank_confidence_sets(theta, v, draws=500)
    moved = rank_confidence_sets(theta * unit + origin, v * unit**2, draws=500)
    pd.testing.assert_frame_equal(sets, moved)


def test_permuted_labels_give_the_same_sets():
    theta = pd.Series([10.0, 14, 3, 8.5], index=list("abcd"))
    covariance = pd.DataFrame(random_covariance(4, 1), index=theta.index, columns=theta.index)
    sets = rank_confidence_sets(theta, covariance)
    shuffled = rank_confidence_sets(theta[list("dbac")], covariance)
    assert shuffled.index.tolist() == list("dbac")
    pd.testing.assert_frame_equal(sets, shuffled.loc[sets.index], check_flags=False)
    by_position = rank_confidence_sets(theta.to_numpy(), covariance.to_numpy())
    assert by_position.index.tolist() == [0, 1, 2, 3]
    assert (by_position.to_numpy() == sets.to_numpy()).all()


def test_the_seed_decides():
    first, second, other = (rank_confidence_sets(np.zeros(4), np.eye(4), seed=seed) for seed in (3, 3, 4))
    assert first.attrs == second.attrs
    assert first.attrs != other.attrs


def test_equal_estimates_may_have_any_rank():
    sets = rank_confidence_sets([7.0] * 5, np.eye(5))
    assert (sets["low"] == 1).all() and (sets["rank"] == 1).all() and (sets["high"] == 5).all()
    assert best_set([7.0] * 5, np.eye(5)) == [0, 1, 2, 3, 4]


def test_ties_share_the_better_rank():
    assert rank_confidence_sets([9, 9, 2], np.eye(3))["rank"].tolist() == [1, 1, 3]


def test_one_estimate_is_first():
    assert rank_confidence_sets([4.2], [[1.0]]).to_numpy().tolist() == [[1, 1, 1]]


def test_without_error_between_two_the_estimates_rank_them():
    exact = rank_confidence_sets([1, 3, 3], np.zeros((3, 3)))
    assert exact.to_numpy().tolist() == [[3, 3, 3], [1, 1, 2], [1, 1, 2]]
    shared = np.ones((2, 2)) * 25.0
    assert rank_confidence_sets([50, 50.001], shared)["rank"].tolist() == [2, 1]
    assert rank_confidence_sets([50, 50.001], shared)["low"].tolist() == [2, 1]
    rounding = shared + np.array([[1e-14, 0], [0, 0]])
    assert rank_confidence_sets([50, 50.001], rounding)["low"].tolist() == [2, 1]


def test_shared_respondents_sharpen_a_comparison():
    theta = [50, 52]
    assert rank_confidence_sets(theta, [[1, 0], [0, 1]])["low"].tolist() == [1, 1]
    assert rank_confidence_sets(theta, [[1, 0.9], [0.9, 1]])["low"].tolist() == [2, 1]


@pytest.mark.slow
def test_marginal_sets_lie_within_simultaneous_ones():
    covariance = np.diag(PISA["standard_error"] ** 2)
    joint = rank_confidence_sets(PISA["score"], covariance)
    own = rank_confidence_sets(PISA["score"], covariance, simultaneous=False)
    assert (own["low"] >= joint["low"]).all() and (own["high"] <= joint["high"]).all()
    assert (own["high"] - own["low"]).sum() < (joint["high"] - joint["low"]).sum()
    assert own.attrs["critical_value"] < joint.attrs["critical_value"]


@pytest.mark.slow
def test_sets_cover_the_true_ranks():
    """With all but two tied, in at least 95 % of samples up to the noise of 400."""
    truth = np.array([50.0, 50, 50, 53])
    generator = np.random.default_rng(5)
    covered = 0
    for seed in range(400):
        sets = rank_confidence_sets(truth + generator.normal(size=4), np.eye(4), draws=500, seed=seed)
        covered += (sets["low"].to_numpy() <= [2, 2, 2, 1]).all() and (sets["high"].to_numpy() >= [4, 4, 4, 1]).all()
    assert covered / 400 > 0.925


def test_best_set_is_ordered_and_grows():
    theta = pd.Series([5.0, 30, 29.5, 30, 1], index=list("abcde"))
    assert best_set(theta, np.eye(5)) == ["b", "d", "c"]
    assert best_set(theta, np.eye(5), tau=5) == ["b", "d", "c", "a", "e"]
    sizes = [len(best_set(theta, np.eye(5), tau=tau)) for tau in range(1, 6)]
    assert sizes == sorted(sizes)


def test_inputs_stay_as_they_are():
    theta = pd.Series([1.0, 2], index=["a", "b"])
    covariance = pd.DataFrame(np.eye(2), index=["b", "a"], columns=["b", "a"])
    before = theta.copy(), covariance.copy()
    rank_confidence_sets(theta, covariance)
    pd.testing.assert_series_equal(theta, before[0])
    pd.testing.assert_frame_equal(covariance, before[1])


LABELLED = pd.Series([1.0, 2.0], index=["a", "b"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rank_confidence_sets([], np.zeros((0, 0))), "estimates is empty"),
        (lambda: rank_confidence_sets([1, np.nan], np.eye(2)), "estimates is nan at position 1: .*finite"),
        (lambda: rank_confidence_sets([1, 2], [[1, np.inf], [0, 1]]), r"covariance is inf at position \(0, 1\)"),
        (lambda: rank_confidence_sets([1, 2], np.eye(3)), r"covariance has shape \(3, 3\): pass 2 rows"),
        (lambda: rank_confidence_sets([1, 2], [1, 1]), "covariance has 1 dimensions"),
        (lambda: rank_confidence_sets([1, 2], [[1, 0.5], [0.4, 1]]), r"asymmetry .* position \(0, 1\)"),
        (
            lambda: rank_confidence_sets([1, 2], [[1, 2], [2, 1]]),
            "not positive semi-definite: pass the full joint covariance, or its diagonal",
        ),
        (lambda: rank_confidence_sets([1], [[-1]]), "not positive semi-definite"),
        (
            lambda: rank_confidence_sets(LABELLED, pd.DataFrame(np.eye(2), list("ac"), list("ac"))),
            "covariance lacks 'b'; adds 'c'",
        ),
        (
            lambda: rank_confidence_sets(pd.Series([1.0, 2], index=["a", "a"]), np.eye(2)),
            "label of estimates is a at position 1",
        ),
        (lambda: rank_confidence_sets([1, 2], np.eye(2), coverage=1), "coverage is 1"),
        (lambda: rank_confidence_sets([1, 2], np.eye(2), df=0), "df is 0"),
        (lambda: rank_confidence_sets([1, 2], np.eye(2), draws=0), "draws is 0: pass a whole number"),
        (lambda: rank_confidence_sets([1, 2], np.eye(2), seed=0.5), "seed is 0.5"),
        (lambda: best_set([1, 2], np.eye(2), tau=0), "tau is 0: .* at least 1 and at most 2"),
        (lambda: best_set([1, 2], np.eye(2), tau=3), "tau is 3"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_an_eigenvalue_a_rounding_below_zero_is_zero():
    v = 1e4 * (np.ones((3, 3)) - 1e-10 * np.eye(3))
    assert np.linalg.eigvalsh(v)[0] < -5e-7
    assert rank_confidence_sets([1, 2, 3], v)["rank"].tolist() == [3, 2, 1]
