# Holds statistics.sensitivity, statistics.sobol, statistics.runs, statistics.method_choices.
"""Method choices carried into the ranking: shares, ties, the three runs, and what moves the ranks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from centricity.statistics import rank_sensitivity, rank_shift_sobol
from centricity.statistics.sensitivity import errors_of

DIMENSIONS = ["trust", "ease", "tone"]
WEIGHTS = dict.fromkeys(DIMENSIONS, 1)


def table(rows, units="abcdefgh"):
    return pd.DataFrame(np.asarray(rows, float), index=list(units[: len(rows)]), columns=DIMENSIONS)


SCORES = table([[70, 60, 40], [50, 66, 52], [45, 48, 50], [72, 30, 58]])


@given(
    st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=2, max_size=8),
    st.booleans(),
    st.integers(0, 99),
)
def test_shares_are_shares(rows, has_covariance, seed):
    covariance = np.eye(3 * len(rows)) * 9 if has_covariance else None
    summary, pairwise, shift = rank_sensitivity(table(rows), WEIGHTS, covariance=covariance, draws=200, seed=seed)
    assert summary["p_win"].sum() == pytest.approx(1) and (summary["p_win"] >= 0).all()
    np.testing.assert_allclose(
        summary["p_win_error"], np.sqrt(summary["p_win"] * (1 - summary["p_win"]) / 200), atol=1e-9
    )
    assert (summary["rank_q05"] <= summary["rank_q50"]).all() and (summary["rank_q50"] <= summary["rank_q95"]).all()
    assert summary["rank_q05"].min() >= 1 and summary["rank_q95"].max() <= len(rows)
    assert shift.shape == (200,) and shift.mean() == pytest.approx(summary["mean_abs_shift"].mean())
    off_diagonal = ~np.eye(len(rows), dtype=bool)
    assert np.isnan(np.diag(pairwise)).all()
    np.testing.assert_allclose((pairwise + pairwise.T).to_numpy()[off_diagonal], 1)


def test_the_columns_are_those_specified():
    summary, pairwise, _ = rank_sensitivity(SCORES, WEIGHTS)
    assert summary.columns.tolist() == [
        "rank", "p_win", "p_win_error", "rank_q05", "rank_q50", "rank_q95", "mean_abs_shift",
    ]  # fmt: skip
    assert summary.index.equals(SCORES.index)
    assert pairwise.index.equals(SCORES.index) and pairwise.columns.equals(SCORES.index)
    assert summary["rank"].tolist() == [1, 2, 4, 3]


def test_who_dominates_always_wins():
    found = rank_sensitivity(table([[50, 50, 50], [60, 60, 60], [40, 30, 45]]), WEIGHTS)
    assert found.summary["p_win"].tolist() == [0, 1, 0]
    assert found.summary["p_win_error"].tolist() == [0, 0, 0]
    assert (found.shift == 0).all()
    assert found.pairwise.loc["b", "a"] == 1


@pytest.mark.parametrize("count", [2, 3, 6])
def test_equal_rows_share_the_first_place(count):
    summary, pairwise, _ = rank_sensitivity(table([[61.3, 47.1, 55.9]] * count), [0.3, 0.5, 0.2])
    assert summary["p_win"].tolist() == pytest.approx([1 / count] * count, rel=1e-12)
    assert (summary["rank"] == 1).all() and (summary["rank_q95"] == 1).all()
    assert (pairwise.to_numpy()[~np.eye(count, dtype=bool)] == 0.5).all()


def test_the_normalisations_and_aggregations_are_drawn_uniformly():
    """At fixed weights there are eight methods; who wins under each is computed by hand."""
    scores = table([[100, 0, 50], [45, 44, 50], [0, 43, 50]])
    share = rank_sensitivity(scores, WEIGHTS, concentration=np.inf, draws=8_000).summary["p_win"]
    by_hand = 0.0
    minmax = np.array([[100, 1, 50.5], [45.55, 100, 50.5], [1, 97.75, 50.5]])
    z = 50 + 15 * ((scores - scores.mean()) / scores.std()).fillna(0).to_numpy()
    percentile = np.array([[100, 0, 50], [50, 100, 50], [0, 50, 50]])
    for matrix in (scores.to_numpy(), minmax, z, percentile):
        for mean in (matrix.mean(axis=1), np.exp(np.log(np.maximum(matrix, 1)).mean(axis=1))):
            by_hand += (mean[0] == mean.max()) / 8
    assert 0 < by_hand < 1
    assert share["a"] == pytest.approx(by_hand, abs=0.02)


def test_the_variants_are_levels_beside_the_reference():
    reverse = table([[1, 1, 1], [2, 2, 2]])
    forth = table([[2, 2, 2], [1, 1, 1]])
    alone = rank_sensitivity(forth, WEIGHTS, variants={"strict": reverse}).summary["p_win"]
    listed = rank_sensitivity(forth, WEIGHTS, variants={"M1": forth, "strict": reverse}).summary["p_win"]
    assert alone["a"] == pytest.approx(0.5, abs=0.05)
    pd.testing.assert_series_equal(alone, listed)
    assert rank_sensitivity(forth, WEIGHTS, variants={"M1": forth}).summary["p_win"]["a"] == 1


def test_variants_and_covariances_are_matched_by_label():
    strict = SCORES.clip(lower=45)
    order = SCORES.index[::-1], SCORES.columns[::-1]
    generator = np.random.default_rng(2)
    factor = generator.normal(size=(12, 12))
    labels = pd.MultiIndex.from_product([SCORES.index, SCORES.columns])
    covariance = pd.DataFrame(factor @ factor.T, index=labels, columns=labels)
    shuffled = generator.permutation(12)
    plain = rank_sensitivity(SCORES, WEIGHTS, variants={"s": strict}, covariance=covariance.to_numpy())
    moved = rank_sensitivity(
        SCORES, WEIGHTS, variants={"s": strict.loc[order]}, covariance=covariance.iloc[shuffled, shuffled]
    )
    pd.testing.assert_frame_equal(plain.summary, moved.summary)


def test_sampling_only_takes_the_reference_method():
    """Two units whose difference has a known normal distribution."""
    scores = table([[52, 52, 52], [50, 50, 50]])
    variance = 4.0
    found = rank_sensitivity(
        scores,
        WEIGHTS,
        variants={"reversed": 100 - scores},
        covariance=np.eye(6) * variance,
        concentration=np.inf,
        draws=40_000,
    )
    assert found.summary.loc["a", "p_win"] == pytest.approx(norm.cdf(2 / np.sqrt(2 * variance / 3)), abs=0.01)


def test_sampling_error_blurs_what_the_method_leaves():
    method = rank_sensitivity(SCORES, WEIGHTS)
    both = rank_sensitivity(SCORES, WEIGHTS, covariance=np.eye(12) * 400)
    assert both.shift.mean() > method.shift.mean()


def test_an_exact_covariance_adds_nothing():
    method, both = (rank_sensitivity(SCORES, WEIGHTS, covariance=v) for v in (None, np.zeros((12, 12))))
    pd.testing.assert_frame_equal(method.summary, both.summary)


def test_the_seed_decides_and_inputs_stay():
    before = SCORES.copy()
    first, second, other = (rank_sensitivity(SCORES, WEIGHTS, seed=seed).shift for seed in (1, 1, 2))
    assert (first == second).all() and (first != other).any()
    pd.testing.assert_frame_equal(SCORES, before)


def test_a_weight_of_nothing_stays_nothing():
    scores = table([[50, 50, 0], [40, 40, 100]])
    assert rank_sensitivity(scores, {"trust": 1, "ease": 1, "tone": 0}).summary["p_win"]["a"] == 1


def test_errors_that_several_runs_share_are_those_of_the_covariance():
    covariance = np.cov(np.random.default_rng(3).standard_normal((12, 40)))
    of_covariance, shared = (
        rank_sensitivity(SCORES, WEIGHTS, covariance=given, draws=50)
        for given in (covariance, errors_of(SCORES, covariance))
    )
    pd.testing.assert_frame_equal(of_covariance.summary, shared.summary, check_exact=True)
    with pytest.raises(ValueError, match="not positive semi-definite"):
        errors_of(SCORES, -np.eye(12))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rank_sensitivity(SCORES.iloc[:1], WEIGHTS), "at least two units"),
        (lambda: rank_sensitivity(SCORES.replace(60, np.nan), WEIGHTS), r"scores is nan .*label 'a', 'ease'"),
        (lambda: rank_sensitivity(SCORES * 2, WEIGHTS), "scores lie in 0 to 100"),
        (lambda: rank_sensitivity(SCORES, {"trust": 1}), "weights lacks 'ease', 'tone'"),
        (lambda: rank_sensitivity(SCORES, WEIGHTS, variants={"x": SCORES.iloc[1:]}), r"variants\['x'\] has shape"),
        (lambda: rank_sensitivity(SCORES, WEIGHTS, variants=[SCORES]), "variants is a list: pass a mapping"),
        (
            lambda: rank_sensitivity(SCORES, WEIGHTS, variants={"x": SCORES.rename({"a": "z"})}),
            r"the rows of variants\['x'\] lacks 'a'; adds 'z'",
        ),
        (lambda: rank_sensitivity(SCORES, WEIGHTS, covariance=np.eye(4)), r"shape \(4, 4\): pass 12 rows"),
        (lambda: rank_sensitivity(SCORES, WEIGHTS, covariance=-np.eye(12)), "not positive semi-definite"),
        (lambda: rank_sensitivity(SCORES, WEIGHTS, concentration=0), "concentration is 0"),
        (lambda: rank_sensitivity(SCORES, WEIGHTS, draws=1.5), "draws is 1.5"),
        (lambda: rank_sensitivity(pd.concat([SCORES, SCORES]), WEIGHTS), "label of the rows of scores is a"),
        (lambda: rank_shift_sobol(SCORES, WEIGHTS, n=1000), "pass a power of 2"),
        (lambda: rank_shift_sobol(SCORES, WEIGHTS, variants={"x": SCORES}), "key that is no pair"),
        (
            lambda: rank_shift_sobol(SCORES, WEIGHTS, variants={("x", "p"): SCORES, ("y", "q"): SCORES}),
            r"variants lacks \('x', 'q'\)",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_sobol_finds_the_only_factor_that_varies():
    reverse = 100 - table([[90, 90, 90], [50, 50, 50], [10, 10, 10]])
    forth = 100 - reverse
    variants = {("none", "raked"): forth, ("strict", "raked"): reverse}
    found = rank_shift_sobol(forth, WEIGHTS, variants=variants)
    assert found.loc["cleaning", "first_order"] == pytest.approx(1, abs=0.02)
    assert found.loc["cleaning", "total"] == pytest.approx(1, abs=0.02)
    assert found.drop("cleaning").abs().to_numpy().max() < 0.02


def test_sobol_indices_are_repeatable_and_total_at_least_first_order():
    first, second = (rank_shift_sobol(SCORES, WEIGHTS, n=256, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert (first["total"] >= first["first_order"] - 0.1).all()
    assert first.loc[["cleaning", "respondent_weights"]].to_numpy().max() == 0


def test_a_ranking_that_never_changes_has_no_indices():
    assert rank_shift_sobol(table([[10, 10, 10], [50, 50, 50]]), WEIGHTS, n=64).isna().all(axis=None)
